"""What is taught at which kind of school, by how many of its teachers, and which fields of license go with it."""

from __future__ import annotations

import functools

import numpy as np

from .chance import Bools, Ints
from .schools import VOCATIONAL, Places

# A field of license has the code of its subject.
SUBJECTS = ("ELEM", "ENGL", "MATH", "SCI", "HIST", "LANG", "ARTS", "PE", "VOC", "SPED", "ESL")
TITLES = (
    *("Elementary grades", "English", "Mathematics", "Science", "History and social science", "World languages"),
    *("Arts", "Physical education", "Vocational subjects", "Special education", "English as a second language"),
)
GRADE, LANG, ARTS, VOC, SPED, ESL = 0, 5, 6, 8, 9, 10
TAUGHT = np.arange(1, 9)  # in classes that students change for
LONGEST = 600  # places of a school whose subjects are laid down; further ones begin anew
# Shares of a school's teachers by subject; a village school's first place is for the lower grades.
ELEMENTARY = (0.70, 0, 0, 0, 0, 0, 0, 0, 0, 0.20, 0.10)
MIDDLE = (0, 0.18, 0.18, 0.15, 0.14, 0.07, 0.08, 0.07, 0, 0.09, 0.04)
HIGH = (0, 0.16, 0.16, 0.16, 0.14, 0.10, 0.08, 0.07, 0, 0.09, 0.04)
TO_GRADE_8 = (0.46, 0.08, 0.08, 0.07, 0.06, 0.04, 0.05, 0.04, 0, 0.08, 0.04)
ALL_GRADES = (0.36, 0.10, 0.10, 0.09, 0.08, 0.05, 0.06, 0.05, 0, 0.08, 0.03)
TRADES = (0, 0.13, 0.13, 0.12, 0.10, 0, 0, 0.06, 0.34, 0.09, 0.03)
SHARES = np.array([ELEMENTARY, MIDDLE, HIGH, TO_GRADE_8, ALL_GRADES, TRADES])
IN_TRADES = 5


def patterns(places: Places) -> Ints:
    """By school, which row of SHARES is its."""
    kind = places.districts.kind[places.schools.district]
    return np.where(kind == VOCATIONAL, IN_TRADES, places.schools.level)


@functools.cache
def _turns() -> Ints:
    """By pattern and place, the subject of the place: always the one that is furthest behind its share, so that a place
    keeps its subject when a school grows.
    """
    had = np.zeros(SHARES.shape)
    turns = np.zeros((len(SHARES), LONGEST), dtype=np.int64)
    rows = np.arange(len(SHARES))
    for place in range(LONGEST):
        turns[:, place] = np.argmax(SHARES * (place + 1) - had, axis=1)
        had[rows, turns[:, place]] += 1
    return turns


def subject_of(pattern: Ints, place: Ints) -> Ints:
    """
    >>> [SUBJECTS[subject] for subject in subject_of(np.array([0, 1, 1]), np.array([0, 0, 1]))]
    ['ELEM', 'ENGL', 'MATH']
    """
    return _turns()[pattern, place % LONGEST]


def offered(pattern: Ints) -> Bools:
    """Whether students of a school take a class in each subject of TAUGHT. Grain: school, subject."""
    return (SHARES[:, TAUGHT] > 0)[pattern]
