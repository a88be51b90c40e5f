"""A checked sheet as canonical rows: school_enrollment and metric_aggregate, and the columns as they were read. Pure.

Everything is in whole ten-thousandths until a share is written; nothing is summed, so the order of rows does not
matter.
"""

from __future__ import annotations

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.analysis.definitions.in_force import shipped_in_force
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.reasons import ZERO_DENOMINATOR
from monitoring.intake.cell_text import SCALE
from monitoring.intake.reports.declaration import (
    AdverseRate,
    Conversion,
    Counted,
    Enrolled,
    Leavers,
    Mean,
    OfMeasure,
    PartOf,
    Share,
)
from monitoring.intake.sheet import AS_READ, Sheet

ENROLLMENT: dict[str, pl.DataType | type[pl.DataType]] = {
    "school_year": pl.Int16,
    "org_code": pl.String,
    "student_group": pl.String,
    "enrolled": pl.Int64,
    "share": pl.Float64,
    "row_number": pl.UInt32,
}
AGGREGATE: dict[str, pl.DataType | type[pl.DataType]] = {
    "school_year": pl.Int16,
    "org_code": pl.String,
    "metric_id": pl.String,
    "definition_version": pl.String,
    "educator_role": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "unit": pl.String,
    "missing_reason": pl.String,
    "row_number": pl.UInt32,
}
HUNDRED = 100 * SCALE
WHOLE = pl.Int128  # products of two amounts
BASE = ("row_number", "school_year", "org_code")


def enrollment_rows(sheet: Sheet) -> pl.DataFrame:
    """Grain: school_year, org_code, student_group. `share` in percent; null where it is not known."""
    parts = [
        _enrolled(sheet, one)
        for one in sheet.report.conversions
        if isinstance(one, Enrolled | Share) and _has(sheet, one)
    ]
    if not parts:
        return pl.DataFrame(schema=ENROLLMENT)
    return _in_shape(pl.concat(parts), ENROLLMENT, ["org_code", "student_group"])


def aggregate_rows(sheet: Sheet) -> pl.DataFrame:
    """Grain: school_year, org_code, metric_id. Numerator and denominator both, or the reason why neither."""
    parts = [
        _aggregate(sheet, one) for one in sheet.report.conversions if isinstance(one, OfMeasure) and _has(sheet, one)
    ]
    if not parts:
        return pl.DataFrame(schema=AGGREGATE)
    return _in_shape(pl.concat(parts), AGGREGATE, ["org_code", "metric_id"])


def column_rows(sheet: Sheet) -> pl.DataFrame:
    """The accepted cells side by side, as the next file is compared with them. What the order of schools put in doubt
    is kept as it was read, in columns of its own: no result reads it, but later years may show that it was right.

    Grain: school_year, org_code; amounts by column.
    """
    columns = [column.name for column in sheet.report.numeric if sheet.present(column.name)]
    if not columns or not sheet.report.judged or sheet.report.dataset:
        return pl.DataFrame(schema={"school_year": pl.Int16, "org_code": pl.String})
    accepted = sheet.numbers(*columns)
    open_doubts = [key for key in sheet.judgment.open_doubts if key[1] in columns]
    keys = pl.DataFrame(open_doubts, schema={"school_year": pl.Int16, "column": pl.String}, orient="row")
    doubted = sheet.cells.join(keys, on=["school_year", "column"], how="semi")
    for name in sorted({name for _, name in open_doubts}):
        cells = doubted.filter(pl.col("column") == name).select("row_number", pl.col("read").alias(name + AS_READ))
        accepted = accepted.join(cells, on="row_number", how="left")
    return accepted.filter(pl.col("org_code") != STATE_CODE).drop("row_number").sort("school_year", "org_code")


def _in_shape(
    frame: pl.DataFrame, schema: dict[str, pl.DataType | type[pl.DataType]], order: list[str]
) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("school_year", *order)


def _has(sheet: Sheet, one: Conversion) -> bool:
    return sheet.present(*one.needs)


def _enrolled(sheet: Sheet, one: Enrolled | Share) -> pl.DataFrame:
    if isinstance(one, Enrolled):
        count, share = pl.col(one.count) // SCALE, pl.lit(None, dtype=pl.Float64)
        numbers = sheet.numbers(one.count)
    else:
        beside = [name for name in (one.students, one.count) if name and sheet.present(name)]
        numbers = sheet.numbers(one.percent, *beside)
        percent = HUNDRED - pl.col(one.percent) if one.complement else pl.col(one.percent)
        if one.students in beside:
            percent = pl.when(pl.col(one.students) != 0).then(percent)
        share = (percent / SCALE).round(6)
        count = pl.col(one.count) // SCALE if one.count in beside else pl.lit(None, dtype=pl.Int64)
    return numbers.select(*BASE, student_group=pl.lit(one.group), enrolled=count.cast(pl.Int64), share=share)


def _aggregate(sheet: Sheet, one: OfMeasure) -> pl.DataFrame:
    numbers = sheet.numbers(*one.needs).join(missing_reasons(sheet, *one.needs), on="row_number", how="left")
    numerator, denominator = _amounts(one)
    measure = MEASURES[one.measure]
    known = pl.col("missing_reason").is_null()
    nobody = (pl.col("missing_reason") == "suppressed") & (denominator == 0)  # a blank share of nobody
    return numbers.select(
        *BASE,
        metric_id=pl.lit(measure.id),
        definition_version=_published_version(measure.id, numbers["school_year"]),
        educator_role=pl.lit(measure.role),
        numerator=pl.when(known).then(numerator.cast(pl.Int64, strict=False)),
        denominator=pl.when(known).then(denominator.cast(pl.Int64, strict=False)),
        unit=pl.lit(measure.unit),
        missing_reason=pl.when(nobody).then(pl.lit(ZERO_DENOMINATOR)).otherwise("missing_reason"),
    )


def _published_version(measure_id: str, years: pl.Series) -> pl.Expr:
    """Of the definition by which the report's figures of each year are published."""
    known = {year: str(shipped_in_force().published(measure_id, year).version) for year in years.unique().drop_nulls()}
    return pl.col("school_year").replace_strict(known, default=None, return_dtype=pl.String)


def _amounts(one: OfMeasure) -> tuple[pl.Expr, pl.Expr]:
    """Numerator and denominator in ten-thousandths, exact: 39.3 FTE of whom 95.4 % licensed leave 1.8078 FTE without a
    license.
    """
    match one:
        case AdverseRate(base=base, favorable=favorable):
            adverse = HUNDRED - pl.col(favorable).cast(WHOLE)
            return (pl.col(base).cast(WHOLE) * adverse + HUNDRED // 2) // HUNDRED, pl.col(base)
        case Leavers(total=total, stayed=stayed):
            return pl.col(total) - pl.col(stayed), pl.col(total)
        case Counted(some=some, whole=everyone):
            return pl.col(some), pl.col(everyone)
        case Mean(mean=mean, base=base):
            return pl.col(mean).cast(WHOLE) * pl.col(base).cast(WHOLE) // SCALE, pl.col(base)
        case PartOf(base=base, percents=percents):
            whole = HUNDRED * SCALE  # each percentage stands for whole people
            people = [
                (pl.col(base).cast(WHOLE) * pl.col(percent).cast(WHOLE) + whole // 2) // whole * SCALE
                for percent in percents
            ]
            return pl.sum_horizontal(people), pl.col(base)


def missing_reasons(sheet: Sheet, *columns: str) -> pl.DataFrame:
    """Per row why it yields no figure: the first reason among these columns, null where all are known. Grain:
    row_number.

    A blank cell in a report means suppressed, unless the column is blank for the whole year: then it was not collected.
    """
    cells = sheet.cells.filter(pl.col("column").is_in(columns))
    all_blank = (pl.col("reason") == "blank").fill_null(False).all().over("school_year", "column")
    blank = (
        pl.when(all_blank | (sheet.report.publisher != "DESE"))
        .then(pl.lit("not_collected"))
        .otherwise(pl.lit("suppressed"))
    )
    reason = pl.when(pl.col("reason") == "blank").then(blank).otherwise("reason")
    place = pl.col("column").replace_strict({name: rank for rank, name in enumerate(columns)}, return_dtype=pl.Int32)
    ordered = cells.with_columns(missing_reason=reason, place=place).filter(pl.col("missing_reason").is_not_null())
    return (
        ordered.sort("row_number", "place")
        .group_by("row_number", maintain_order=True)
        .agg(pl.col("missing_reason").first())
    )
