"""What a competent analyst would write: the checks of a district year in pandas, each file's and those between files,
with pseudonyms and sorted rows that are kept. They are the product's own: what it does not do stands in
`pandas_left_out`, with the reason. What columns may hold is read from the layouts' declarations, bounds from the rules.

Fast where pandas can be: whole columns as categoricals, each different text looked at once, no apply and no loop over
rows; what is right is not looked at twice. Of what is wrong it only counts rows: it writes no messages and keeps no
record. Rows are kept as pickles, the fastest way that needs no further library.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from bench.pandas_between import check_between
from bench.pandas_door import open_file
from bench.pandas_forms import check_forms, ids_of
from bench.pandas_layouts import check_cells_of_layout, check_layout, check_organizations
from bench.pandas_numbers import check_columns, check_filled, check_numbers, has_numbers_left
from bench.pandas_rows import check_cuts, check_lengths, check_repetition, has_personal_data, is_stopped, set_aside
from bench.pandas_sheet import District, Found, Sheet, sheet_of
from monitoring.intake.reports.catalogue import REPORTS

pd.set_option("mode.copy_on_write", True)


def check_district(paths: Iterable[Path], district: District, kept: Path) -> dict[str, int]:
    """Read, check and keep every file, of one school year and collection, then check them against each other. How many
    rows, cells or columns each rule found, as the product counts them.
    """
    found, files = Found(), dict[str, pd.DataFrame]()
    for path in paths:
        sheet = sheet_of(open_file(path), REPORTS[path.stem], district)
        if check_file(sheet):
            files[path.stem] = kept_rows(sheet)
        found.update(sheet.found)
    for name, frame in files.items():
        with (kept / f"{name}.pickle").open("wb") as file:
            frame.to_pickle(file)
            os.fsync(file.fileno())
    check_between(files, found)
    return {rule: rows for rule, rows in found.items() if rows}


def check_file(sheet: Sheet) -> bool:
    """Whether anything of it is kept: not of a file that is refused as a whole."""
    ids = ids_of(sheet)
    if has_personal_data(sheet, ids) or is_stopped(sheet, ids):
        return False
    for check in (set_aside, check_cuts):
        check(sheet)
    check_forms(sheet, ids)
    for check in (check_filled, check_repetition, check_lengths, check_numbers, check_cells_of_layout):
        check(sheet)
    sheet.drop_refused()
    for check in (check_columns, check_layout, check_organizations):
        check(sheet)
    return len(sheet.frame) > 0 and has_numbers_left(sheet)


def kept_rows(sheet: Sheet) -> pd.DataFrame:
    """In the order of their key."""
    kept = [column.name for column in sheet.report.columns if column.kept and sheet.has(column.name)]
    return sheet.frame[[*kept, "does_not_apply"]].rename_axis("row_number").reset_index()


def read_district(org_code: str, known: Path) -> District:
    """As of today. `known`: a file of the organizations on record, org_code and close_year."""
    organizations = pd.read_csv(known, dtype={"org_code": str, "close_year": float})
    return District(org_code, organizations, dt.date.today())
