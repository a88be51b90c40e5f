"""Cells of numbers, the columns that they make, and what columns of one row have to do with each other.

Amounts are in ten-thousandths of their unit, whole numbers all of them, so that sums are exact. Columns all of whose
different texts are right are not looked at row by row.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.pandas_sheet import Sheet
from bench.pandas_texts import has_blanks, spread, texts_of, without_groups
from monitoring.intake.cell_text import BELOW, DECIMAL_COMMA, LARGEST, MARKERS, NUMBER, OVERFLOW, SCALE, SPILLED
from monitoring.intake.checks.across.contradictions import FEWEST as FEWEST_FAILING
from monitoring.intake.checks.across.contradictions import MOST as MOST_FAILING
from monitoring.intake.checks.cells.decimal_comma import ONE_COMMA
from monitoring.intake.checks.columns.no_numbers import needed
from monitoring.intake.checks.columns.scale import FEWEST as FEWEST_PARTS
from monitoring.intake.column_judgment import FEWEST, STYLES
from monitoring.intake.reports.column import Column, Kind

PLAIN = r"-?[0-9]+(?:\.[0-9]+)?"


def read_numbers(texts: pd.Series) -> pd.DataFrame:
    """Of each different text: style ('plain', 'usd', 'percent', 'ratio', 'comma', 'words'), amount, and reason, why it
    has none.
    """
    if texts.str.fullmatch(PLAIN).all():
        amounts = (pd.to_numeric(texts).astype(float) * SCALE).round()
        return pd.DataFrame({"text": texts, "style": "plain", "amount": amounts, "reason": None})
    bare = texts.str.replace(r"(?i)\s*to 1$|\s*:\s?1$|\s*%$", "", regex=True)
    bare = bare.str.replace(r"^(-?)\s*\$\s*", r"\1", regex=True)
    is_number = bare.str.contains(without_groups(NUMBER)) & bare.str.contains(r"[0-9]")
    value = pd.to_numeric(bare.where(is_number).str.replace(",", ""), errors="coerce")
    styles = [
        (bare.str.contains(without_groups(DECIMAL_COMMA)), "comma"),
        (~is_number, "words"),
        (texts.str.contains(r"(?i)\bto 1$|:\s?1$"), "ratio"),
        (texts.str.contains("$", regex=False), "usd"),
        (texts.str.endswith("%"), "percent"),
    ]
    style = np.select([condition.to_numpy(bool) for condition, _ in styles], [name for _, name in styles], "plain")
    reason = texts.str.lower().map(MARKERS).mask(texts.str.contains(BELOW), "suppressed")
    reason = reason.mask(texts.str.contains(without_groups(OVERFLOW)), "unreadable")
    amount = (value.where(value.abs() < LARGEST) * SCALE).round()
    return pd.DataFrame({"text": texts, "style": style, "amount": amount, "reason": reason})


def check_filled(sheet: Sheet) -> None:
    """Numbers that must be there, whatever they are: words for none are none."""
    for column in [one for one in sheet.report.numeric if one.filled and sheet.has(one.name)]:
        cells = sheet.frame[column.name]
        texts = texts_of(cells)
        if has_blanks(cells) or not texts.str.fullmatch(PLAIN).all():
            sheet.refuse_form("E-CELL-BLANK", spread(cells, read_numbers(texts)["reason"].notna(), True))


def check_numbers(sheet: Sheet) -> None:
    """Amounts in the place of texts; NaN where there is none, or a wrong one."""
    columns = [column for column in sheet.report.numeric if sheet.has(column.name)]
    read = {column.name: read_numbers(texts_of(sheet.frame[column.name])) for column in columns}
    spilled, years = _spilled(sheet, read), sheet.years()
    for column in columns:
        cells, of_texts = sheet.frame[column.name], read[column.name]
        if _are_right(column, of_texts):
            amounts = spread(cells, of_texts["amount"], np.nan)
            is_missing = np.isnan(amounts)
        else:
            rows = _rows(cells, of_texts, spilled).assign(year=years)
            amounts, is_missing = _checked(sheet, column, rows), rows["reason"].notna().to_numpy()
        if column.adds_up:
            amounts = _without_parts_of_one(sheet, amounts, years)
        if column.name in needed(sheet.report):
            sheet.frame[f"missing {column.name}"] = is_missing
        sheet.frame[column.name] = amounts


def _are_right(column: Column, read: pd.DataFrame) -> bool:
    amount = read["amount"]
    most = np.inf if column.most is None else column.most * SCALE
    is_right = (read["style"] == "plain") & read["reason"].isna() & amount.between(column.lowest * SCALE, most)
    return bool(is_right.all()) and not (column.steps and (amount % (column.steps * SCALE)).any())


def _rows(cells: pd.Series, of_texts: pd.DataFrame, spilled: np.ndarray) -> pd.DataFrame:
    """Each cell as its text was read; `reason`: why it holds no number."""
    rows = pd.DataFrame({name: spread(cells, of_texts[name], None) for name in of_texts}, index=cells.index)
    rows["amount"] = rows["amount"].astype(float)
    reason = rows["reason"].mask(spilled & rows["amount"].isna(), "not_reported")
    return rows.assign(reason=reason.mask(rows["text"].isna(), "blank"))


def _spilled(sheet: Sheet, read: dict[str, pd.DataFrame]) -> np.ndarray:
    """The rows in which a sentence stands where figures belong, perhaps over several cells."""
    spilled = np.zeros(len(sheet.frame), dtype=bool)
    is_word = {name: of_texts["style"] == "words" for name, of_texts in read.items()}
    words = {name: spread(sheet.frame[name], one, False) for name, one in is_word.items() if one.any()}
    if not words:
        return spilled
    has_words = np.logical_or.reduce([*words.values()])
    some = sheet.frame.loc[has_words, [*read]].astype(object)
    some = some.where(some.notna(), "")
    sentence = some.iloc[:, 0]
    for name in some.columns[1:]:
        sentence = sentence + " " + some[name]
    spilled[has_words] = sentence.str.split().str.join(" ").str.contains(SPILLED)
    markers = {name: spread(sheet.frame[name], read[name]["reason"] == "not_reported", False) for name in words}
    sheet.count("I-ROW-NOT-REPORTED", sum(words[name] & (markers[name] | spilled) for name in words) > 1)
    return spilled


def _checked(sheet: Sheet, column: Column, rows: pd.DataFrame) -> np.ndarray:
    """The amounts that stand. Each rule looks at the cells that those before it have left."""
    sheet.count("I-CELL-OVERFLOW", rows["reason"] == "unreadable")
    is_open = rows["reason"].isna() & ~_is_of_other_kind(sheet, column, rows)
    if (rows["style"][is_open] == "comma").any():
        is_open = _without(sheet, "E-CELL-DECIMAL-COMMA", is_open, rows["text"].str.contains(ONE_COMMA, na=False))
    is_none = ~rows["style"].isin(STYLES[column.kind]) | rows["amount"].isna()
    is_open = _without(sheet, "E-CELL-NUMBER", is_open, is_none)
    is_out = rows["amount"] < column.lowest * SCALE
    if column.most is not None:
        is_out |= rows["amount"] > column.most * SCALE
    is_open = _without(sheet, "E-CELL-RANGE", is_open, is_out)
    is_open = _without(sheet, "E-CELL-WHOLE", is_open, rows["amount"] % int((column.steps or 1 / SCALE) * SCALE) != 0)
    return rows["amount"].where(is_open).to_numpy()


def _without(sheet: Sheet, rule: str, is_open: pd.Series, wrong: pd.Series) -> pd.Series:
    sheet.count(rule, is_open & wrong)
    return is_open & ~wrong


def _is_of_other_kind(sheet: Sheet, column: Column, rows: pd.DataFrame) -> pd.Series:
    """All cells of the years in most of which it is no figure of the column's kind."""
    filled = rows[rows["reason"].isna()]
    amount = filled["amount"]
    misfit = ~filled["style"].isin(STYLES[column.kind]) | amount.isna()
    if column.kind is Kind.PERCENT:
        misfit |= amount > 100 * SCALE
    if column.kind is Kind.COUNT:
        misfit |= amount % SCALE != 0
    by_year = misfit.groupby(filled["year"], dropna=False).agg(["size", "sum"])
    odd = by_year.index[(by_year["size"] >= FEWEST) & (2 * by_year["sum"] > by_year["size"])]
    sheet.found["E-COLUMN-KIND"] += len(odd)
    return rows["year"].isin(odd)


def _without_parts_of_one(sheet: Sheet, amounts: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Percentages that are never above 1 in a year are parts of one."""
    told = pd.Series(amounts)[amounts > 0].groupby(years[amounts > 0]).agg(["size", "max"])
    odd = told.index[(told["size"] >= FEWEST_PARTS) & (told["max"] <= SCALE)]
    sheet.found["E-COLUMN-SCALE"] += len(odd)
    return np.where(np.isin(years, odd), np.nan, amounts) if len(odd) else amounts


def check_columns(sheet: Sheet) -> None:
    """Columns that contradict each other in most rows of a year, or that are needed and hold no number; and single
    rows in which a part is larger than its whole.
    """
    parts = [pair for pair in sheet.report.parts if sheet.has(*pair)]
    if any((sheet.frame[part] > sheet.frame[whole]).any() for part, whole in parts):
        _take_contradicted(sheet, parts)
    for name in [name for name in needed(sheet.report) if f"missing {name}" in sheet.frame]:
        sheet.count("W-COLUMN-NO-NUMBERS", sheet.frame[f"missing {name}"].groupby(sheet.years()).all())
    wrong: dict[str, np.ndarray] = {}
    for part, whole in parts:
        larger = (sheet.frame[part] > sheet.frame[whole]).to_numpy()
        for name in (part, whole) if larger.any() else ():
            wrong[name] = wrong.get(name, False) | larger
    for name, cells in wrong.items():
        sheet.count("E-PART-LARGER", cells)
        sheet.frame[name] = sheet.frame[name].mask(cells)


def _take_contradicted(sheet: Sheet, parts: list[tuple[str, str]]) -> None:
    years, contradicted = sheet.years(), set[tuple[float, str]]()
    for part, whole in parts:
        larger = sheet.frame[part] > sheet.frame[whole]
        is_told = sheet.frame[[part, whole]].notna().all(axis="columns")
        by_year = pd.DataFrame({"failing": larger, "telling": is_told}).groupby(years).sum()
        failing = by_year["failing"]
        broken = by_year.index[(failing >= FEWEST_FAILING) & (failing > MOST_FAILING * by_year["telling"])]
        contradicted |= {(year, name) for year in broken for name in (part, whole)}
    sheet.found["E-COLUMN-CONTRADICTED"] += len(contradicted)
    for year, name in contradicted:
        sheet.frame[name] = sheet.frame[name].mask(years == year)


def has_numbers_left(sheet: Sheet) -> bool:
    """Not where all were taken out of rows that are to have some."""
    names = [column.name for column in sheet.report.numeric if sheet.has(column.name)]
    if not any(column.required for column in sheet.report.numeric) or sheet.frame[names].notna().to_numpy().any():
        return True
    had = sheet.opened.cells.loc[sheet.frame.index, [sheet.places[name] for name in names]].notna().to_numpy().any()
    return not had or not any(rule.startswith("E-") and rows for rule, rows in sheet.found.items())
