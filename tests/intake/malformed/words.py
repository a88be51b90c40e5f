"""Damage to codes, days, ids, school years, organization codes and texts of a form."""

from __future__ import annotations

import datetime as dt

from monitoring.intake.reports.column import Column, Kind
from tests.intake.malformed.good import DISTRICT, Draft
from tests.intake.malformed.kind import in_a_cell, kind

CODE, DAY, ID, YEAR, ORG, FORM, BLANK = (
    "E-CELL-CODE",
    "E-DATE-FORM",
    "E-ID-FORM",
    "E-YEAR-FORM",
    "E-ORG-FORM",
    "E-CELL-FORM",
    "E-CELL-BLANK",
)
CYRILLIC = str.maketrans("AEOCPXTHKMB", "АЕОСРХТНКМВ")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def has_codes(column: Column) -> bool:
    return bool(column.codes)


def of_kind(*kinds: Kind):  # type: ignore[no-untyped-def]
    return lambda column: column.kind in kinds


def is_day(column: Column) -> bool:
    return column.kind is Kind.DATE


def is_code_of_place(column: Column) -> bool:
    return column.name == "org_code"


def must_have_code(column: Column) -> bool:
    return column.name == "org_code" and column.required and not column.filled


def has_form(column: Column) -> bool:
    return bool(column.pattern)


def must_be_filled(column: Column) -> bool:
    keyed = (Kind.SCHOOL_YEAR, Kind.ORG_CODE)
    return column.filled and not column.kind.numeric and column.kind not in keyed


def imitated(column: Column, cell: str) -> list[str]:
    """A code in Cyrillic letters that look like its own."""
    return [one for code in column.codes if (one := code.translate(CYRILLIC)) != code]


def misspelled(column: Column, cell: str) -> list[str]:
    return ["?", f"{cell}x", f"x{cell}", "unclear", f"{cell};{cell}", "#REF!"]


def wide(column: Column, cell: str) -> list[str]:
    return [cell.translate(WIDE)] if cell else []


def codes_written_otherwise(draft: Draft) -> bool:
    """Codes in another case and between blanks."""
    for column in filter(has_codes, draft.good.columns):
        other = draft.random.choice([draft.cell(column).lower(), draft.cell(column).upper(), f" {draft.cell(column)} "])
        draft.rows[draft.row][draft.good.place(column.name)] = other
    return any(map(has_codes, draft.good.columns))


def days_written_otherwise(draft: Draft) -> bool:
    days = [column for column in draft.good.columns if is_day(column) and draft.cell(column)]
    for column in days:
        day = dt.date.fromisoformat(draft.cell(column))
        others = [f"{day:%m/%d/%Y}", f"{day.month}/{day.day}/{day.year}", f"{day} 00:00:00", f"{day}T00:00:00"]
        draft.rows[draft.row][draft.good.place(column.name)] = draft.random.choice(others)
    return bool(days)


def years_written_otherwise(draft: Draft) -> bool:
    years = [column for column in draft.good.columns if column.kind is Kind.SCHOOL_YEAR]
    for column in years:
        cell = draft.cell(column)
        if len(cell) == 4:
            return False
        first, end = cell.split("-")
        others = [f"{first}-20{end}", f"{first}/{end}", f"SY {cell}", f"{first}\u2013{end}", f"sy{first}-20{end}"]
        draft.rows[draft.row][draft.good.place(column.name)] = draft.random.choice(others)
    return bool(years)


def zeros_lost(draft: Draft) -> bool:
    """Of all codes of organizations, as spreadsheets do it."""
    if not any(map(is_code_of_place, draft.good.columns)) or not draft.cell(draft.good.report.column("org_code")):
        return False
    place = draft.good.place("org_code")
    for row in draft.rows[1:]:
        row[place] = str(int(row[place])) + draft.random.choice(["", ".0"])
    return True


def zeros_of_ids_lost(draft: Draft) -> bool:
    """Of an id that begins with zeros."""
    ids = [one for one in draft.good.columns if one.kind in (Kind.EDUCATOR_ID, Kind.STUDENT_ID) and draft.cell(one)]
    for column in ids:
        place = draft.good.place(column.name)
        cell = "00" + draft.cell(column)[2:]
        draft.plain[draft.row][place] = cell
        draft.rows[draft.row][place] = draft.random.choice([cell[2:], f"'{cell[2:]}", f"{cell[2:]}.0"])
    return bool(ids)


def ids_as_text(draft: Draft) -> bool:
    """An apostrophe before an id, as people keep zeros."""
    ids = [one for one in draft.good.columns if one.kind in (Kind.EDUCATOR_ID, Kind.STUDENT_ID) and draft.cell(one)]
    for column in ids:
        draft.rows[draft.row][draft.good.place(column.name)] = f"'{draft.cell(column)}"
    return bool(ids)


def of_another_district(draft: Draft) -> bool:
    """One row of another district in a district's own file."""
    if not _has_places(draft):
        return False
    draft.put(draft.good.report.column("org_code"), f"0044{draft.cell(draft.good.report.column('org_code'))[4:]}")
    return True


def all_of_another_district(draft: Draft) -> bool:
    if not _has_places(draft):
        return False
    place = draft.good.place("org_code")
    for row in draft.rows[1:]:
        row[place] = f"0044{row[place][4:]}"
    draft.told_in = {(None, None)}
    return True


def _has_places(draft: Draft) -> bool:
    has = draft.good.owner == DISTRICT and any(map(is_code_of_place, draft.good.columns))
    # an organization says by its parent, too, whose it is
    return has and draft.good.report.id != "organizations" and bool(draft.cell(draft.good.report.column("org_code")))


IS_ID = of_kind(Kind.EDUCATOR_ID, Kind.STUDENT_ID)
IS_YEAR = of_kind(Kind.SCHOOL_YEAR)
NO_IDS = ["Smith", "Ann Lee", "123456789012", "1.2345E+07", "1234 5678", "12-345678", "12345678;", "?"]
NO_DAYS = ["31/12/2024", "2024-02-30", "1.10.2024", "Oct 1, 2024", "20241001", "45566", "2024-13-01", "yesterday"]
NO_YEARS = ["2024-26", "24-25", "last year", "2024-2O25", "2024-25-26", "", "20245", "FY", "2024 to 2025", "10/1/2024"]
NO_PLACES = ["4.45E+06", "ABC", "00350505X", "0035-0505", "35.05", "003505055", "Boston", "0035 0505", "-350505"]

KINDS = [
    in_a_cell("a code that is none", has_codes, misspelled, CODE, variants=2),
    in_a_cell("a code in look-alike letters", has_codes, imitated, CODE),
    in_a_cell("a needed cell left out", must_be_filled, ["", " ", "\u00a0"], BLANK, variants=2),
    in_a_cell("a day in another form", is_day, NO_DAYS, DAY, variants=4),
    in_a_cell("a day of two digits", is_day, ["10/01/24", "24-10-01", "1/1/5"], DAY, variants=2),
    in_a_cell(
        "a day of no century", is_day, ["0204-10-01", "2924-10-01", "20244-10-01", "1024-10-01"], DAY, variants=2
    ),
    in_a_cell("an id that is none", IS_ID, NO_IDS, ID, variants=3),
    in_a_cell("an id in wide digits", IS_ID, wide, ID),
    in_a_cell("a license number that is none", of_kind(Kind.LICENSE_ID), ["?", "1", "x" * 30], ID, variants=2),
    in_a_cell("a school year that is none", IS_YEAR, NO_YEARS, YEAR, variants=3),
    in_a_cell("a school year in wide digits", IS_YEAR, wide, YEAR),
    in_a_cell("a school year out of range", IS_YEAR, ["2041-42", "1985-86", "1901-02", "2098-99"], "E-YEAR-RANGE"),
    in_a_cell("a code of a place that is none", is_code_of_place, NO_PLACES, ORG, variants=3),
    in_a_cell("a code of a place in wide digits", is_code_of_place, wide, ORG),
    in_a_cell("no code of a place", must_have_code, ["", "N/A", "-"], ORG),
    in_a_cell(
        "a calendar year that is none",
        of_kind(Kind.CALENDAR_YEAR),
        ["long ago", "198O", "80", "１９８０", "19800"],
        FORM,
        variants=4,
    ),
    in_a_cell("a text of another form", has_form, ["?" * 250, "\u2028?!" * 90], FORM, variants=2),
    kind("codes written otherwise", codes_written_otherwise, same=True),
    kind("days written otherwise", days_written_otherwise, same=True, variants=2),
    kind("years written otherwise", years_written_otherwise, same=True),
    kind("zeros of codes lost", zeros_lost, remarks=["W-ORG-ZEROPAD"], same=True),
    kind("zeros of ids lost", zeros_of_ids_lost, remarks=["W-ID-ZEROPAD"], same=True),
    kind("ids as text", ids_as_text, same=True),
    kind("a row of another district", of_another_district, "E-ORG-OTHER-DISTRICT"),
    kind("another district's file", all_of_another_district, "E-FILE-OTHER-DISTRICT", verdict="refused"),
]
