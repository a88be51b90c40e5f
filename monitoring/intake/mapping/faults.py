"""What is wrong with a mapping, column by column, in words for who makes it. Pure."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import polars as pl

from monitoring.intake import cell_text
from monitoring.intake.mapping.column_mapping import (
    BLANK,
    FEWEST,
    NOT_APPLICABLE,
    SOURCES,
    ColumnMapping,
    Match,
    has_codes,
    layouts_to_map,
    may_be_one_value,
)
from monitoring.intake.personal import NAMES
from monitoring.intake.reading.table import Table
from monitoring.intake.recognition import Recognized, recognize
from monitoring.intake.reports.column import Column, Kind, header_key
from monitoring.intake.reports.declaration import Report

LONGEST = 200  # characters of a heading, a value or a code
MOST_CODES = 200  # of one column
ORG_CODE = re.compile("(?!0000)[0-9]{8}")
LOCAL_ID = "local_staff_id"
MAY_NAME_PERSONS = {  # names of columns that refuse a file, and the one column that each may stand for
    "mepid": Kind.EDUCATOR_ID,
    "sasid": Kind.STUDENT_ID,
    "license number": Kind.LICENSE_ID,
    "employee number": LOCAL_ID,
    "local employee number": LOCAL_ID,
}


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """`column`: of the layout; empty where it is the mapping as a whole."""

    column: str
    message: str


def faults_of(mapping: ColumnMapping) -> list[Fault]:
    """Everything that keeps a mapping from being used, at once."""
    if mapping.layout not in {layout.id for layout in layouts_to_map()}:
        return [Fault("", "Choose one of the layouts that a district sends.")]
    layout = mapping.report
    known = [match for match in mapping.matches if layout.has(match.column)]
    strange = [match.column for match in mapping.matches if not layout.has(match.column)]
    faults = [Fault("", f"{layout.title} has no column “{column[:40]}”.") for column in strange]
    faults += _twice(layout, known)
    for match in known:
        faults += [Fault(match.column, message) for message in _faults_of_match(layout, match)]
    told = {match.column for match in known}
    faults += [Fault(column.name, _needed(column)) for column in layout.required if column.name not in told]
    return faults or [Fault("", message) for message in _faults_of_whole(mapping)]


def is_forbidden(heading: str, column: Column | None = None) -> bool:
    """Whether a column of this name refuses every file, unless it is matched with the one column that takes it.

    >>> is_forbidden("Last Name"), is_forbidden("License Number"), is_forbidden("Emp ID")
    (True, True, False)
    """
    key = header_key(heading)
    if key not in NAMES:
        return False
    allowed = MAY_NAME_PERSONS.get(key)
    return column is None or allowed is None or allowed not in (column.kind, column.name)


def _twice(layout: Report, matches: list[Match]) -> Iterator[Fault]:
    """Two matches of one column, and one heading for two columns."""
    columns = Counter(match.column for match in matches)
    for name in (name for name, times in columns.items() if times > 1):
        yield Fault(name, f"{_listed(m.heading for m in matches if m.column == name)} cannot both be it: keep one.")
    by_heading: dict[str, list[Match]] = {}
    for match in matches:
        by_heading.setdefault(header_key(match.heading), []).append(match)
    for key, same in by_heading.items():
        if key and len({match.column for match in same}) > 1:
            for match in same:
                others = _listed(layout.column(one.column).title for one in same if one.column != match.column)
                yield Fault(match.column, f"“{match.heading}” is matched with {others} as well: it can hold one only.")


def _faults_of_match(layout: Report, match: Match) -> Iterator[str]:
    column, said = layout.column(match.column), [match.heading, match.value, match.source]
    if sum(map(bool, said)) != 1:
        yield "Choose either a heading or one value for all rows, not both." if any(said) else _needed(column)
        return
    if max(len(text) for text in (*said, *(word for pair in match.codes for word in pair))) > LONGEST:
        yield f"That is longer than {LONGEST} characters."
    if match.heading and not header_key(match.heading):
        yield f"“{match.heading}” holds no letter or digit by which it could be known."
    if is_forbidden(match.heading, column):
        yield (
            f"“{match.heading}” is the name of a column that this system does not take"
            " in this place: a file with it is refused. Leave it out of the export, or name it otherwise where it holds"
            " something else."
        )
    if match.source and match.source not in SOURCES.get(match.column, ()):
        yield "This cannot be asked at each upload, or taken from the first line: choose a heading."
    if match.value:
        yield from _faults_of_value(layout, column, match.value)
    if match.codes:
        yield from _faults_of_codes(layout, column, match)


def _needed(column: Column) -> str:
    return f"The layout needs it: choose the heading that holds it{_or_one_value(column)}."


def _or_one_value(column: Column) -> str:
    if column.name in SOURCES:
        return ", say what holds for all rows, or say where else it comes from"
    return "" if column.kind.numeric or column.kind.personal else ", or say what holds for all rows"


def _faults_of_value(layout: Report, column: Column, value: str) -> Iterator[str]:
    if not may_be_one_value(layout, column.name):
        yield f"A {'number' if column.kind.numeric else 'person’s id'} is never the same in all rows: choose a heading."
    elif value.upper() == NOT_APPLICABLE and not column.filled:
        return
    elif column.codes and value not in column.codes:
        yield f"“{value}” is no code of the list. Take one of: {', '.join(column.codes)}."
    elif not _is_readable(column, value):
        yield f"“{value}” cannot stand there. {EXPECTED.get(column.kind) or f'Expected: {column.form}.'}"


EXPECTED = {
    Kind.SCHOOL_YEAR: "Write the school year like 2024-25.",
    Kind.ORG_CODE: "Write the organization’s code with its eight digits.",
    Kind.DATE: "Write the day like 2024-10-01.",
    Kind.CALENDAR_YEAR: "Write the year like 1980.",
}


def _is_readable(column: Column, value: str) -> bool:
    readers = {
        Kind.SCHOOL_YEAR: cell_text.school_year,
        Kind.ORG_CODE: cell_text.org_code,
        Kind.DATE: cell_text.date,
        Kind.CALENDAR_YEAR: cell_text.school_year,
    }
    if column.kind in readers:
        return pl.select(readers[column.kind](pl.lit(value))).item() is not None
    return not column.pattern or bool(re.search(column.pattern, value))


def _faults_of_codes(layout: Report, column: Column, match: Match) -> Iterator[str]:
    if not has_codes(layout, column.name) or not match.heading:
        yield "Only codes that stand under a heading, of a column with a list of codes, can be translated."
        return
    if len(match.codes) > MOST_CODES:
        yield f"There are {len(match.codes)} codes; at most {MOST_CODES} can be translated."
    own = Counter(own.casefold().strip() for own, _ in match.codes)
    if again := [word for word, times in own.items() if times > 1]:
        yield f"Upper or lower case does not matter in codes, and {_listed(again)} stands there more than once."
    if "" in own:
        yield "Write your own code beside each code of the list, or leave both out."
    if column.kind is Kind.ORG_CODE:
        yield from _faults_of_schools([code for _, code in match.codes if code != BLANK])
    elif unknown := [code for _, code in match.codes if code not in (*column.codes, NOT_APPLICABLE, BLANK)]:
        yield f"{_listed(unknown)} is no code of the list. Take one of: {', '.join(column.codes)}, NA, {BLANK}."
    if BLANK in (code for _, code in match.codes) and column.filled:
        yield "A blank cell is an error in this column: say which code of the list it stands for."


def _faults_of_schools(codes: list[str]) -> Iterator[str]:
    if unknown := [code for code in codes if not ORG_CODE.fullmatch(code)]:
        yield (
            f"{_listed(unknown)} is no code of an organization. Write its eight digits: four of the district, four of"
            " the school."
        )


def _faults_of_whole(mapping: ColumnMapping) -> Iterator[str]:
    """What can be said only of a mapping whose every match is right."""
    headings = list(mapping.headings.values())
    if len(headings) < FEWEST:
        yield f"Match at least {FEWEST} headings: by fewer no file can be known."
    elif known := _known_anyway(headings):
        yield (
            f"A file with these headings is known without a mapping, as {known}, and no mapping is asked of it. Give"
            " one of its columns a name of your own where it is something else."
        )


def _known_anyway(headings: list[str]) -> str:
    """The title of the report that a file with these headings is by itself."""
    row = {"row_number": [1]} | {f"c{place}": [heading] for place, heading in enumerate(headings)}
    cells = pl.DataFrame(row, schema_overrides={"row_number": pl.UInt32})
    found = recognize(Table(cells=cells, format="csv"))
    return found.report.title if isinstance(found, Recognized) else ""


def _listed(words: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(f"“{word}”" for word in words))
