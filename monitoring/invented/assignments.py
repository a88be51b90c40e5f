"""Who does which job where: teachers by class, alone and with others, and those who lead."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from .chance import Bools, Floats, Ints, numbered
from .classes import Classes, Sections
from .schools import Places
from .staff import SUBSTITUTE, Staff
from .subjects import ESL, patterns, subject_of

OFFICE_JOBS = ("", "1305", "1310", "1200", "")  # by role of the staff
LEADING, WITH_OTHERS, SUPPORTING, SUBSTITUTING = range(4)
ROLES = ("TOR", "CO", "SUPPORT", "LTS")
TEACHING_JOBS = ("2305", "2306", "2310", "2325")  # by role
WITH_SEVERAL = 2  # classes that somebody teaches with others
TRAVELING, ELSEWHERE = (
    0.02,
    0.2,
)  # of the teachers of classes teach at another school of the district too; their FTE there
SHARE_OF_CO, MOST_SHARED = 25, 60  # per cent of a class that a co-teacher gives; all of them together


@dataclass(frozen=True)
class Assignments:
    """Grain: a person's job at a place; of teachers, in a class. `staff` and `section` are rows of the year's, -1 where
    nothing is taught.
    """

    staff: Ints
    section: Ints
    role: Ints
    fte: Floats
    share: Ints  # per cent of the class

    def __len__(self) -> int:
        return len(self.staff)


def assignments(places: Places, random: np.random.Generator, staff: Staff, of: Classes) -> Assignments:
    """In the order of the staff, who lie in that of districts and schools."""
    sections = of.sections
    supported = _supported(staff, of)
    traveled = _traveled(places, random, staff, sections, supported[1])
    leading = np.flatnonzero(staff.leads)
    parts = [(sections.teacher, np.arange(len(sections))), supported, traveled, (leading, np.full(len(leading), -1))]
    who, section = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    part = np.repeat(np.arange(len(parts)), [len(rows) for rows, _ in parts])
    is_with = (part == 1) | (part == 2)
    fte = _fte(staff, who, traveled[0], is_elsewhere=part == 2)
    share = _shares(section, is_with, len(sections))
    made = Assignments(who, section, _roles(places, staff, who, is_with), fte, share)
    order = np.lexsort((section, who))
    return Assignments(**{field.name: getattr(made, field.name)[order] for field in dataclasses.fields(made)})


def _supported(staff: Staff, of: Classes) -> tuple[Ints, Ints]:
    """Those without a class of their own are in two of their school's, spread over all of them."""
    school = staff.school[of.idle]
    total, begins = of.counts.sum(axis=1), of.begins[:, 0]
    people = np.bincount(school, minlength=len(total))
    several = np.minimum(WITH_SEVERAL, total[school])
    row = np.repeat(np.arange(len(school)), several)
    turn = numbered(row)
    all_of, at = total[school][row], numbered(school)[row] * total[school][row] // np.maximum(people[school][row], 1)
    section = begins[school][row] + (at + turn * np.maximum(all_of // np.maximum(several[row], 1), 1)) % all_of
    return of.idle[row], section


def _traveled(
    places: Places, random: np.random.Generator, staff: Staff, sections: Sections, supported: Ints
) -> tuple[Ints, Ints]:
    """Some teach in another's class of their subject at another school of the district."""
    district = places.schools.district[sections.school]
    key = district * 16 + sections.subject
    order = np.argsort(key, kind="stable")
    own = np.flatnonzero(random.random(len(sections)) < TRAVELING)
    _, first = np.unique(sections.teacher[own], return_index=True)
    own = own[first]
    low, high = np.searchsorted(key[order], key[own]), np.searchsorted(key[order], key[own], side="right")
    goal = order[low + (random.random(len(own)) * (high - low)).astype(np.int64)]
    goes = (sections.school[goal] != sections.school[own]) & (staff.role[sections.teacher[own]] != SUBSTITUTE)
    goes &= ~np.isin(goal, supported)
    _, once = np.unique(goal[goes], return_index=True)
    return sections.teacher[own[goes]][once], goal[goes][once]


def _fte(staff: Staff, who: Ints, travelers: Ints, *, is_elsewhere: Bools) -> Floats:
    """What each works, divided among the classes; nobody works more than full time."""
    here = staff.fte.copy()
    here[travelers] = np.minimum(here[travelers], 1 - ELSEWHERE)
    rows = np.bincount(who[~is_elsewhere], minlength=len(staff))
    divided = np.floor(here[who] / np.maximum(rows[who], 1) * 10_000 + 1e-6) / 10_000
    return np.where(is_elsewhere, ELSEWHERE, divided)


def _shares(section: Ints, is_with: Bools, sections: int) -> Ints:
    """Those who teach with others give a quarter each, less where they are many; the rest is the first teacher's."""
    others = np.bincount(section[is_with], minlength=sections)
    each = np.minimum(SHARE_OF_CO, MOST_SHARED // np.maximum(others, 1))
    return np.where(is_with, each[section], 100 - (others * each)[section])


def _roles(places: Places, staff: Staff, who: Ints, is_with: Bools) -> Ints:
    subject = subject_of(patterns(places)[staff.school[who]], staff.place[who])
    helping = np.where(subject == ESL, SUPPORTING, WITH_OTHERS)
    role = np.where(is_with, helping, LEADING)
    return np.where(staff.role[who] == SUBSTITUTE, SUBSTITUTING, role)
