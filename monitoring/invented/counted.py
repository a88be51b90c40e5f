"""A state of which only counts are told, so that a published table comes out of them.

Schools lie in cells, by the band that they are in for each group of students. Teachers, and those of them with an
outcome, are given to cells in whole numbers whose sums are the table's; then, within a cell, to schools, which differ
as schools do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .chance import Bools, Ints, apportion, numbered, spread, stream
from .matching import Group, expected, scaled, whole_shares, whole_shares_of_known, whole_sums
from .places import places
from .plan import Plan
from .schools import Places
from .table import Row, Table

FEWEST_TEACHERS, PUPILS = 4, 12.5  # of a school; a teacher
UNLIKE = 0.55  # by how much schools of a cell differ in an outcome
NESTED = {"T_EXP_LT1": "T_EXP_LT4"}  # whoever counts for the first counts for the second
UNKNOWN = 3  # principals of a cell, at most, of whom something is not known
YEARS = 3  # of a measure that is pooled
MIDDLE, BOTTOM, TOP = range(3)


@dataclass(frozen=True)
class Outcome:
    """By year and school: how many, of how many of whom it is known."""

    some: Ints
    known: Ints


@dataclass(frozen=True)
class CountedState:
    """`students`: by group, year and school, "all" first; `outcomes`: by measure."""

    places: Places
    students: dict[str, Ints]
    teachers: Ints
    outcomes: dict[str, Outcome]


def counted_state(table: Table, seed: int, districts: int) -> CountedState:
    """Raises NotPossible where no whole numbers give the table."""
    every = table.all_schools
    years = tuple(range(table.year - YEARS + 1, table.year + 1))
    plan = Plan(districts, every.principals, every.teachers, round(PUPILS * every.teachers), years, seed, closes=False)
    of = places(plan)
    students = _students(of, table)
    bands = np.stack([_bands(students[group][-1], students["all"][-1], table, group) for group in table.groups])
    cells, cell = np.unique(bands, axis=1, return_inverse=True)
    cell = cell.ravel()
    within = [_cells_of(row, table, cells) for row in table.rows]
    teachers = _teachers(table, students["all"][-1], cell, within)
    outcomes = _outcomes(table, seed, teachers, cell, within)
    return CountedState(of, students, teachers, outcomes)


def _students(of: Places, table: Table) -> dict[str, Ints]:
    """Counts of each group; in the last year no two schools at a cut have the same share."""
    random, traits = stream(of.plan.seed, "counted students"), of.schools.traits
    every = np.stack([np.maximum(of.wanted(year).sum(axis=1), 20) for year in of.plan.years])
    shares = {
        "low_income": traits.poverty,
        "students_of_color": traits.color,
        "english_learners": traits.learners,
        "students_with_disabilities": traits.disabled,
    }
    last = {group: random.binomial(every[-1], np.clip(share, 0.01, 0.99)) for group, share in shares.items()}
    last = {group: np.clip(some, 1, every[-1] - 1) for group, some in last.items()}
    for row in table.ends:
        last[row.group] = _untied(last[row.group], every[-1], row)
    return {"all": every, **{group: _as_before(some, every) for group, some in last.items()}}


def _as_before(some: Ints, every: Ints) -> Ints:
    """The last year's counts, after those of years of the same shares."""
    before = np.round(every[:-1] * (some / every[-1])).astype(np.int64)
    return np.concatenate([np.clip(before, 0, every[:-1]), some[None, :]])


def _place_of_cut(row: Row, schools: int) -> int:
    """How many schools lie below the cut."""
    return round((1 - row.part if row.is_top else row.part) * schools)


def _untied(some: Ints, every: Ints, row: Row) -> Ints:
    """With one student more where a school above the cut has the share of one below it."""
    cut = _place_of_cut(row, len(some))
    while True:
        order = np.lexsort((every, some / every))
        share = (some / every)[order]
        tied = np.flatnonzero((np.arange(len(some)) >= cut) & (share == share[cut - 1]))
        if not len(tied):
            return some
        some = some.copy()
        some[order[tied]] += 1


def _bands(some: Ints, every: Ints, table: Table, group: str) -> Ints:
    order = np.argsort(some / every, kind="stable")
    found = np.full(len(some), MIDDLE)
    for row in table.ends:
        if row.group == group:
            cut = _place_of_cut(row, len(some))
            found[order[cut:] if row.is_top else order[:cut]] = TOP if row.is_top else BOTTOM
    return found


def _cells_of(row: Row, table: Table, cells: Ints) -> Bools:
    if row is table.all_schools:
        return np.ones(cells.shape[1], dtype=bool)
    return cells[table.groups.index(row.group)] == (TOP if row.is_top else BOTTOM)


def _teachers(table: Table, students: Ints, cell: Ints, within: list[Bools]) -> Ints:
    """By school: the sums of the table, and within a cell as there are students."""
    count = len(within[0])
    schools = np.bincount(cell, minlength=count)
    weights = (students + 25.0).astype(float)
    sums = [(cells, float(row.teachers)) for cells, row in zip(within, table.rows, strict=True)]
    near = scaled(np.bincount(cell, weights=weights, minlength=count).astype(float), sums)
    of_cell = whole_sums(near, FEWEST_TEACHERS * schools, np.full(count, table.all_schools.teachers), sums)
    found = np.zeros(len(cell), dtype=np.int64)
    for place in range(count):
        here = cell == place
        found[here] = apportion(int(of_cell[place]), weights[here], least=FEWEST_TEACHERS)
    return found


def _outcomes(table: Table, seed: int, teachers: Ints, cell: Ints, within: list[Bools]) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    of_cell: dict[str, Ints] = {}
    order = sorted(table.all_schools.rates, key=lambda measure: measure in NESTED)
    for measure in order:
        rates = [row.rates[measure] for row in table.rows]
        groups = [Group(cells, rate.share, rate.digits) for cells, rate in zip(within, rates, strict=True)]
        key = f"outcome {NESTED.get(measure, measure)}"
        if measure.startswith("P_"):
            found[measure] = _of_principals(seed, key, cell, groups)
            continue
        years = YEARS if measure in table.pooled else 1
        whole = years * np.bincount(cell, weights=teachers, minlength=len(within[0])).astype(np.int64)
        at_most = of_cell.get(NESTED.get(measure, ""))
        of_cell[measure] = whole_shares(expected(whole, groups), whole, groups, at_most=at_most)
        found[measure] = _of_teachers(seed, key, teachers, cell, of_cell[measure], years)
    return {measure: found[measure] for measure in table.all_schools.rates}


def _of_teachers(seed: int, key: str, teachers: Ints, cell: Ints, of_cell: Ints, years: int) -> Outcome:
    """In each cell those whose number comes first: schools differ, and so do people. Years have equal parts."""
    random = stream(seed, key)
    school, _ = spread(teachers)
    leaning = random.normal(0, UNLIKE, len(teachers))[school]
    of_years = np.stack([apportion(int(total), np.ones(years)) for total in of_cell])
    some = []
    for year in range(years):
        chance = leaning + random.gumbel(0, 1, len(school))
        order = np.lexsort((-chance, cell[school]))
        place = np.empty(len(school), dtype=np.int64)
        place[order] = numbered(cell[school][order])
        some.append(np.bincount(school[place < of_years[cell[school], year]], minlength=len(teachers)))
    return Outcome(np.stack(some), np.stack([teachers] * years))


def _of_principals(seed: int, key: str, cell: Ints, groups: list[Group]) -> Outcome:
    schools = np.bincount(cell, minlength=len(groups[0].cells))
    some, known = whole_shares_of_known(expected(schools, groups), schools, groups, missing=UNKNOWN)
    order = stream(seed, key).permutation(len(cell))
    place = np.empty(len(cell), dtype=np.int64)
    place[order] = numbered(cell[order])
    return Outcome((place < some[cell]).astype(np.int64)[None, :], (place < known[cell]).astype(np.int64)[None, :])
