"""People who work in schools and district offices, as columns of one length."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from .chance import Bools, Floats, Ints, ids, spread
from .schools import Places
from .subjects import patterns, subject_of

TEACHER, PRINCIPAL, ASSISTANT, SUPERINTENDENT, SUBSTITUTE = range(5)  # the last: for a long time
LEADERS = (PRINCIPAL, ASSISTANT, SUPERINTENDENT)
DEGREES = ("NONE", "ASSOC", "BA", "MA", "DOC")
BELOW, ASSOCIATE, BACHELOR, MASTER, DOCTOR = range(5)
LICENSES = ("PROFESSIONAL", "INITIAL", "PROVISIONAL", "TEMPORARY", "EMERGENCY", "WAIVER")
PROFESSIONAL, INITIAL, PROVISIONAL, TEMPORARY, EMERGENCY, WAIVER, UNLICENSED = range(7)
EXIT_REASONS = (
    *("RETIRE", "OTHER_MA_DISTRICT", "OUT_OF_STATE", "LEFT_EDUCATION", "NONRENEW", "DISMISS", "RIF", "DECEASED"),
    "OTHER",
)
RETIRE, OTHER_DISTRICT, OUT_OF_STATE, LEFT_EDUCATION, NONRENEW, DISMISS, RIF, DECEASED, OTHER = range(9)
PER_ASSISTANT = 450  # students
NOWHERE = -1
NO_PLACE = 10**6  # of somebody at a school that has none for them yet
MOST_OFFICES = 100  # of one role at a school


@dataclass(frozen=True)
class Staff:
    """Grain: a person at work or on leave. `place`: which of the school's places of the role; `taught`, `led`: years
    completed; `since`: ending year in which the license began, `hired` in which the person came to the district.
    `skill`: around 0; `frailty`: around 1, times the usual absences. `other`: a second field of license, -1 without.
    """

    number: Ints
    born: Ints
    race: Ints
    skill: Floats
    frailty: Floats
    field: Ints
    other: Ints
    degree: Ints
    taught: Ints
    led: Ints
    role: Ints
    district: Ints
    school: Ints
    place: Ints
    license: Ints
    since: Ints
    hired: Ints
    fte: Floats
    is_away: Bools

    def of(self, rows: Ints | Bools) -> Staff:
        return Staff(**{field.name: getattr(self, field.name)[rows] for field in dataclasses.fields(self)})

    def mepid(self, seed: int) -> Ints:
        return ids(seed, "educator", self.number, digits=8)

    @property
    def teaches(self) -> Bools:
        return (self.role == TEACHER) | (self.role == SUBSTITUTE)

    @property
    def leads(self) -> Bools:
        return np.isin(self.role, LEADERS)

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True)
class Exits:
    """Grain: a person who left a district after the school year before. `staff`: as they would be this year."""

    staff: Staff
    reason: Ints

    @property
    def district(self) -> Ints:
        return self.staff.district


@dataclass(frozen=True)
class StaffYear:
    year: int
    staff: Staff
    exits: Exits


@dataclass(frozen=True)
class Seats:
    """Grain: a place for a teacher. `begins`: by school, the first of its seats; one more at the end."""

    school: Ints
    place: Ints
    subject: Ints
    begins: Ints

    def at(self, school: Ints, place: Ints) -> Ints:
        """Which seat it is; NOWHERE where the school has no such place any more."""
        known = np.where(school >= 0, school, 0)
        count = np.diff(self.begins)[known]
        return np.where((school >= 0) & (place < count), self.begins[known] + place, NOWHERE)


def seats(places: Places, teachers: Ints) -> Seats:
    """`teachers`: by school, how many it has."""
    school, place = spread(teachers)
    begins = np.append(0, np.cumsum(teachers))
    return Seats(school, place, subject_of(patterns(places)[school], place), begins)


@dataclass(frozen=True)
class Offices:
    """Grain: a place for a principal, assistant principal or superintendent; `school` NOWHERE for the last."""

    role: Ints
    district: Ints
    school: Ints
    place: Ints

    @property
    def key(self) -> Ints:
        return office_key(self.role, self.district, self.school, self.place)


def office_key(role: Ints, district: Ints, school: Ints, place: Ints) -> Ints:
    """Different for each office; those without a place have none of them."""
    return ((role * 10_000 + district) * 100_000 + school + 1) * MOST_OFFICES + np.minimum(place, MOST_OFFICES - 1)


def offices(places: Places, students: Ints) -> Offices:
    """`students`: by school. Each school with students has a principal, a large one assistants; each district a
    superintendent.
    """
    led = np.flatnonzero(students > 0)
    assisted, place = spread(students[led] // PER_ASSISTANT)
    districts = np.unique(places.schools.district[led])
    role = np.repeat([PRINCIPAL, ASSISTANT, SUPERINTENDENT], [len(led), len(assisted), len(districts)])
    school = np.concatenate([led, led[assisted], np.full(len(districts), NOWHERE)])
    district = np.where(school >= 0, places.schools.district[school], 0)
    district[len(school) - len(districts) :] = districts
    return Offices(role, district, school, np.concatenate([np.zeros(len(led), np.int64), place, 0 * districts]))


def together(*parts: Staff) -> Staff:
    names = [field.name for field in dataclasses.fields(Staff)]
    return Staff(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def in_order(staff: Staff) -> Staff:
    """By district, school, role, place."""
    return staff.of(np.lexsort((staff.number, staff.place, staff.role, staff.school, staff.district)))
