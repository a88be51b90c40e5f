"""What the other sheets of a workbook hold, of which one is read. Pure."""

from __future__ import annotations

from itertools import zip_longest

import polars as pl

from monitoring.intake.mapping.column_mapping import OwnColumns
from monitoring.intake.mapping.mapped import recognize_with
from monitoring.intake.reading.table import Table, number_rows
from monitoring.intake.recognition import Recognized


def other_layouts(table: Table, own: OwnColumns) -> list[str]:
    """Of each other sheet that could have been read just as well, its name and what it holds."""
    read = ((name, recognize_with(_as_table(rows), own)) for name, rows in table.others)
    return [f"“{name}” ({one.report.title})" for name, one in read if isinstance(one, Recognized)]


def _as_table(rows: list[list[str | None]]) -> Table:
    columns = {f"c{place}": cells for place, cells in enumerate(zip_longest(*rows))}
    return Table(cells=number_rows(pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))), format="xlsx")
