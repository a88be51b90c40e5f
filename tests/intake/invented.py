"""An invented state: schools that keep their character from year to year, and the reports that tell of them.

Nothing in it is of Massachusetts: the district codes, the years and the shares are made up, so that checks which know
a year, a file or a state would fail on it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Grid = list[list[Any]]

TEACHER_HEADER = [
    "School Name",
    "School Code",
    "Total # of Teachers (FTE)",
    "% of Teachers Licensed",
    "Student / Teacher Ratio",
    "Percent of Experienced Teachers",
    "Percent of Teachers without Waiver or Provisional License",
    "Percent Teaching In-Field",
]
CLASS_HEADER = [
    "School Name",
    "School Code",
    "Total # of Classes",
    "Average Class Size",
    "Number of Students",
    "Female %",
    "Male %",
    "English Learner %",
    "Students with Disabilities %",
    "Low Income %",
]


class InventedState:
    """`schools` schools in districts of ten; every figure is a school's own level plus a little of the year."""

    def __init__(self, seed: int, schools: int = 150) -> None:
        self.random = np.random.default_rng(seed)
        self.codes = [f"{7000 + number // 10:04}{(number % 10 + 1) * 5:04}" for number in range(schools)]
        self.names = [f"Town {7000 + number // 10} - School {number % 10 + 1}" for number in range(schools)]
        self.size = self.random.lognormal(6, 0.6, schools).round()
        self.poverty = self.random.beta(1.2, 2, schools) * 100
        self.learners = np.clip(self.random.beta(0.7, 5, schools) * 100 + 0.1 * self.poverty, 0, 95)
        self.disabled = np.clip(self.random.normal(18, 6, schools), 2, 60)
        self.experienced = np.clip(92 - 0.15 * self.poverty + self.random.normal(0, 6, schools), 30, 100)
        self.licensed = np.clip(100 - self.random.exponential(3, schools), 50, 100)
        self.steady = np.clip(96 - 0.08 * self.poverty + self.random.normal(0, 4, schools), 40, 100)
        self.in_field = np.clip(95 - 0.05 * self.poverty + self.random.normal(0, 5, schools), 30, 100)

    def teacher_data(self, year: int) -> Grid:
        """The header and one row a school."""
        fte = np.maximum(self._near(self.size / 13, 0.04), 1.0)
        ratio = self._near(self.size / np.maximum(self.size / 13, 1), 0.05)
        columns = [self._percent(level, 2.0) for level in (self.licensed, self.experienced, self.steady, self.in_field)]
        rows = [
            [name, code, f"{f:.1f}", f"{a:.1f}", f"{r:.1f} to 1", f"{b:.1f}", f"{c:.1f}", f"{d:.1f}"]
            for name, code, f, r, a, b, c, d in zip(self.names, self.codes, fte, ratio, *columns, strict=True)
        ]
        return [TEACHER_HEADER, *rows]

    def class_size(self, year: int) -> Grid:
        """The header and one row a school."""
        students = np.maximum(self._near(self.size, 0.05), 10).round()
        female = self._percent(np.full(len(self.codes), 48.5), 2.0)
        learners, disabled, poor = (self._percent(level, 1.5) for level in (self.learners, self.disabled, self.poverty))
        rows = [
            [name, code, f"{n / 2:.0f}", f"{18 + n % 5:.1f}", f"{n:,.0f}", *(f"{v:.1f}" for v in (f, 100 - f, e, s, p))]
            for name, code, n, f, e, s, p in zip(
                self.names, self.codes, students, female, learners, disabled, poor, strict=True
            )
        ]
        return [CLASS_HEADER, *rows]

    def _near(self, level: np.ndarray, spread: float) -> np.ndarray:
        return level * np.exp(self.random.normal(0, spread, len(level)))

    def _percent(self, level: np.ndarray, spread: float) -> np.ndarray:
        return np.clip(level + self.random.normal(0, spread, len(level)), 0, 100)


def with_years(years: dict[int, Grid]) -> Grid:
    """Reports of several years in one table, with a column for the school year."""
    header = next(iter(years.values()))[0]
    rows = [[f"{year - 1}-{year % 100:02}", *row] for year, grid in years.items() for row in grid[1:]]
    return [["Academic Year", *header], *rows]


def with_columns_moved(grid: Grid, moves: dict[str, str]) -> Grid:
    """The grid with the cells of each named column taken from another: {column: column whose cells it shows}."""
    places = {name: place for place, name in enumerate(grid[0])}
    taken = {places[column]: places[source] for column, source in moves.items()}
    return [grid[0], *([row[taken.get(place, place)] for place in range(len(row))] for row in grid[1:])]
