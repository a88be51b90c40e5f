"""The files of October's collection of a very small district, which agree with each other but for one warning."""

from __future__ import annotations

import csv
from pathlib import Path

from monitoring.intake.reports.catalogue import REPORTS

YEAR = "2021-22"  # a year of which the demo has no files of persons
PEOPLE, STUDENTS = range(1, 4), range(1, 7)
Row = dict[str, str]


def rows_of(layout: str, school: str, rows: list[Row]) -> list[list[str]]:
    """Rows of a layout, with the examples of its columns where nothing else is said."""
    columns = REPORTS[layout].columns
    common = {"school_year": YEAR, "collection": "OCT", "org_code": school}
    made = [{**{column.name: column.example_cell for column in columns}, **common, **row} for row in rows]
    return [[column.title for column in columns], *([row[column.name] for column in columns] for row in made)]


def files(school: str) -> dict[str, list[list[str]]]:
    """By layout. Three people teach a class of two students each; nobody is the school's principal, which is told."""
    person, student = "7{:07}".format, "7{:09}".format
    section = "J-{}".format
    return {
        "staff_roster": rows_of("staff_roster", school, [{"mepid": person(one)} for one in PEOPLE]),
        "work_assignment": rows_of(
            "work_assignment",
            school,
            [
                {"mepid": person(one), "section_id": section(one), "fte": "1", "contribution_pct": "100"}
                for one in PEOPLE
            ],
        ),
        "student": rows_of("student", school, [{"sasid": student(one)} for one in STUDENTS]),
        "student_schedule": rows_of(
            "student_schedule",
            school,
            [{"sasid": student(one), "section_id": section((one + 1) // 2)} for one in STUDENTS],
        ),
    }


def write(folder: Path, layout: str, rows: list[list[str]]) -> Path:
    path = folder / f"{layout}.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return path
