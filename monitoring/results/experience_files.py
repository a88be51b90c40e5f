"""Reports on experiences, and the classes behind a number of one, as files: for whom the pages are open, and with what
these show them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from districts.models import District, School
from monitoring.analysis import reasons
from monitoring.analysis.experiences.behind import BEHIND
from monitoring.analysis.experiences.protection import FEWEST_STUDENTS, FEWEST_TEACHERS
from monitoring.analysis.experiences.report import WINDOWS
from monitoring.analysis.experiences.sentences import plain_gap
from monitoring.analysis.formatting import school_year, school_years
from monitoring.intake.csv_table import Output, write_csv

from .experience_choice import HISTORY
from .experiences.table import COLUMNS, as_table
from .models import ExperienceReport

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

CLASS_COLUMNS = {**{name: name for name in BEHIND}, "focal": "students_of_the_group", "reference": "other_students"}
WIDE = 110
NOTHING = (reasons.ZERO_DENOMINATOR, reasons.SUPPRESSED)


def write_experiences(out: Output, report: pl.DataFrame) -> None:
    """All histories, categories and groups, of the places there. Nothing in it is a text of somebody's."""
    out.write(as_table(report).write_csv())


def write_classes(out: Output, classes: pl.DataFrame) -> None:
    rows = ({**row, "school_year": school_year(row["school_year"])} for row in classes.iter_rows(named=True))
    named = ({CLASS_COLUMNS[name]: value for name, value in row.items()} for row in rows)
    write_csv(out, tuple(CLASS_COLUMNS.values()), named)


def experiences_workbook(report: pl.DataFrame, about: Mapping[str, str]) -> bytes:
    """A sheet that says what it is, and one for each history. Without rows of which there is nothing to compare: of a
    large district these are most, and it would take twice the seconds.
    """
    import xlsxwriter  # here, so that the page starts without it

    buffer, table = io.BytesIO(), as_table(report).filter(~pl.col("reason").is_in(NOTHING).fill_null(False))
    as_they_are = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, as_they_are) as book:
        _write_about(book, about)
        for window in WINDOWS:
            sheet = book.add_worksheet(HISTORY[window])
            sheet.freeze_panes(1, 5)
            sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
            rows = table.filter(history=window)
            for place, name in enumerate(COLUMNS):
                sheet.write_column(1, place, rows[name].to_list())
    return buffer.getvalue()


def _write_about(book: Workbook, about: Mapping[str, str]) -> None:
    sheet, bold = book.add_worksheet("About"), book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, WIDE)
    for place, (name, text) in enumerate(about.items()):
        sheet.write(place, 0, name, bold)
        sheet.write_string(place, 1, text, wrapped)


def about_experiences(
    district: District, school: School | None, report: ExperienceReport, *, is_own: bool, only: bool, as_edwin: bool
) -> dict[str, Any]:
    """What the file is, in words: of the district and its schools, or of a `school` beside its district. `is_own`: for
    the district's members; `only`: for who sees the school alone.
    """
    standing = (
        "files that the district has certified"
        if report.is_certified
        else "files in force that the district has not certified: preliminary, and for the district alone"
    )
    owner = f"{district.name} ({district.org_code})"
    of = f"{school.name} ({school.org_code}), and all of {owner}" if school else f"{owner} and its schools"
    return {
        "What": f"Students’ experiences with teachers: {of}",
        "Whose": f"Students of October {report.school_year - 1}, school year {school_year(report.school_year)}",
        "From": f"{standing[0].upper()}{standing[1:]}; its own schedules of {school_years(report.years)}",
        "Computed": f"{report.made_at:%Y-%m-%d %H:%M} UTC",
        "An experience": "A student in a class with a teacher. Several teachers of a class are one each.",
        "The state’s rule": f"A ratio of {plain_gap()} or more, of rates before rounding, is an equity gap (is_gap).",
        "Where the others have none": "One experience is taken, as Edwin does." if as_edwin else "There is no ratio.",
        "Intervals": "95 %, with teachers as drawn; none where a ratio rests on few teachers (interval_reason).",
        "Small numbers": _of_small_numbers(is_own=is_own, only=only),
        "Rows": "Those with something to compare; the CSV has all, with the reason why there is nothing.",
        "Columns": "As `manage.py sle` prints them: docs/command-line.md, Columns of `sle`",
    }


def _of_small_numbers(*, is_own: bool, only: bool) -> str:
    few = (
        f"a side has fewer than {FEWEST_STUDENTS} students, or fewer than {FEWEST_TEACHERS} "
        "teachers with the category or without it"
    )
    if only:
        return (
            "Of the school nothing is left out, however few stand behind it: for the school and the district alone. Of "
            f"the district nothing is told (reason: suppressed) where {few}, or would have without the school."
        )
    if is_own:
        return "Nothing is left out, however few stand behind it: for the district alone."
    return (
        f"Nothing is told (reason: suppressed) where {few}. What several rows tell together is not weighed: not for "
        "publication."
    )
