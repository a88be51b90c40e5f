"""Rows below the header that are a header themselves, as where files were pasted together."""

from __future__ import annotations

import polars as pl

from monitoring.intake.sheet import Sheet

NONE = pl.DataFrame(schema={"row_number": pl.UInt32, "moved": pl.String})


def header_rows(sheet: Sheet) -> pl.DataFrame:
    """Grain: a row most of whose cells are names of the file's columns, or that names the organization's column in its
    place. `moved`: the names that stand in another column than in the header; blank where it says the same.
    """
    names = {column: text.lower() for column, text in sheet.headers.items()}
    telling = _telling_column(sheet, set(names.values()))
    if telling is None:
        return NONE
    places = sheet.recognized.places
    cells = sheet.recognized.table.cells.join(sheet.rows.select("row_number"), on="row_number", how="semi")
    lower = cells.select("row_number", **{name: pl.col(places[name]).str.to_lowercase() for name in names})
    some = lower.filter(pl.col(telling).is_in(list(names.values())))
    is_name = {name: pl.col(name).is_in(list(names.values())) for name in names}
    many = pl.sum_horizontal(is_name.values()) * 2 > pl.sum_horizontal(pl.col(list(names)).is_not_null())
    told = [pl.when(is_name[name] & (pl.col(name) != own)).then(pl.col(name)) for name, own in names.items()]
    moved = pl.when(many).then(pl.concat_str(told, separator=", ", ignore_nulls=True)).otherwise(pl.lit(""))
    is_header = many | (pl.col(telling) == names[telling]) if telling == "org_code" else many
    return some.filter(is_header).select("row_number", moved=moved)


def _telling_column(sheet: Sheet, names: set[str]) -> str | None:
    """A column of which few values are right, if a name of a column stands in it: else no row need be looked at."""
    coded = [column.name for column in sheet.report.columns if column.codes or column.pattern]
    known = ((name, sheet.different(name)) for name in ("org_code_text", "school_year_text", *coded))
    name, values = next(((name, values) for name, values in known if values), ("", []))
    return name.removesuffix("_text") if not names.isdisjoint(str(one).lower() for one in values) else None
