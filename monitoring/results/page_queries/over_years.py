"""One measure over the years, side by side, from the rows that a page reads anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q

from monitoring.analysis.measures import MEASURES

from ..models import DistrictValue, SchoolValue, StateValue
from ..models.values import ValueFields
from ..queries.figures import in_window

Row = TypeVar("Row", bound=ValueFields)


@dataclass(frozen=True)
class Series:
    """A measure in one window, over all years."""

    measure: str
    window: str

    def beside(self, year: int, window: str | None) -> Q:
        """The rows of a year's page and those of this series, to be read at once."""
        return self.rows | (in_window(window) & Q(school_year=year))

    @property
    def rows(self) -> Q:
        return Q(measure=self.measure, window=self.window)

    def by_year(self, rows: Iterable[Row]) -> dict[int, Row]:
        """Those among rows that are of this series."""
        return {row.school_year: row for row in rows if (row.measure, row.window) == (self.measure, self.window)}


def by_measure(rows: Iterable[Row], year: int, window: str | None) -> dict[str, Row]:
    """Those of a year's page among rows: each measure in the window asked for, or in its own where none is."""
    return {row.measure: row for row in rows if row.school_year == year and is_shown(row, window)}


def is_shown(row: ValueFields, window: str | None) -> bool:
    return row.window == (window or MEASURES[row.measure].headline_window)


@dataclass(frozen=True)
class YearOfValues:
    """One school year of a measure: a school's value, its district's and the state's, where there is a row."""

    school_year: int
    school: SchoolValue | None
    district: DistrictValue | None
    state: StateValue | None


def over_years(
    series: Series,
    *,
    schools: Iterable[SchoolValue] = (),
    districts: Iterable[DistrictValue] = (),
    state: Iterable[StateValue] = (),
) -> tuple[YearOfValues, ...]:
    """The series of a district, and of one of its schools, beside the state's; oldest first."""
    by_school, by_district, by_state = series.by_year(schools), series.by_year(districts), series.by_year(state)
    years = sorted({*by_school, *by_district, *by_state})
    return tuple(YearOfValues(year, by_school.get(year), by_district.get(year), by_state.get(year)) for year in years)
