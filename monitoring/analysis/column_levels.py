"""Does a column of a report keep its level? A column in thousands, in parts of one, or with a slipped decimal point
stands a power of ten off its other years, school by school; real figures never do that in step.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations

import polars as pl

from monitoring.analysis.column_identity.years import odd_years

FEWEST_SCHOOLS = 10  # with figures in both years
TOGETHER = 0.8  # share of these schools that must be off by about the same power
ABOUT = 0.3  # how near a school must be to it, as a power of ten: half to twice
NEAR = 0.1  # how near the middle of all schools


def off_levels(
    blocks: Mapping[int, pl.DataFrame], columns: Collection[str], *, trusted: Collection[int] = ()
) -> dict[tuple[int, str], int | None]:
    """The columns whose level is a power of ten off the other years'.

    In: `blocks`, per school year one row an org_code with Float64 columns; years in `trusted` were accepted before.
    Out: (year, column) -> the power of ten (2: a hundred times too large), or None where two years contradict each
    other and nothing tells which of them is off.

    >>> schools = pl.DataFrame({"org_code": [f"{number:08d}" for number in range(20)], "retained": [80.0, 95.0] * 10})
    >>> parts = schools.with_columns(pl.col("retained") / 100)
    >>> off_levels({2020: schools, 2021: schools, 2022: parts}, ["retained"])
    {(2022, 'retained'): -2}
    >>> off_levels({2020: schools, 2022: parts}, ["retained"], trusted={2020})
    {(2022, 'retained'): -2}
    >>> off_levels({2020: schools, 2022: parts}, ["retained"])
    {(2020, 'retained'): None, (2022, 'retained'): None}
    """
    found: dict[tuple[int, str], int | None] = {}
    powers = {pair: _powers(blocks[pair[0]], blocks[pair[1]], columns) for pair in combinations(sorted(blocks), 2)}
    for column in columns:
        seen = {pair: power[column] for pair, power in powers.items() if power[column] is not None}
        odd, undecided = odd_years({pair: -1 if power else 1 for pair, power in seen.items()}, trusted)
        found |= {(year, column): None for year in undecided}
        found |= {(year, column): _power_of(year, odd, seen) for year in odd}
    return dict(sorted(found.items(), key=lambda item: item[0]))


def _powers(older: pl.DataFrame, newer: pl.DataFrame, columns: Collection[str]) -> dict[str, int | None]:
    """By column the power of ten between two years; null where schools do not agree on one."""
    shared = [name for name in columns if name in older.columns and name in newer.columns]
    both = older.select("org_code", *shared).join(newer.select("org_code", *shared), on="org_code", suffix=" newer")
    answer: dict[str, int | None] = dict.fromkeys(columns)
    if not shared:
        return answer
    steps = both.select(
        pl.when((pl.col(name) > 0) & (pl.col(f"{name} newer") > 0))
        .then((pl.col(f"{name} newer") / pl.col(name)).log10())
        .alias(name)
        for name in shared
    )
    usual = steps.median()
    for name in shared:
        middle, step = usual[name][0], steps[name].drop_nulls()
        if middle is None or len(step) < FEWEST_SCHOOLS:
            continue
        power = round(middle)
        if abs(middle - power) <= NEAR and ((step - power).abs() <= ABOUT).mean() >= TOGETHER:
            answer[name] = power
    return answer


def _power_of(year: int, odd: Collection[int], seen: Mapping[tuple[int, int], int | None]) -> int | None:
    """How far an odd year stands off the years that are not odd."""
    powers = [
        (power if pair[1] == year else -power)
        for pair, power in seen.items()
        if power and year in pair and not set(pair) <= set(odd)
    ]
    return powers[0] if powers else None
