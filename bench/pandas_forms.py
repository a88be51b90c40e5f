"""What single cells look like, and the columns of a sheet in their types; what is right is not looked at twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl

from bench.pandas_sheet import Sheet
from bench.pandas_texts import has_blanks, present, read_as, renamed, spread, texts_of, without_groups
from districts.school_year import FIRST
from monitoring.intake.cell_text import DAY
from monitoring.intake.checks.rows.year_bare import BARE, ENDING
from monitoring.intake.opened_rows import spellings
from monitoring.intake.pseudonyms import DIGITS, FORMS, Pseudonyms
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.typed_rows import NOT_APPLICABLE

LOST_ZEROS = r"^'?([0-9]+)(?:\.0)?$"


class Ids:
    """The different texts of a column of ids, in their one form; None where one is no id. `lost`: how many zeros."""

    def __init__(self, texts: pd.Series, kind: Kind) -> None:
        self.bare, self.lost, self.digits = texts, pd.Series(0, index=texts.index), texts
        self.are_sound = _are_sound(texts, kind)
        if self.are_sound:
            return
        bare = texts.str.removeprefix("'").str.replace(r"\.0$", "", regex=True).str.upper()
        bare = bare.str.zfill(DIGITS[kind]) if kind in DIGITS else bare
        self.bare = bare.where(bare.str.contains(FORMS[kind]), None)
        if kind in DIGITS:
            self.digits = texts.str.extract(LOST_ZEROS, expand=False)
            self.lost = (DIGITS[kind] - self.digits.str.len().astype(float)).clip(lower=0).fillna(0)


def _are_sound(texts: pd.Series, kind: Kind) -> bool:
    if kind not in DIGITS:
        return bool(texts.str.contains(FORMS[kind]).all())
    together = texts.str.cat()
    is_long_enough = bool((texts.str.len() == DIGITS[kind]).all())
    return is_long_enough and together.isascii() and (together.isdigit() or texts.empty)


def ids_of(sheet: Sheet) -> dict[str, Ids]:
    columns = [column for column in sheet.report.persons if sheet.has(column.name)]
    return {column.name: Ids(texts_of(sheet.frame[column.name]), column.kind) for column in columns}


def check_forms(sheet: Sheet, ids: dict[str, Ids]) -> None:
    """Every column in its type. Rows with a wrong cell are counted, and stay until all have been looked at."""
    says_na: dict[str, np.ndarray] = {}
    for column in [column for column in sheet.report.columns if sheet.has(column.name)]:
        if column.kind is Kind.SCHOOL_YEAR:
            _read_years(sheet)
        elif column.kind is Kind.ORG_CODE:
            _read_organizations(sheet, column)
        else:
            _take_na(sheet, column, says_na, ids.get(column.name))
            _read_cells(sheet, column, ids)
    sheet.frame["does_not_apply"] = _listed(says_na, sheet.frame.index)


def _read_cells(sheet: Sheet, column: Column, ids: dict[str, Ids]) -> None:
    if column.kind.personal:
        _read_id(sheet, column, ids[column.name])
    elif column.kind is Kind.DATE:
        _read_day(sheet, column)
    elif column.kind is Kind.CALENDAR_YEAR:
        _read_calendar_year(sheet, column)
    elif column.codes or column.pattern:
        _check_text(sheet, column)


def na_texts(column: Column, texts: pd.Series) -> pd.Series:
    """Which texts say that the column does not apply."""
    if "NA" in column.codes:
        return pd.Series(False, index=texts.index)
    return texts.str.lower().isin(NOT_APPLICABLE)


def _take_na(sheet: Sheet, column: Column, says_na: dict[str, np.ndarray], ids: Ids | None) -> None:
    """Blanks and NA where a cell must be filled; and NA as a blank that is remembered."""
    cells, texts = sheet.frame[column.name], texts_of(sheet.frame[column.name])
    if ids is None or not ids.are_sound:
        is_na = na_texts(column, texts)
        if is_na.any():
            says_na[column.name] = spread(cells, is_na, False)
            if not column.kind.numeric:
                cells = sheet.frame[column.name] = read_as(cells, texts.mask(is_na))
            if ids is not None:
                ids.bare, ids.lost = ids.bare[~is_na], ids.lost[~is_na]
    if column.filled and not column.kind.numeric and has_blanks(cells):
        sheet.refuse_form("E-CELL-BLANK", cells.array.codes < 0)


def _listed(says_na: dict[str, np.ndarray], index: pd.Index) -> pd.Series:
    """The names of the columns that say NA, of each row; a few lists stand for all."""
    which = np.zeros(len(index), dtype=np.int64)
    for place, says in enumerate(says_na.values()):
        which |= says.astype(np.int64) << place
    codes, values = pd.factorize(which)
    lists = [",".join(name for place, name in enumerate(says_na) if value >> place & 1) for value in values]
    return pd.Series(pd.Categorical.from_codes(codes, lists), index=index)


def _check_text(sheet: Sheet, column: Column) -> None:
    """Codes as the list spells them; what is none of them, and what is of another form."""
    cells, texts = sheet.frame[column.name], texts_of(sheet.frame[column.name])
    if column.codes and not texts.isin(column.codes).all():
        lower, ways = texts.str.lower(), spellings(column.codes)
        spelled = lower.map(ways).where(lower.isin(ways), texts)
        sheet.frame[column.name] = read_as(cells, spelled)
        sheet.refuse_form("E-CELL-CODE", spread(cells, ~spelled.isin(column.codes), False))
    if column.pattern and (is_other := ~texts.str.contains(column.pattern)).any():
        sheet.refuse_form("E-CELL-FORM", spread(cells, is_other, False))


def _read_years(sheet: Sheet) -> None:
    cells, texts = sheet.frame["school_year"], texts_of(sheet.frame["school_year"])
    years = school_years(texts)
    is_out = years.notna() & ~years.between(FIRST, sheet.district.running)
    if years.isna().any() or has_blanks(cells):
        sheet.refuse_form("E-YEAR-FORM", spread(cells, years.isna(), True))
    if is_out.any():
        sheet.refuse_form("E-YEAR-RANGE", spread(cells, is_out, False))
    is_bare = texts.str.contains(without_groups(BARE))
    if is_bare.any() and sheet.titles["school_year"].lower() not in ENDING:
        sheet.count("I-YEAR-BARE", is_bare & present(cells))
    sheet.frame["school_year"] = read_as(cells, years)


def school_years(texts: pd.Series) -> pd.Series:
    """Ending years: of 2020-21, 2020/2021, SY2021, 2021; NaN of all else."""
    bare = texts.str.replace(r"(?i)^\s*(?:sy|fy)\s*", "", regex=True).str.replace(r"\.0$", "", regex=True)
    both = bare.str.extract(r"^((?:19|20)[0-9]{2})\s?[-–/]\s?((?:19|20)?[0-9]{2})$").astype(float)
    ending = both[0] + 1
    single = bare.str.extract(r"^((?:19|20)[0-9]{2})$", expand=False).astype(float)
    return ending.where(ending % 100 == both[1] % 100, single)


def _read_organizations(sheet: Sheet, column: Column) -> None:
    cells, texts = sheet.frame["org_code"], texts_of(sheet.frame["org_code"])
    digits = texts.str.removeprefix("'").str.replace(r"\.0$", "", regex=True)
    codes = sheet.codes
    if codes.isna().any() or (column.required and has_blanks(cells)):
        sheet.refuse_form("E-ORG-FORM", spread(cells, codes.isna(), column.required))
    if not codes.equals(texts):
        is_short = codes.notna() & (digits.str.len() < 8)
        sheet.found["W-ORG-ZEROPAD"] += int(spread(cells, is_short, False).any())
    is_other = codes.notna() & ~codes.str.startswith(sheet.district.org_code[:4], na=True)
    if is_other.any():
        sheet.refuse_form("E-ORG-OTHER-DISTRICT", spread(cells, is_other, False))
    sheet.frame["org_code"] = read_as(cells, codes)


def _read_id(sheet: Sheet, column: Column, ids: Ids) -> None:
    """The product's own hashing: no library of frames has any."""
    cells = sheet.frame[column.name]
    if ids.are_sound:
        made = pseudonyms(ids.bare.to_list(), column.kind)
        sheet.frame[column.name] = renamed(cells, made, len(made[0]) if made else 1)
        return
    sheet.refuse_form("E-ID-FORM", spread(cells, ids.bare.isna(), False))
    if (ids.lost > 0).any():
        sheet.frame[f"short {column.name}"] = spread(cells, ids.lost > 0, False)
    known = ids.bare.dropna().drop_duplicates().to_list()
    sheet.frame[column.name] = read_as(
        cells, ids.bare.map(dict(zip(known, pseudonyms(known, column.kind), strict=True)))
    )


def pseudonyms(bare: list[str], kind: Kind) -> list[str]:
    """Of different ids."""
    return Pseudonyms(bytes(32)).made(kind, pl.Series(bare, dtype=pl.String)).to_list()


def _read_day(sheet: Sheet, column: Column) -> None:
    cells, texts = sheet.frame[column.name], texts_of(sheet.frame[column.name])
    bare = texts.str.replace(r"[ T]00:00(?::00)?$", "", regex=True)
    bare = bare.where(bare.str.contains(without_groups(DAY)))
    days = pd.to_datetime(bare, format="%Y-%m-%d", errors="coerce")
    if days.isna().any():
        days = days.fillna(pd.to_datetime(bare, format="%m/%d/%Y", errors="coerce"))
        sheet.refuse_form("E-DATE-FORM", spread(cells, days.isna(), False))
    sheet.frame[column.name] = spread(cells, days.to_numpy(), np.datetime64("NaT"))


def _read_calendar_year(sheet: Sheet, column: Column) -> None:
    cells = sheet.frame[column.name]
    years = school_years(texts_of(cells))
    if years.isna().any():
        sheet.refuse_form("E-CELL-FORM", spread(cells, years.isna(), False))
    sheet.frame[column.name] = spread(cells, years, np.nan)
