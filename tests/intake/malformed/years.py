"""Damage that only several years together show: last year's figures once more, and a column in another unit."""

from __future__ import annotations

from collections.abc import Iterator

from tests.intake.invented import Grid, InventedState, with_years

YEARS = tuple(range(2016, 2022))
PERCENTS = {
    "teacher_data": ("% of Teachers Licensed", "Percent of Experienced Teachers", "Percent Teaching In-Field"),
    "class_size": ("Female %", "Male %", "Low Income %"),
}


def damaged_years() -> Iterator[tuple[str, Grid, str]]:
    """A name, the table, and the one rule on errors that finds something, in the last year."""
    for seed, (report, columns) in enumerate(PERCENTS.items()):
        for number, column in enumerate(columns):
            state = InventedState(100 + 10 * seed + number)
            years = {year: getattr(state, report)(year) for year in YEARS}
            for name, last, rule in (
                ("last_years_figures", years[2020], "E-YEAR-COPY"),
                ("parts_of_one_in_a_year", _divided(years[2021], column, 100), "E-COLUMN-SCALE"),
                ("ten_times_as_much", _divided(years[2021], column, 0.1), "E-COLUMN-KIND"),
            ):
                yield f"{name}-{report}-{number}", with_years({**years, 2021: last}), rule


def _divided(grid: Grid, column: str, by: float) -> Grid:
    place = grid[0].index(column)
    return [grid[0], *([*row[:place], f"{float(row[place]) / by:.4g}", *row[place + 1 :]] for row in grid[1:])]
