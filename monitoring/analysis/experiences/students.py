"""How many students of a cohort met any teacher of a category, and how many did in two years that follow each other."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from operator import or_

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .classes import CATEGORIES
from .counts import Cohort, Whole, starts_of
from .years import ExperienceYear

COUNTED = ("met", "met_known", "twice", "twice_known")
Bits = NDArray[np.uint16]


def bits_of_year(cohort: Cohort, year: ExperienceYear, seats: pl.DataFrame) -> tuple[Bits, Bits]:
    """Of each student the categories met in the year, and those of which it is known, as sets of bits. `seats`: as
    `seats_of` gives them.
    """
    masks = year.classes.group_by("class").agg(pl.col("having", "known").bitwise_or())
    seats = seats.drop_nulls("class").join(masks, on="class").sort("student")
    starts = starts_of(seats.select("student"))
    found = []
    for name in ("having", "known"):
        bits = np.zeros(len(cohort.sides), dtype=np.uint16)
        if len(starts):
            bits[seats["student"].to_numpy()[starts]] = np.bitwise_or.reduceat(seats[name].to_numpy(), starts)
        found.append(bits)
    return found[0], found[1]


def students_met(cohort: Cohort, bits: dict[int, tuple[Bits, Bits]]) -> dict[str, Whole]:
    """By name of COUNTED, per school, category and side (columns of Cohort.sides), how many students: who had an
    experience with a teacher of the category (`met`), of whom one is known (`met_known`), who had one in two years that
    follow each other (`twice`), and who have known ones in two such years (`twice_known`); and `students`, all of the
    side, for every category. `bits`: of the years of a window. Source: metrics D3 (any_k, consec_k).
    """
    having, known = ({year: pair[place] for year, pair in bits.items()} for place in (0, 1))
    nobody = np.zeros(len(cohort.sides), dtype=np.uint16)
    sets = (_ever(having, nobody), _ever(known, nobody), _twice(having, nobody), _twice(known, nobody))
    every = {name: _by_school(cohort, one) for name, one in zip(COUNTED, sets, strict=True)}
    return every | {"students": _by_school(cohort, nobody | np.uint16((1 << len(CATEGORIES)) - 1))}


def _ever(years: dict[int, Bits], nobody: Bits) -> Bits:
    return reduce(or_, years.values(), nobody)


def _twice(years: dict[int, Bits], nobody: Bits) -> Bits:
    pairs = ((one, other) for one, other in pairwise(sorted(years)) if other == one + 1)
    return reduce(or_, (years[one] & years[other] for one, other in pairs), nobody)


def _by_school(cohort: Cohort, bits: Bits) -> Whole:
    """Per school, category and side: of how many students the bit of the category is set."""
    of = np.array([one.bit for one in CATEGORIES], dtype=np.uint16)
    is_set = (bits[:, None] & of > 0).astype(np.float32)
    sides = cohort.sides.astype(np.float32)
    ends = np.flatnonzero(np.diff(cohort.students["at"].to_numpy(), prepend=-1)).tolist()
    products = [is_set[one:end].T @ sides[one:end] for one, end in pairwise([*ends, len(sides)])]
    return np.rint(np.stack(products)).astype(np.int64)
