"""A district on one page as a PDF: tagged, PDF/UA-1 by the compiler's own check, the same bytes for the same figures.

The page is laid out by typst from picture.typ, which has no text of any district: all of it goes in as data. Fonts are
those of the pages and those that typst brings; the system's are not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as date_format

from monitoring.analysis.formatting import amount, figure, percent, points, school_year, school_years
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.picture.dimensions import WHERE_TO_LOOK
from monitoring.analysis.picture.words import change_words
from monitoring.analysis.reasons import NOT_SUBMITTED, PHRASES
from monitoring.analysis.verdicts import verdict_words

from .charts import every_year
from .models import DistrictValue, StateValue
from .picture import SERIES, Column, GapBeside, Line, Picture

LAYOUT = Path(__file__).with_name("picture.typ")
KEY = (
    "They are not added up: no single number says who has excellent teachers. In the charts, circles on a line are the "
    "district and squares on a dashed line the state; what they show stands in words above them."
)
AFTER = (
    "Questions after “District Leaders: Get to Know the MA Equity Plan” and State A’s plan to ensure equitable access."
)
# What the fonts can show; a reader of the PDF meets a box in the place of anything else.
SHOWN = re.compile(
    "[^\u0020-\u007e\u00a0-\u017f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u1e00-\u1ef9\u2010-\u2015\u2018-\u201e\u2022\u2026\u20ac\u2212]"
)
BOX = "\u2610"


def picture_pdf(picture: Picture) -> bytes:
    """One US Letter page."""
    import typst

    run = picture.page.run
    fonts: list[str] = [str(settings.PRINT_FONTS)] if settings.PRINT_FONTS.is_dir() else []
    pdf = typst.compile(
        str(LAYOUT),
        sys_inputs={"data": json.dumps(_printable(data_of(picture)))},
        font_paths=fonts,
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(run.finished_at.timestamp()) if run else 0,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gives the bytes of one PDF")
    return pdf


def _printable(data: Any) -> Any:
    """The same data with texts that the fonts can show."""
    if isinstance(data, str):
        return SHOWN.sub(BOX, data)
    if isinstance(data, dict):
        return {name: _printable(one) for name, one in data.items()}
    return [_printable(one) for one in data] if isinstance(data, list | tuple) else data


def data_of(picture: Picture) -> dict[str, Any]:
    """What picture.typ lays out."""
    page = picture.page
    name, year = page.district.name, school_year(page.year)
    return {
        "title": f"{name} in brief, {year}",
        "about": f"{page.district.get_kind_display()} {page.district.org_code}. Who in these schools gets which "
        "teachers, whether it is getting better, and where to look first.",
        "preliminary": page.is_preliminary,
        "who": picture.who,
        "better": picture.better,
        "where": picture.where,
        "places": [f"{place.sentence} {place.schools}" for place in picture.places],
        "asked": picture.asked,
        "questions": [one.text for one in WHERE_TO_LOOK],
        "key": KEY,
        "columns": [_column(column) for column in picture.columns],
        "experiences": picture.experiences,
        "achievement": picture.achievement,
        "head": ["Measure", "District", "State", "Before", *(f"Gap, {one.students}" for one in GROUPS.values())],
        "rows": list(_rows(picture)),
        "source": " ".join([f"{name}, {year}. {picture.edition}", _run(picture), AFTER]),
    }


def _run(picture: Picture) -> str:
    run = picture.page.run
    if run is None:
        return ""
    on = date_format(timezone.localtime(run.finished_at), "F j, Y")
    return f"These figures last changed in run {run.number} of {on}."


def _column(column: Column) -> dict[str, Any]:
    return {
        "title": column.dimension.title,
        "nothing": column.nothing,
        "questions": [one.text for one in column.dimension.questions],
        "lines": [_line(line) for line in column.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    shown = every_year(line.points, len(SERIES))
    most = max((rate for point in shown for rate in point.rates if rate), default=1.0)
    return {
        "title": line.told.measure.title,
        "sentence": line.sentence,
        "alt": line.chart_words,
        "most": most,
        "scale": f"from 0 to {percent(most)}",
        "points": [{"year": one.school_year, "rates": one.rates, "breaks": one.breaks} for one in shown],
    }


def _rows(picture: Picture) -> Iterable[list[dict[str, Any]]]:
    """Rows of cells of lines: a dimension's measures that have any number, with the dimension beneath their names."""
    parts = [(column.dimension.title, column.lines) for column in picture.columns]
    for title, lines in [*parts, ("Conditions of teaching", picture.beside)]:
        for line in filter(_has_numbers, lines):
            yield [{"lines": cell} for cell in _cells(line, title)]


def _has_numbers(line: Line) -> bool:
    values = any(value is not None and value.rate is not None for value in (line.own, line.state))
    return values or any(gap.own is not None or gap.state is not None for gap in line.gaps)


def _cells(line: Line, dimension: str) -> Iterable[list[str]]:
    measure, used = line.told.measure, line.own.years_used if line.own else []
    yield [measure.title, f"{dimension}{f', {school_years(used)}' if len(used) > 1 else ''}"]
    yield [_figure(line.own), *_counted(line)]
    yield [_figure(line.state)]
    yield _before(line)
    for beside in line.gaps:
        yield _gap(beside, line) if measure.gap else ["not compared"]


def _figure(value: DistrictValue | StateValue | None) -> str:
    if value is None or value.rate is None:
        return PHRASES[(value and value.reason) or NOT_SUBMITTED]
    return f"{figure(value.rate, value.unit)}{_mark(value)}"


def _counted(line: Line) -> list[str]:
    """Of a share, how many of how many; of a sum over some of the schools, of how many."""
    own = line.own
    if own is None or own.rate is None or own.numerator is None or own.denominator is None:
        return []
    some = own.basis == "pooled" and own.schools_with_figure < own.schools
    of_schools = [f"sum of {own.schools_with_figure} of {own.schools} schools"] if some else []
    return [f"{amount(own.numerator, own.unit)} of {amount(own.denominator, own.unit)}", *of_schools]


def _mark(row: object) -> str:
    return " p" if getattr(row, "is_preliminary", False) else ""


def _before(line: Line) -> list[str]:
    own, before = line.own, line.before
    if own is None or own.rate is None or before is None or before.rate is None:
        return [line.told.why_not or "nothing to compare"]
    then = f"{percent(before.rate)}{_mark(before)}"
    return [then, school_years(before.years_used), f"now {change_words(own.rate, before.rate)}"]


def _gap(beside: GapBeside, line: Line) -> list[str]:
    own, state = beside.own, beside.state
    across = [f"state: {points(state.difference)}"] if state is not None and state.difference is not None else []
    if own is None:
        return ["no comparison", *across]
    if own.difference is None:
        return [PHRASES[own.reason], *across]
    return [f"{points(own.difference)}{_mark(own)}", verdict_words(own.verdict, line.told.measure), *across]
