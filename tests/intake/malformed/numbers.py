"""Damage to numbers."""

from __future__ import annotations

from collections.abc import Callable

from monitoring.intake.reports.column import Column, Kind
from tests.intake.malformed.good import Draft
from tests.intake.malformed.kind import in_a_cell, kind

NUMBER, RANGE = "E-CELL-NUMBER", "E-CELL-RANGE"
SIGNS = {Kind.COUNT: "", Kind.FTE: "", Kind.PERCENT: "%", Kind.RATIO: " to 1", Kind.USD: "$"}


def is_number(column: Column) -> bool:
    return column.kind.numeric


def may_be_blank(column: Column) -> bool:
    return column.kind.numeric and not column.filled


def must_be_filled(column: Column) -> bool:
    return column.kind.numeric and column.filled


def is_counted(column: Column) -> bool:
    return column.kind.numeric and column.steps == 1


def has_most(column: Column) -> bool:
    return column.kind.numeric and column.most is not None


def with_other_unit(column: Column, cell: str) -> list[str]:
    """A number with a sign that its column does not have."""
    return [text for sign, text in (("%", "12%"), ("$", "$12"), (" to 1", "12 to 1")) if sign != SIGNS[column.kind]]


def too_much(column: Column, cell: str) -> list[str]:
    return [f"{(column.most or 0) + 1:g}", f"{(column.most or 0) * 10:g}"]


def written_otherwise(draft: Draft) -> bool:
    """The same number with blanks about it, zeros after it, or thousands apart."""
    for column in filter(is_number, draft.good.columns):
        cell = draft.cell(column)
        other = [f" {cell} ", f"\u00a0{cell}", f"{cell}\u200b"]
        if cell.isdigit():
            other += [f"{int(cell):,}", f"{cell}.0", f"{cell}.00"]
        draft.rows[draft.row][draft.good.place(column.name)] = draft.random.choice(other)
    return any(map(is_number, draft.good.columns))


def parts_of_one(*, all_numbers: bool) -> Callable[[Draft], bool]:
    """All percentages as parts of one, in reports that have no other numbers, or that have some."""

    def damage(draft: Draft) -> bool:
        percents = [column for column in draft.good.columns if column.kind is Kind.PERCENT]
        numbers = sum(column.kind.numeric for column in draft.good.columns)
        is_it = (len(percents) == numbers) == all_numbers
        return not draft.good.is_own and len(percents) > 1 and is_it and _divided(draft, percents)

    return damage


def _divided(draft: Draft, percents: list[Column]) -> bool:
    for column in percents:
        place = draft.good.place(column.name)
        for row in draft.rows[1:]:
            row[place] = f"{float(row[place]) / 100:.4g}"
    title, year = draft.good.rows[0], None
    draft.told_in = {(year, title[draft.good.place(column.name)]) for column in percents}
    return True


KINDS = [
    in_a_cell("a decimal comma", is_number, ["7,5", "12,25", "0,5", "-3,5"], "E-CELL-DECIMAL-COMMA", variants=2),
    in_a_cell("a number in words", is_number, ["twelve", "many", "see note", "ten (10)"], NUMBER, variants=2),
    in_a_cell("a negative number", is_number, ["-3", "-0.5", "-1,234", "-0.01"], RANGE, variants=2),
    in_a_cell("more than there can be", has_most, too_much, RANGE, variants=2),
    in_a_cell("a part of a person", is_counted, ["1.5", "0.5", "2.25"], "E-CELL-WHOLE"),
    in_a_cell("a number as a power of ten", is_number, ["1e1", "1.2E+01", "5E0"], NUMBER),
    in_a_cell(
        "a spreadsheet's error", is_number, ["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A"], NUMBER, variants=2
    ),
    in_a_cell("a program's word for nothing", is_number, ["NaN", "null", "None", "inf", "nil", "undefined"], NUMBER),
    in_a_cell("a letter for a digit", is_number, ["1O", "l2", "I", "2O.5", "S"], NUMBER),
    in_a_cell("another sign for minus", is_number, ["\u22123", "(3)", "3-", "\u20133"], NUMBER),
    in_a_cell("thousands apart by other signs", is_number, ["1'422", "1\u2019422", "1 422", "1_422"], NUMBER),
    in_a_cell("a number with a word", is_number, ["12 FTE", "about 12", "~12", "12+", ">12", "12?"], NUMBER),
    in_a_cell(
        "digits of another script", is_number, ["\u0663", "\uff11\uff12", "\u0967\u0968", "\u00b2"], NUMBER, variants=2
    ),
    in_a_cell("a number too large", is_number, ["99999999999999999999", "1" * 60], NUMBER),
    in_a_cell("a formula as text", is_number, ["=1+1", "=A1", "+1+1", "@SUM(A1)", "=cmd|' /C calc'!A0"], NUMBER),
    in_a_cell("a day for a number", is_number, ["2024-10-01", "1-Oct", "10/1/2024"], NUMBER),
    in_a_cell("two numbers", is_number, ["12/15", "12-15", "12;15", "12 15"], NUMBER),
    in_a_cell("another unit", is_number, with_other_unit, NUMBER, variants=2),
    in_a_cell("yes for a number", is_number, ["TRUE", "FALSE", "Y", "yes"], NUMBER),
    in_a_cell(
        "a sign for hidden figures", may_be_blank, ["*", "<10", "-", "n<10", "**", "suppressed", "< 6"], variants=2
    ),
    in_a_cell("no such figure", may_be_blank, ["N/A", "NA", "n.a.", "not applicable", ""]),
    in_a_cell("a needed number hidden", must_be_filled, ["*", "<10", "-", "suppressed"], "E-CELL-BLANK"),
    in_a_cell("a needed number left out", must_be_filled, ["", "N/A", "NA", " "], "E-CELL-BLANK"),
    kind("numbers written otherwise", written_otherwise, same=True),
    kind("parts of one", parts_of_one(all_numbers=False), "E-COLUMN-SCALE"),
    kind("parts of one alone", parts_of_one(all_numbers=True), "E-COLUMN-SCALE", verdict="refused"),
]
