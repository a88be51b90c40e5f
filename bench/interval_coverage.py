"""How often intervals hold the truth, in invented schools of which the truth is known: `make simulate-intervals`.

Each school's rate is drawn from a beta distribution about its end's rate, so that two people of one school are alike
by `icc` (intra-school correlation); of its people as many have the outcome as a binomial draw says. The intervals are
the product's own, and so is the rule by which they are shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitoring.analysis.amounts import SCALE
from monitoring.analysis.intervals import ENDS, with_intervals
from monitoring.analysis.intervals import PEOPLE as PEOPLE_DRAWN
from monitoring.analysis.title_one import DRAWN

Numbers = NDArray[np.float64]
PEOPLE = (10, 20, 30, 50, 100, 240, 500, 1000, 2000, 5000)  # teachers of the smaller end
RATES = (0.01, 0.05, 0.15, 0.4)
ICC = (0.0, 0.05, 0.15)
TIMES = (1.0, 2.0)  # the focal rate as a multiple of the reference rate
SHOWN = 0.1  # of the draws of a cell: below, what is drawn is told for all cells together
LEAST, MOST = 0.92, 0.98


class Layout(NamedTuple):
    """How the people of an end are divided among schools; `larger`: how much larger the reference end is. Sizes vary
    by half about their mean; where one school has room for everybody there is one. `people`: of the focal end.
    `by_students`: schools weigh by students, of whom there are few or many for each teacher (Method E).
    """

    size: int
    larger: int
    people: tuple[int, ...]
    by_students: bool = False

    @property
    def name(self) -> str:
        of_one = "schools with one principal" if self.size == 1 else f"schools of {self.size}"
        of_one += " weighed by students" if self.by_students else ""
        return of_one if self.larger == 1 else f"{of_one}, reference end {self.larger} times as large"


LAYOUTS = (
    Layout(40, 1, PEOPLE),
    Layout(15, 1, PEOPLE),
    Layout(40, 4, tuple(n for n in PEOPLE if n <= 1000)),
    Layout(15, 4, tuple(n for n in PEOPLE if n <= 500)),
    Layout(1, 1, tuple(n for n in PEOPLE if 10 <= n <= 1000)),
)

OF_STUDENTS = (
    Layout(40, 1, tuple(n for n in PEOPLE if 240 <= n <= 2000), by_students=True),
    Layout(15, 1, tuple(n for n in PEOPLE if 100 <= n <= 2000), by_students=True),
    Layout(40, 4, (240, 500, 1000), by_students=True),
    Layout(15, 4, (100, 240, 500), by_students=True),
)
STUDENTS = 13  # for each teacher; of these a share that is anything between none and all belongs to the side


@dataclass(frozen=True)
class Case:
    """One cell: an end of `people` against another, drawn many times."""

    layout: Layout
    people: int
    rate: float
    times: float
    icc: float


def simulate(*, draws: int, seed: int, layouts: Sequence[Layout] = LAYOUTS) -> pl.DataFrame:
    """One row a case: in how many of `draws` the interval was shown, and how often it then held the difference and the
    ratio of the ends' rates; of a single school at each end, of the schools' own.
    """
    chance = np.random.default_rng(seed)
    found = []
    for layout, people in ((one, people) for one in layouts for people in one.people):
        sizes = [_sizes(layout.size, people * (1 if end == "focal" else layout.larger), draws, chance) for end in ENDS]
        icc = ICC if layout.size > 1 else ICC[:1]
        cases = [Case(layout, people, *rest) for rest in itertools.product(RATES, TIMES, icc)]
        drawn = [_draw(case, sizes, chance) for case in cases]
        found.append(_covered(pl.concat(drawn), cases))
    return pl.concat(found)


def _sizes(size: int, people: int, draws: int, chance: np.random.Generator) -> Numbers:
    """People of each school, a row a draw."""
    schools = max(1, round(people / size))
    shares = chance.gamma(4.0, size=(draws, schools)) if size > 1 else np.ones((draws, schools))
    return np.maximum(1.0, np.rint(shares / shares.sum(axis=1, keepdims=True) * people))


def _draw(case: Case, sizes: Sequence[Numbers], chance: np.random.Generator) -> pl.DataFrame:
    """One row a draw: the sums of both ends, and the truth that the intervals are to hold."""
    columns: dict[str, Numbers] = {}
    rates = (case.rate * case.times, case.rate)
    truths = []
    for end, rate, d in zip(ENDS, rates, sizes, strict=True):
        own = np.full(d.shape, rate)
        if case.icc > 0:
            spread = (1 - case.icc) / case.icc
            own = chance.beta(rate * spread, (1 - rate) * spread, size=d.shape)
        n = chance.binomial(d.astype(np.int64), own).astype(np.float64)
        sums = _sums_of_students(n, d, chance) if case.layout.by_students else _sums(n, d)
        columns |= {f"{end}_{name}": values for name, values in sums.items()}
        truths.append(own[:, 0] if d.shape[1] == 1 else np.full(len(d), rate))
    is_single = all(d.shape[1] == 1 for d in sizes)
    focal, reference = truths if is_single else (np.full(len(sizes[0]), rate) for rate in rates)
    with np.errstate(divide="ignore", invalid="ignore"):
        truth = {"true_difference": focal - reference, "true_ratio": focal / reference}
    return pl.DataFrame(columns | truth)


def _sums(n: Numbers, d: Numbers) -> dict[str, Numbers]:
    """What compute_gaps sums up of an end, a number a draw; amounts in ten-thousandths."""
    numerator, denominator = n.sum(axis=1), d.sum(axis=1)
    return {
        "schools": np.full(len(n), n.shape[1], dtype=np.float64),
        "numerator": numerator * SCALE,
        "denominator": denominator * SCALE,
        "rate": numerator / denominator,
        "nn": (n * n).sum(axis=1) * SCALE**2,
        "nd": (n * d).sum(axis=1) * SCALE**2,
        "dd": (d * d).sum(axis=1) * SCALE**2,
        "ddd": (d**3).sum(axis=1) * SCALE**3,
        "some": (n > 0).sum(axis=1).astype(np.float64),
        "others": (n < d).sum(axis=1).astype(np.float64),
    }


def _sums_of_students(n: Numbers, d: Numbers, chance: np.random.Generator) -> dict[str, Numbers]:
    """The same of students who meet the teachers of their school alike, and how many teachers these are."""
    students = np.maximum(1.0, np.rint(d * STUDENTS * chance.beta(2.0, 2.0, size=d.shape)))
    teachers = {"counted_teachers": n.sum(axis=1) * SCALE, "teachers": d.sum(axis=1) * SCALE}
    return {**_sums(students * n / d, students), **teachers}


def _covered(drawn: pl.DataFrame, cases: Sequence[Case]) -> pl.DataFrame:
    focal, reference = pl.col("focal_rate"), pl.col("reference_rate")
    rows = drawn.with_columns(
        difference=focal - reference, ratio=pl.when(reference > 0).then(focal / reference)
    ).with_row_index("case")
    rows = rows.with_columns(pl.col("case") // (drawn.height // len(cases)))
    rows = with_intervals(rows, DRAWN if cases[0].layout.by_students else PEOPLE_DRAWN)
    holds = [
        pl.col(f"true_{name}").is_between(f"{name}_low", f"{name}_high").alias(name) for name in ("difference", "ratio")
    ]
    counted = rows.with_columns(holds).group_by("case", maintain_order=True)
    cells = counted.agg(
        draws=pl.len(),
        shown=pl.col("difference_low").count(),
        shown_ratio=pl.col("ratio_low").count(),
        holds=(pl.col("difference") & pl.col("difference_low").is_not_null()).sum(),
        holds_ratio=(pl.col("ratio") & pl.col("ratio_low").is_not_null()).sum(),
    )
    named = pl.DataFrame(
        [(case.layout.name, case.people, case.rate, case.times, case.icc) for case in cases],
        schema=["layout", "people", "rate", "times", "icc"],
        orient="row",
    )
    return pl.concat([named, cells.drop("case")], how="horizontal")


def judged(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells in which an interval is shown in at least one draw of ten, with their coverage (0..1) and how far that
    may be off by the number of draws (three standard errors at 95 %).
    """
    return cells.filter(pl.col("shown") >= SHOWN * pl.col("draws")).with_columns(
        difference=pl.col("holds") / pl.col("shown"),
        ratio=pl.when(pl.col("shown_ratio") > 0).then(pl.col("holds_ratio") / pl.col("shown_ratio")),
        room=3 * (0.95 * 0.05 / pl.col("shown")).sqrt(),
    )


def outside(cells: pl.DataFrame, name: str) -> pl.DataFrame:
    """Of judged cells those whose coverage of `name` is not between 92 and 98 %, chance aside."""
    return cells.filter(~pl.col(name).is_between(LEAST - pl.col("room"), MOST + pl.col("room")))
