"""Classes of a school year: how many each school has in each subject, who teaches them, and who teaches with them.

Below grade 6 a class has one teacher for everything; above, students change classes, and a teacher gives five. Where a
school has nobody for a subject, the next teacher takes it over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .chance import Bools, Ints, spread
from .schools import Places
from .staff import Staff, StaffYear
from .students import Students
from .subjects import ARTS, GRADE, LANG, TAUGHT, offered, patterns, subject_of

LAST_LOWER = 6  # grade 5
PER_TEACHER = 5
WITHOUT = 0.25  # of the students have no class in languages, and as many others none in the arts
HALF_YEAR = 0.3  # of the classes from grade 9 on


@dataclass(frozen=True)
class Sections:
    """Grain: a class. `number` among those of its school and subject; `teacher`: row of the year's staff."""

    school: Ints
    subject: Ints
    number: Ints
    grade: Ints
    is_half: Bools
    teacher: Ints

    def __len__(self) -> int:
        return len(self.school)


@dataclass(frozen=True)
class Classes:
    """`counts`: sections by school and subject, GRADE first; `begins`: of each of them the first section. `lower`: of
    each student, whether they stay with one teacher; `takes`: whether they take each subject of TAUGHT. `idle`: those
    without a class of their own, as rows of the staff: they teach with others.
    """

    sections: Sections
    counts: Ints
    begins: Ints
    lower: Bools
    takes: Bools
    idle: Ints


def classes(places: Places, random: np.random.Generator, year: StaffYear, students: Students) -> Classes:
    staff, schools = year.staff, len(places.schools)
    teachers = _teachers(places, staff)
    pattern = patterns(places)
    subject = subject_of(pattern[staff.school[teachers]], staff.place[teachers])
    order = np.lexsort((subject, staff.school[teachers]))
    teachers, subject = teachers[order], subject[order]
    by_subject = np.zeros((schools, int(TAUGHT[-1]) + 3), dtype=np.int64)
    np.add.at(by_subject, (staff.school[teachers], subject), 1)
    departments = by_subject[:, TAUGHT].sum(axis=1)
    lower = _is_lower(students, by_subject[:, GRADE], departments)
    takes = _takes(random, students, lower, offered(pattern))
    counts = _counts(by_subject, lower, takes, students, schools)
    of_grade, of_subject = teachers[subject == GRADE], teachers[np.isin(subject, TAUGHT)]
    held = [_holders(staff, of_grade, counts[:, :1]), _holders(staff, of_subject, counts[:, 1:])]
    sections = _sections(random, counts, held, students, lower)
    idle = teachers[~np.isin(teachers, sections.teacher)]
    return Classes(sections, counts, _begins(counts), lower, takes, idle)


def _teachers(places: Places, staff: Staff) -> Ints:
    """Rows of those who stand in a class."""
    return np.flatnonzero(staff.teaches & ~staff.is_away)


def _is_lower(students: Students, homerooms: Ints, departments: Ints) -> Bools:
    """Up to grade 5, as far as the school has teachers of both kinds."""
    young = students.grade <= LAST_LOWER
    return np.where(departments[students.school] == 0, True, np.where(homerooms[students.school] == 0, False, young))


def _takes(random: np.random.Generator, students: Students, lower: Bools, offers: Bools) -> Bools:
    takes = offers[students.school] & ~lower[:, None]
    chance = random.random(len(students))
    takes[:, LANG - TAUGHT[0]] &= chance > WITHOUT
    takes[:, ARTS - TAUGHT[0]] &= chance < 1 - WITHOUT
    return takes


def _counts(by_subject: Ints, lower: Bools, takes: Bools, students: Students, schools: int) -> Ints:
    """Sections by school and subject: five a teacher, one of each subject that is taken at least, none without
    students.
    """
    by_place = [np.bincount(students.school[takes[:, place]], minlength=schools) for place in range(len(TAUGHT))]
    taken = np.stack(by_place, axis=1)
    counts = PER_TEACHER * by_subject[:, TAUGHT]
    rows = np.arange(schools)
    for place in range(len(TAUGHT)):
        lacks = (counts[:, place] == 0) & (taken[:, place] > 0)
        most = np.argmax(counts, axis=1)
        counts[rows[lacks], most[lacks]] -= 1
        counts[lacks, place] = 1
    homerooms = np.minimum(by_subject[:, GRADE], np.bincount(students.school[lower], minlength=schools))
    return np.concatenate([homerooms[:, None], np.minimum(np.maximum(counts, taken > 0), taken)], axis=1)


def _holders(staff: Staff, teachers: Ints, counts: Ints) -> Ints:
    """Of each section, in the order of schools and subjects, its teacher: the sections of a school are dealt out among
    its teachers in their order.
    """
    total = counts.sum(axis=1)
    school, number = spread(total)
    of_school = np.bincount(staff.school[teachers], minlength=len(total))
    begins = np.cumsum(of_school) - of_school
    return teachers[begins[school] + number * of_school[school] // np.maximum(total[school], 1)]


def _begins(counts: Ints) -> Ints:
    flat = counts.ravel()
    return (np.cumsum(flat) - flat).reshape(counts.shape)


def _sections(
    random: np.random.Generator, counts: Ints, held: list[Ints], students: Students, lower: Bools
) -> Sections:
    """In the order of schools and subjects."""
    cell, number = spread(counts.ravel())
    school, subject = np.divmod(cell, counts.shape[1])
    teacher = np.empty(len(school), dtype=np.int64)
    for is_own, holders in zip((subject == GRADE, subject != GRADE), held, strict=True):
        teacher[is_own] = holders
    schools = len(counts)
    low = np.bincount(students.school[lower], minlength=schools)
    every = np.bincount(students.school, minlength=schools)
    of = np.where(subject == GRADE, low[school], (every - low)[school])
    start = (np.cumsum(every) - every)[school] + np.where(subject == GRADE, 0, low[school])
    middle = start + ((number + 0.5) * of / counts.ravel()[cell]).astype(np.int64)
    grade = students.grade[middle]
    is_half = (grade > 9) & (random.random(len(grade)) < HALF_YEAR) & (subject != GRADE)
    return Sections(school, subject, number, grade, is_half, teacher)


def schedules(random: np.random.Generator, of: Classes, students: Students) -> tuple[Ints, Ints]:
    """Grain: a student in a class: row of the students, row of the sections; in the order of students."""
    rows, sections = [], []
    low = np.flatnonzero(of.lower)
    rows.append(low)
    sections.append(_dealt(students.school[low], of.counts[:, 0], of.begins[:, 0]))
    for place in range(len(TAUGHT)):
        taking = np.flatnonzero(of.takes[:, place])
        key = (students.school[taking] * 16 + students.grade[taking]) << 32
        order = taking[np.argsort(key + random.integers(0, 1 << 32, len(taking)), kind="stable")]
        rows.append(order)
        sections.append(_dealt(students.school[order], of.counts[:, place + 1], of.begins[:, place + 1]))
    whole, taken = np.concatenate(rows), np.concatenate(sections)
    in_order = np.argsort(whole, kind="stable")
    return whole[in_order], taken[in_order]


def _dealt(school: Ints, counts: Ints, begins: Ints) -> Ints:
    """Students in the order of schools, among the sections of each."""
    of_school = np.bincount(school, minlength=len(counts))
    start = np.cumsum(of_school) - of_school
    number = np.arange(len(school)) - start[school]
    return begins[school] + number * counts[school] // np.maximum(of_school[school], 1)
