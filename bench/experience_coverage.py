"""How often intervals of ratios of experiences hold the truth, in invented districts (`make simulate-intervals`).

Teachers meet 40 to 140 students in classes; of these a share that is anything between none and all is of the group,
mildly or strongly apart. Whether a teacher is of the category is drawn teacher by teacher, with a chance that is the
same for all, or the larger the more of the group the teacher meets. The truth is the ratio of what is expected on both
sides.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitoring.analysis.experiences.jackknife import ratio_intervals

from .interval_coverage import LEAST, MOST, SHOWN

TEACHERS = (10, 20, 40, 100, 300)
CHANCES = (0.03, 0.1, 0.3)
SLOPES = (0.0, 1.0)  # of the logarithm of the chance, over the share of the group
APART = {"mildly": 2.0, "strongly": 0.5}  # both parameters of the beta distribution of the group's share, together
OF_THE_GROUP = 0.4


def simulate_experiences(*, draws: int, seed: int) -> pl.DataFrame:
    """One row a cell: in how many of `draws` the interval was shown, and how often it then held the ratio."""
    chance = np.random.default_rng(seed)
    cells = itertools.product(TEACHERS, CHANCES, SLOPES, APART.items())
    return pl.DataFrame([_cell(chance, draws, *cell) for cell in cells])


def _cell(
    chance: np.random.Generator, draws: int, teachers: int, rate: float, slope: float, apart: tuple[str, float]
) -> dict[str, Any]:
    name, both = apart
    rows, truth = drawn_teachers(chance, (draws, teachers), rate, slope, both)
    found = ratio_intervals(rows, ["draw"]).sort("draw").with_columns(truth=truth)
    shown = found.filter(pl.col("interval_reason").is_null())
    holds = shown.select(pl.col("truth").is_between("ratio_low", "ratio_high").sum()).item()
    place = {"teachers": teachers, "rate": rate, "slope": slope, "apart": name}
    return {**place, "draws": draws, "shown": shown.height, "holds": int(holds)}


def drawn_teachers(
    chance: np.random.Generator, shape: tuple[int, int], rate: float, slope: float, both: float
) -> tuple[pl.DataFrame, pl.Series]:
    """Of each draw its teachers, as `ratio_intervals` takes them, and the ratio that is to be held. `shape`: draws and
    teachers; `both`: how mildly groups are apart.
    """
    met = chance.integers(40, 140, size=shape)
    share = chance.beta(OF_THE_GROUP * both, (1 - OF_THE_GROUP) * both, size=shape)
    focal = chance.binomial(met, share)
    reference = met - focal
    expected = np.minimum(rate * np.exp(slope * (share - OF_THE_GROUP)), 0.95)
    having = chance.random(shape) < expected
    sums = {"focal_having": focal * having, "focal_known": focal}
    sums |= {"reference_having": reference * having, "reference_known": reference}
    draw = {"draw": np.repeat(np.arange(shape[0]), shape[1])}
    rows = pl.DataFrame(draw | {key: one.ravel() for key, one in sums.items()})
    return rows, pl.Series(_weighed(expected, focal) / _weighed(expected, reference))


def _weighed(expected: NDArray[np.float64], met: NDArray[np.int64]) -> NDArray[np.float64]:
    return (expected * met).sum(axis=1) / met.sum(axis=1)


def judged_experiences(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells in which an interval is shown in a tenth of the draws, with their coverage (0..1) and how far that may be
    off by the number of draws (three standard errors at 95 %).
    """
    return cells.filter(pl.col("shown") >= SHOWN * pl.col("draws")).with_columns(
        coverage=pl.col("holds") / pl.col("shown"), room=3 * (0.95 * 0.05 / pl.col("shown")).sqrt()
    )


def outside_experiences(judged: pl.DataFrame) -> pl.DataFrame:
    """Of judged cells those whose coverage is not between 92 and 98 %, chance aside."""
    return judged.filter(~pl.col("coverage").is_between(LEAST - pl.col("room"), MOST + pl.col("room")))


def experience_table(cells: pl.DataFrame) -> list[str]:
    """Markdown: a line for each number of teachers; lowest and highest coverage over slopes and how far apart."""
    judged = judged_experiences(cells)
    lines = [
        "| teachers | " + " | ".join(f"{rate:.0%} of them" for rate in CHANCES) + " |",
        "|---|" + "---|" * len(CHANCES),
    ]
    for many in TEACHERS:
        shown = [_span(judged.filter(teachers=many, rate=rate)) for rate in CHANCES]
        lines.append(f"| {many} | {' | '.join(shown)} |")
    strictly = judged.filter(~pl.col("coverage").is_between(LEAST, MOST)).height
    beyond = outside_experiences(judged).height
    return [
        *lines,
        "",
        f"Outside 92 to 98 %: {strictly} of {judged.height}, and {beyond} beyond what draws leave to chance.",
    ]


def _span(cells: pl.DataFrame) -> str:
    if cells.is_empty():
        return "–"
    numbers = [100 * one for one in cells["coverage"]]
    return f"{min(numbers):.1f} to {max(numbers):.1f}"
