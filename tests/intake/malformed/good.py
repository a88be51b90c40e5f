"""A small good table of each layout and published report, from which damaged ones are made."""

from __future__ import annotations

import csv
import functools
import io
import random
from dataclasses import dataclass, field

from monitoring.intake.blank_files import SOUND_ROWS, sample_csv
from monitoring.intake.reports.catalogue import REPORTS, own_layouts
from monitoring.intake.reports.column import Column, header_key
from monitoring.intake.reports.declaration import Report

DISTRICT, AGENCY = "00350000", "00000000"
SCHOOLS, DISTRICTS = ("00350505", "00350510", "00350515"), ("00350000", "00440000", "00490000")

# One sound row below the names of the columns; it is given to three schools, or districts.
PUBLISHED = {
    "dese_teacher_data": (
        "Academic Year|School Name|School Code|Total # of Teachers (FTE)|% of Teachers Licensed|"
        "Student / Teacher Ratio|Percent of Experienced Teachers|"
        "Percent of Teachers without Waiver or Provisional License|Percent Teaching In-Field",
        "2020-21|Boston - A|{}|39.3|95.4|11.5 to 1|85.2|92.7|97.1",
    ),
    "dese_class_size": (
        "School Year|School Name|School Code|Total # of Classes|Average Class Size|Number of Students|Female %|Male %|"
        "English Learner %|Students with Disabilities %|Low Income %",
        "2020-21|Boston - A|{}|310|16.4|760|48.2|51.8|21.5|19.3|63.1",
    ),
    "dese_enrollment_grade": (
        "Academic Year|DESE ID|PK|K|1|2|3|4|5|6|7|8|9|10|11|12|SP|Total",
        "2020-21|{}|12|20|21|22|23|24|25|26|27|28|29|30|31|32|2|352",
    ),
    "dese_enrollment_race": (
        "Academic Year|DESE ID|African American|Asian|Hispanic|White|Native American|Native Hawaiian, Pacific Islander|"
        "Multi-Race, Non-Hispanic|Female|Male",
        "2020-21|{}|10.5|20.5|29.5|35.5|0.5|0.5|3.0|48.5|51.5",
    ),
    "dese_selected_populations": (
        "School Year|School Code|First Language Not English #|First Language Not English %|English Learner #|"
        "English Learner %|Students With Disabilities #|Students With Disabilities %|High Needs #|High Needs %|"
        "Low Income #|Low Income %",
        "2020-21|{}|63|21.0|36|12.0|45|15.0|150|50.0|120|40.0",
    ),
    "dese_staffing_retention": (
        "Academic Year|School Name|DESE ID|Principal Total|Principal # Retained|Principal % Retained|Teacher Total|"
        "Teacher # Retained|Teacher % Retained",
        "2020-21|Boston - A|{}|2|1|50.0|44|35|79.5",
    ),
    "dese_evaluation_school": (
        "YEAR|ORG_CODE|EET_GRP_CD|TOTAL_N|Total_Evaluated|Evaluated_per|EX_PER|P_PER|NI_PER|UN_PER",
        "2013|{}|TE|20|10|50|20|60|10|10",
    ),
    "dese_evaluation_district": (
        "School Year|District Name|District Code|# of Educators to be Evaluated|# Evaluated|% Evaluated|% Exemplary|"
        "% Proficient|% Needs Improvement|% Unsatisfactory",
        "2018-19|Boston|{}|20|10|50.0|20.0|60.0|10.0|10.0",
    ),
    "dese_per_pupil_spending": (
        "School Year|District Name|District Code|Total Expenditures|Total Pupil FTEs|Total Expenditures per Pupil",
        "2020-21|Boston|{}|1850000|100.0|18500",
    ),
    "dese_teacher_salaries": (
        "School Year|District Name|District Code|Salary Totals|Average Salary|FTE Count",
        "2020-21|Boston|{}|$10,347,229|$79,107|130.8",
    ),
    "published_figures": (
        "school_year|unit|metric|group|percent|fte_or_count",
        "2020-21|state|T_TURN|schools of {}|15.5|1200",
    ),
}
TITLES = {"dese_evaluation_district": "Educator Evaluation Performance (District) - Teachers"}


@dataclass
class Good:
    """`rows`: the header and three sound rows. `owner`: who may send it."""

    report: Report
    rows: list[list[str]]
    owner: str
    title: str = ""
    head: int = field(init=False)  # rows up to the header

    def __post_init__(self) -> None:
        self.head = 2 if self.title else 1

    @property
    def columns(self) -> list[Column]:
        """The report's columns in the order of the header."""
        known = {header_key(name): column for column in self.report.columns for name in column.headers}
        return [known[header_key(title)] for title in self.rows[0]]

    @property
    def is_own(self) -> bool:
        return bool(self.report.number)

    def place(self, name: str) -> int:
        return [column.name for column in self.columns].index(name)

    @property
    def table(self) -> list[list[str]]:
        return [*([[self.title]] if self.title else []), *self.rows]


@functools.cache
def good_tables() -> tuple[Good, ...]:
    return (*map(_own, own_layouts()), *(_published(name) for name in PUBLISHED))


def _own(report: Report) -> Good:
    sample = list(csv.reader(io.StringIO(sample_csv(report, district=DISTRICT[:4]).decode("utf-8-sig"))))
    rows = [row[:-1] for row in sample[: SOUND_ROWS + 1]]
    return Good(report, rows, AGENCY if report.agency_only else DISTRICT)


def _published(name: str) -> Good:
    report, (header, row) = REPORTS[name], PUBLISHED[name]
    codes = DISTRICTS if report.unit == "district" else SCHOOLS
    rows = [header.split("|"), *(row.format(code).split("|") for code in codes)]
    return Good(report, rows, AGENCY, TITLES.get(name, ""))


@dataclass
class Draft:
    """A table that is being damaged. `plain` is what it is compared with: the good one, and what was done to both.

    `row`: the one that is damaged, 1 to 3 below the header. `told_in`: where the error must be told to stand, as
    (row of the file, column), where it has a place.
    """

    good: Good
    random: random.Random
    rows: list[list[str]] = field(init=False)
    plain: list[list[str]] = field(init=False)
    told_in: set[tuple[int | None, str | None]] | None = None

    def __post_init__(self) -> None:
        self.rows = [list(row) for row in self.good.rows]
        self.plain = [list(row) for row in self.good.rows]
        self.row = self.random.randint(1, SOUND_ROWS)

    def line(self, row: int) -> int:
        """The number in the file of a row of the table."""
        return row + self.good.head

    def put(self, column: Column, text: str) -> None:
        """A text in the cell of the damaged row, where it must then be told of."""
        self.rows[self.row][self.good.place(column.name)] = text
        self.told_in = {(self.line(self.row), self.good.rows[0][self.good.place(column.name)])}

    def cell(self, column: Column) -> str:
        return self.rows[self.row][self.good.place(column.name)]

    @property
    def table(self) -> list[list[str]]:
        return self._titled(self.rows)

    @property
    def plain_table(self) -> list[list[str]]:
        return self._titled(self.plain)

    def _titled(self, rows: list[list[str]]) -> list[list[str]]:
        return [*([[self.good.title]] if self.good.title else []), *rows]
