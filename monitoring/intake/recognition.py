"""Which report a table is: told by its headers, wherever the header row stands, in one row or two. Pure.

The names of files and folders are never asked; the school year comes from a column or, without one, from a title row.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from monitoring.intake.mapping.column_mapping import ColumnMapping
from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import Table
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.column import header_key, latin_key
from monitoring.intake.reports.declaration import Report

HEAD_ROWS = 40
Head = list[tuple[int, dict[str, str]]]  # rows as (row number, {cN: text})
EAM = "EAM"
ALL_HEADERS = frozenset().union(*(report.known_keys for report in REPORTS.values()))
FEWEST_FOUND = 2  # columns of a report by which a row is looked at as its header
FEWEST_SHARED = 1 / 3  # of a report's columns that must be there before it is called the closest
NOTHING_KNOWN = "No row near its top looks like the column names of one."
WORD = re.compile(r"[^\W\d_]")
YEAR_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-–/]\s?((?:19|20)?\d\d)(?!\d)")
SINGLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
FISCAL = re.compile(r"\b(?:FY|SY)\s?(\d\d)\b", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read one place of a table as the header of one report."""

    report: Report
    header_rows: tuple[int, ...]  # row numbers
    places: dict[str, str]  # our column -> cN
    headers: dict[str, str]  # our column -> the header as it stands in the file
    unknown: tuple[str, ...]
    twice: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(column.title for column in self.report.required if column.name not in self.places)

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def fit(self) -> tuple[float, int, int]:
        """Larger fits better: share of the required columns found, columns found, fewer columns unknown."""
        required = len(self.report.required)
        return (required - len(self.missing)) / required, len(self.places), -len(self.unknown)


@dataclasses.dataclass(frozen=True, slots=True)
class Recognized:
    """A table and the report it is.

    `title` joins the rows above the header; `title_year` is the ending year found there. `through`: the mapping of its
    sender through which it was read, where it was.
    """

    report: Report
    table: Table
    header_rows: tuple[int, ...]
    places: dict[str, str]
    headers: dict[str, str]
    unknown: tuple[str, ...]
    title: str
    title_year: int | None
    eam: tuple[str, ...] = ()
    through: ColumnMapping | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Unlike:
    """A table that is no report as it stands, why, and the one that it is meant to be, if that can be told."""

    note: Note
    report: Report | None = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)


def recognize(table: Table, *, reports: Iterable[Report] = tuple(REPORTS.values())) -> Recognized | Unlike:
    """The report, or the closest one and the columns that are missing."""
    eam, head = head_of(table)
    candidates = list(_candidates(reports, head))
    if not candidates:
        return _unknown(head) if head or not eam else Unlike(Note("E-FILE-EAM-ALONE", EAM))
    best = max(candidates, key=lambda candidate: (candidate.complete, candidate.fit))
    if not best.complete:
        return _unlike(best, head)
    if wrong := _wrong_names(best):
        return Unlike(wrong, best.report, best.headers)
    title = " ".join(text for row, texts in head if row < best.header_rows[0] for text in texts.values())
    as_good = [other.report for other in candidates if other.complete and other.fit == best.fit]
    report = next((report for report in as_good if report.matches_title(title)), None)
    if report is None:
        return Unlike(Note("E-FILE-TITLE", best.report.title, title))
    return Recognized(
        report=report,
        table=table,
        header_rows=best.header_rows,
        places=best.places,
        headers=best.headers,
        unknown=best.unknown,
        title=title,
        title_year=year_in_title(title),
        eam=eam,
    )


def year_in_title(title: str) -> int | None:
    """The ending year: of a span (2016-17), or a single year, which in these reports is a fiscal year.

    >>> [year_in_title(title) for title in ("2016-17 Class Size", "2017 Per Pupil Expenditures", "Class Size")]
    [2017, 2017, None]
    """
    ends = {_ending_year(match.group(1), match.group(2)) for match in YEAR_SPAN.finditer(title)}
    if not ends:
        ends = {int(match.group(1)) for match in SINGLE_YEAR.finditer(title)}
        ends |= {2000 + int(match.group(1)) for match in FISCAL.finditer(title)}
    return ends.pop() if len(ends) == 1 and None not in ends else None


def _ending_year(first: str, second: str) -> int | None:
    start = int(first)
    return start + 1 if int(second) % 100 == (start + 1) % 100 else None


def head_of(table: Table) -> tuple[tuple[str, ...], Head]:
    """The optional first line `EAM,<dataset>,<district code>,<school year>`, and the first rows after it; a few dozen,
    so plain Python may look at them.
    """
    names = table.columns
    rows = table.cells.head(HEAD_ROWS).iter_rows(named=True)
    head = [(row["row_number"], {name: row[name] for name in names if row[name] is not None}) for row in rows]
    if head and next(iter(head[0][1].values())).upper() == EAM:
        return _said_after_eam(names, head[0][1]), head[1:]
    return (), head


def _said_after_eam(names: list[str], texts: dict[str, str]) -> tuple[str, ...]:
    """What the line says, each thing in its place; blank where it says nothing there."""
    first, *_, last = next(iter(texts)), *texts
    return tuple(texts.get(name, "") for name in names[names.index(first) + 1 : names.index(last) + 1])


def _columns_told(head: Head) -> str:
    """What can be told of a file that nobody knows: no text of it but names that columns have, for a file without names
    begins with persons.
    """
    widest = max((texts for _, texts in head), key=len, default={})
    known = [text for text in widest.values() if header_key(text) in ALL_HEADERS]
    told = f"a known name is that of {', '.join(known[:6])}" if known else "none of a name that is known"
    return f"It has {len(widest)} {'column' if len(widest) == 1 else 'columns'}, {told}."


@dataclasses.dataclass(frozen=True, slots=True)
class Header:
    """A row of the table, or two, that may be the header. `by_key`: places by what their texts are compared by."""

    rows: tuple[int, ...]
    texts: dict[str, str]
    by_key: dict[str, list[str]]

    def shares(self, known: frozenset[str]) -> bool:
        """Whether so many of its texts are known that it is worth a closer look."""
        return len(known.intersection(self.by_key)) >= FEWEST_FOUND


def headers_of(head: Head) -> Iterable[Header]:
    """Each row by itself, and with the one below it."""
    for position, (row, texts) in enumerate(head):
        yield _header((row,), texts)
        if position + 1 < len(head):
            below_row, below = head[position + 1]
            yield _header((row, below_row), _two_rows(texts, below))


def _header(rows: tuple[int, ...], texts: dict[str, str]) -> Header:
    by_key: dict[str, list[str]] = {}
    for name, text in texts.items():
        by_key.setdefault(header_key(text), []).append(name)
    return Header(rows, texts, by_key)


def _two_rows(above: dict[str, str], below: dict[str, str]) -> dict[str, str]:
    """Two header rows as one: a group's name stands over its first column only and holds for those after it."""
    joined, group = {}, ""
    for name in sorted({*above, *below}, key=lambda name: int(name[1:])):
        group = above.get(name, group)
        joined[name] = f"{group} {below[name]}".strip() if name in below else group
    return joined


def _candidates(reports: Iterable[Report], head: Head) -> Iterable[Candidate]:
    headers = [header for header in headers_of(head) if header.shares(ALL_HEADERS)]
    for report in reports:
        for header in headers:
            if header.shares(report.known_keys):
                yield from _candidate(report, header)


def _candidate(report: Report, header: Header) -> Iterable[Candidate]:
    by_key, texts = header.by_key, header.texts
    places, twice = {}, []
    for column, keys in report.header_keys.items():
        found = [key for key in keys if key in by_key]
        if found:
            places[column] = by_key[found[0]][0]
            twice += [texts[name] for name in by_key[found[0]][1:]]
    is_in_words = any(WORD.search(texts[name]) for name in places.values())  # grades: 1, 2, 3, as figures
    if len(places) < FEWEST_FOUND or not is_in_words:
        return
    used, known = set(places.values()), report.known_keys
    unknown = tuple(text for name, text in texts.items() if name not in used and header_key(text) not in known)
    headers = {column: texts[name] for column, name in places.items()}
    yield Candidate(report, header.rows, places, headers, unknown, tuple(twice))


def _unknown(head: Head) -> Unlike:
    return Unlike(Note("E-FILE-UNKNOWN", NOTHING_KNOWN, _columns_told(head)))


def _wrong_names(best: Candidate) -> Note | None:
    """What is wrong with the names of columns in a file that has all that are needed."""
    if best.twice:
        return Note("E-FILE-COLUMN-TWICE", ", ".join(best.twice))
    return _imitations(best)


def _imitations(best: Candidate) -> Note | None:
    """The columns whose names look right and are written with letters of another alphabet."""
    absent = [column for column in best.report.columns if column.name not in best.places]
    wanted = {latin_key(name) for column in absent for name in column.headers}
    imitations = ", ".join(text for text in best.unknown if latin_key(text) in wanted)
    return Note("E-FILE-LOOKALIKE", imitations, best.report.title) if imitations else None


def _unlike(best: Candidate, head: Head) -> Unlike:
    """Closest report and what it lacks; letters of another alphabet that only look right are named as such."""
    imitations = _imitations(best)
    if imitations:
        return Unlike(imitations, best.report, best.headers)
    if best.fit[0] < FEWEST_SHARED:
        return _unknown(head)
    other = f" Columns of the file that are not known there: {', '.join(best.unknown[:20])}." if best.unknown else ""
    closest = f"The closest is {best.report.title}, with its header in row {best.header_rows[-1]}."
    note = Note("E-FILE-UNKNOWN", closest, f"It lacks: {'; '.join(best.missing)}.{other}", best.header_rows[0])
    return Unlike(note, best.report, best.headers)
