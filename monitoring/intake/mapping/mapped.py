"""A table that no layout knows by itself, read through a district's saved mapping. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import polars as pl

from districts.school_year import show_school_year
from monitoring.intake import cell_text
from monitoring.intake.mapping.column_mapping import AT_UPLOAD, BLANK, FEWEST, FIRST_LINE, ColumnMapping, OwnColumns
from monitoring.intake.mapping.faults import faults_of, is_forbidden
from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import Table
from monitoring.intake.recognition import (
    Head,
    Header,
    Recognized,
    Unlike,
    head_of,
    headers_of,
    recognize,
    year_in_title,
)
from monitoring.intake.reports.column import header_key
from monitoring.intake.reports.declaration import Report

UNKNOWN = "E-FILE-UNKNOWN"
FEWEST_SHARED = 1 / 2  # of a mapping's headings that must be there before a file is told what it lacks
FILLED = 2  # cells of a row that must hold something before what holds for all rows is said of it


@dataclasses.dataclass(frozen=True, slots=True)
class _Fit:
    """The place of a table that fits a mapping best. `lacks`: its headings that are not there."""

    mapping: ColumnMapping
    header: Header
    lacks: tuple[str, ...]

    @property
    def found(self) -> int:
        return len(self.mapping.heading_keys) - len(self.lacks)

    @property
    def share(self) -> float:
        return self.found / len(self.mapping.heading_keys)


def recognize_with(table: Table, own: OwnColumns) -> Recognized | Unlike:
    """The report that the table is by its own names, if only wrongly; else what the one mapping says that it fits; and
    where it fits none, or several, the words for that.
    """
    known = recognize(table)
    if isinstance(known, Unlike) and known.note.rule_id == UNKNOWN and own.mappings:
        return _read_through(table, known, own)
    return known


def _read_through(table: Table, unlike: Unlike, own: OwnColumns) -> Recognized | Unlike:
    """`unlike`: what was said of it without mappings."""
    eam, head = head_of(table)
    fits = [fit for mapping in own.mappings if (fit := _best(mapping, head))]
    whole = [fit for fit in fits if not fit.lacks]
    if len(whole) > 1:
        names = "; ".join(fit.mapping.with_version for fit in whole)
        return Unlike(Note("E-MAPPING-SEVERAL", names), *_meant(whole[0]))
    if whole:
        return _read(table, (eam, head), whole[0], own)
    return _closest(fits, unlike)


def _best(mapping: ColumnMapping, head: Head) -> _Fit | None:
    """Where most of the mapping's headings stand together, if anywhere."""
    fits = []
    for header in headers_of(head):
        lacks = tuple(text for text in mapping.headings.values() if header_key(text) not in header.by_key)
        fits.append(_Fit(mapping, header, lacks))
    best = max(fits, key=lambda fit: fit.found, default=None)
    return best if best and best.found >= min(FEWEST, len(mapping.heading_keys)) else None


def _closest(fits: Iterable[_Fit], unlike: Unlike) -> Unlike:
    """What the closest mapping lacks, where it is closer than the closest layout."""
    near = [fit for fit in fits if fit.share >= FEWEST_SHARED and fit.found > len(unlike.headers)]
    best = max(near, key=lambda fit: (fit.share, fit.found), default=None)
    if best is None:
        return unlike
    lacks = ", ".join(f"“{text}”" for text in best.lacks)
    note = Note("E-MAPPING-LACKS", lacks, best.mapping.with_version, best.header.rows[0])
    return Unlike(note, *_meant(best))


def _meant(fit: _Fit) -> tuple[Report, dict[str, str]]:
    """The layout, and the headings of it that are there; none that names persons where no column takes them."""
    layout, there = fit.mapping.report, fit.header.by_key
    return layout, {
        name: text
        for name, text in fit.mapping.headings.items()
        if header_key(text) in there and layout.has(name) and not is_forbidden(text, layout.column(name))
    }


def _read(table: Table, above: tuple[tuple[str, ...], Head], fit: _Fit, own: OwnColumns) -> Recognized | Unlike:
    mapping, header, (eam, head) = fit.mapping, fit.header, above
    places = {column: header.by_key[header_key(text)] for column, text in mapping.headings.items()}
    if twice := [header.texts[found[0]] for found in places.values() if len(found) > 1]:
        return Unlike(Note("E-FILE-COLUMN-TWICE", ", ".join(twice)), *_meant(fit))
    if faults := faults_of(mapping):
        return Unlike(Note("E-MAPPING-OUTDATED", mapping.with_version, faults[0].message), *_meant(fit))
    title = " ".join(text for row, texts in head if row < header.rows[0] for text in texts.values())
    values, unsaid = _values(mapping, own, _year_above(eam, title))
    if unsaid:
        return Unlike(unsaid, *_meant(fit))
    at = {column: found[0] for column, found in places.items()}
    cells, of_values = _cells(table, mapping, at, values)
    return Recognized(
        report=mapping.report,
        table=dataclasses.replace(table, cells=cells),
        header_rows=header.rows,
        places=at | of_values,
        headers={column: header.texts[place] for column, place in at.items()}
        | {column: mapping.report.column(column).title for column in values},
        unknown=tuple(text for name, text in header.texts.items() if name not in at.values()),
        title=title,
        title_year=None,
        eam=eam,
        through=mapping,
    )


def _year_above(eam: tuple[str, ...], title: str) -> int | None:
    """The ending year that the first line, or a title row, names."""
    said = eam[2] if len(eam) > 2 else ""
    if said:
        return pl.select(cell_text.school_year(pl.lit(said))).item()
    return year_in_title(title)


def _values(mapping: ColumnMapping, own: OwnColumns, above: int | None) -> tuple[dict[str, str], Note | None]:
    """What holds for all rows, by column; or the note that says what nobody has said."""
    values: dict[str, str] = {}
    for match in mapping.matches:
        if match.heading:
            continue
        asked = own.collection if match.column == "collection" else _year(own.school_year)
        values[match.column] = {AT_UPLOAD: asked, FIRST_LINE: _year(above)}.get(match.source, match.value)
    unsaid = [match for match in mapping.matches if match.source and not values[match.column]]
    if not unsaid:
        return values, None
    rules = {AT_UPLOAD: "E-MAPPING-ASKS", FIRST_LINE: "E-MAPPING-YEAR"}
    what = " and ".join(match.column.replace("_", " ") for match in unsaid if match.source == unsaid[0].source)
    return values, Note(rules[unsaid[0].source], mapping.with_version, what)


def _year(ending: int | None) -> str:
    return show_school_year(ending) if ending else ""


def _cells(
    table: Table, mapping: ColumnMapping, at: dict[str, str], values: dict[str, str]
) -> tuple[pl.DataFrame, dict[str, str]]:
    """The table with own codes translated and a column for each value that holds for all rows, and where these stand:
    at the left edge (place 0), so that no row is too short for them. A row with next to nothing in it, like a remark
    below the others, gets none of them.
    """
    translated = [_translated(pl.col(at[match.column]), dict(match.codes)) for match in mapping.matches if match.codes]
    is_row = pl.sum_horizontal(pl.col(place).is_not_null() for place in at.values()) >= min(FILLED, len(at))
    of_values = {column: f"v{'0' * number}" for number, column in enumerate(values, start=1)}
    made = [pl.when(is_row).then(pl.lit(values[name])).alias(place) for name, place in of_values.items()]
    return table.cells.with_columns(*translated, *made), of_values


def _translated(cell: pl.Expr, codes: dict[str, str]) -> pl.Expr:
    """The codes of the list in the place of own ones, whatever their case; what is no own code stays as it is."""
    known = {own.casefold().strip(): None if code == BLANK else code for own, code in codes.items()}
    key = cell.str.to_lowercase()
    return (
        pl.when(key.is_in(list(known)))
        .then(key.replace_strict(known, default=None, return_dtype=pl.String))
        .otherwise(cell)
    )
