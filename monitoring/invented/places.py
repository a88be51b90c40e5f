"""Districts and schools: where they lie, how large they are, whom they serve, and which follows which."""

from __future__ import annotations

import numpy as np

from .chance import Floats, Ints, apportion, numbered, spread, stream
from .closings import with_closings
from .feeding import with_feeders
from .names import place_names, school_names
from .plan import Plan
from .schools import (
    CHARTER,
    ELEM,
    EVER,
    FIRST_GRADE,
    GRADES,
    HIGH,
    K8,
    K12,
    LAST_GRADE,
    LEVELS,
    MIDDLE,
    REGIONS,
    REGULAR,
    VOCATIONAL,
    Districts,
    Places,
    Schools,
    Texts,
)
from .segregation import traits

PRESCHOOL = 0.35  # of a grade's children
CHARTERS_FROM, VOCATIONAL_FROM = 8, 12  # districts


def places(plan: Plan) -> Places:
    random = stream(plan.seed, "places")
    districts = _districts(plan, random)
    return Places(plan, districts, with_closings(plan, _schools(plan, random, districts)))


def _schools(plan: Plan, random: np.random.Generator, districts: Districts) -> Schools:
    owner, number = spread(districts.schools)
    level = _levels(districts, owner, number)
    first = FIRST_GRADE[level] - ((level != MIDDLE) & (level != HIGH) & (random.random(len(owner)) < 0.4))
    of = traits(random, districts.poverty[owner], level == HIGH)
    sizes = random.lognormal(0, 0.3, len(owner))
    students = _students_of_districts(plan, random, districts)
    weights = _weights(owner, level, first, sizes, students)
    feeding = with_feeders(owner, first, LAST_GRADE[level], weights, of, districts.at)
    enrolled = apportion(plan.students, feeding.weights.ravel()).reshape(feeding.weights.shape)
    codes, names = _named(random, districts, owner, level)
    return Schools(
        code=codes,
        name=names,
        district=owner,
        level=level,
        first_grade=first,
        opened=np.zeros(len(owner), dtype=np.int64),
        closed=np.full(len(owner), EVER),
        successor=np.full(len(owner), -1),
        traits=of,
        enrolled=enrolled,
        next_school=feeding.next_school,
    )


def _districts(plan: Plan, random: np.random.Generator) -> Districts:
    charters = round(0.12 * plan.districts) * (plan.districts >= CHARTERS_FROM)
    vocational = round(0.05 * plan.districts) * (plan.districts >= VOCATIONAL_FROM)
    regular = plan.districts - charters - vocational
    kind = np.repeat([REGULAR, CHARTER, VOCATIONAL], [regular, charters, vocational])
    size = np.where(kind == REGULAR, random.lognormal(0, 1.25, len(kind)), 0.0)
    schools = np.ones(len(kind), dtype=np.int64)
    schools[:regular] = apportion(plan.schools - charters - vocational, size[:regular], least=1)
    at = random.random((len(kind), 2))
    region = _regions(random, at)
    towns = place_names(random, len(kind))
    names = np.array(
        sorted(towns[:regular])
        + [f"{town} Charter" for town in towns[regular : regular + charters]]
        + [f"{town} Regional Vocational" for town in towns[regular + charters :]],
        dtype=object,
    )
    codes = np.array([f"{number:04}0000" for number in range(1, len(kind) + 1)], dtype=object)
    return Districts(codes, names, kind, region, at, schools, _poverty(random, kind, schools))


def _regions(random: np.random.Generator, at: Floats) -> Ints:
    """The nearest of a few towns."""
    count = min(len(REGIONS), max(1, len(at) // 5))
    centers = random.permutation(len(at))[:count]
    return np.argmin(((at[:, None, :] - at[centers][None, :, :]) ** 2).sum(axis=2), axis=1)


def _poverty(random: np.random.Generator, kind: Ints, schools: Ints) -> Floats:
    """Shares of students with a low income: cities have more of them, and so have charter and vocational schools."""
    shares = np.sort(random.beta(1.5, 2.6, len(kind)))
    lean = 0.7 * np.log(schools) + random.normal(0, 1, len(kind)) + np.array([0.0, 1.6, 1.0])[kind]
    found = np.empty(len(kind))
    found[np.argsort(lean, kind="stable")] = shares
    return found


def _levels(districts: Districts, owner: Ints, number: Ints) -> Ints:
    """A village has one school for all grades or up to grade 8; a town one of each level; a city many of each."""
    count = districts.schools[owner]
    high = np.maximum(1, np.round(0.17 * count)).astype(np.int64)
    middle = np.maximum(1, np.round(0.21 * count)).astype(np.int64)
    several = np.where(number < high, HIGH, np.where(number < high + middle, MIDDLE, ELEM))
    two = np.where(number == 0, HIGH, K8)
    is_even = owner % 2 == 0
    one = np.where(is_even, K12, K8)
    level = np.where(count >= 3, several, np.where(count == 2, two, one))
    kind = districts.kind[owner]
    charter = np.array([K8, HIGH, K12])[owner % 3]
    return np.where(kind == VOCATIONAL, HIGH, np.where(kind == CHARTER, charter, level))


def _students_of_districts(plan: Plan, random: np.random.Generator, districts: Districts) -> Floats:
    times = np.array([1.0, 1.2, 2.0])[districts.kind] * random.lognormal(0, 0.25, len(districts.kind))
    weights = times * districts.schools**1.05
    return plan.students * weights / weights.sum()


def _weights(owner: Ints, level: Ints, first: Ints, sizes: Floats, students: Floats) -> Floats:
    """Students by school and grade, not whole yet: each grade of a district is as large, and divided among the schools
    that have it.
    """
    grade = np.arange(len(GRADES))
    has = (grade >= first[:, None]) & (grade <= LAST_GRADE[level][:, None])
    mine = has * sizes[:, None]
    of_district = np.zeros((len(students), len(GRADES)))
    np.add.at(of_district, owner, mine)
    children = np.where(grade == 0, PRESCHOOL, 1.0)
    grades = ((of_district > 0) * children).sum(axis=1)
    share = np.divide(mine, of_district[owner], out=np.zeros_like(mine), where=has)
    return share * children * (students / grades)[owner][:, None]


def _named(random: np.random.Generator, districts: Districts, owner: Ints, level: Ints) -> tuple[Texts, Texts]:
    """Codes and names of schools. A charter or vocational school is its district's only one and bears its name."""
    towns = [districts.name[place].split(" Charter")[0].split(" Regional")[0] for place in owner]
    named = school_names(random, towns, [LEVELS[one] for one in level])
    whole = [f"{districts.name[place]} School" for place in owner]
    names = np.where(districts.kind[owner] == REGULAR, np.array(named, dtype=object), np.array(whole, dtype=object))
    at = zip(owner, numbered(owner), strict=True)
    codes = [f"{districts.code[place][:4]}{5 * (number + 1):04}" for place, number in at]
    return np.array(codes, dtype=object), names
