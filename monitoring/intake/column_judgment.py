"""Asks analysis whether the columns of a sheet hold what their names say, each year against the others and against
what was accepted. Pure.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Mapping

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.analysis.column_changes import STILL, column_changes, off_levels
from monitoring.analysis.column_identity import judge_columns, proposals
from monitoring.intake.accepted_columns import accepted_columns, as_read, has_figures
from monitoring.intake.cell_text import SCALE
from monitoring.intake.judgment import NO_DOUBT, Judgment, Key
from monitoring.intake.reports.column import Kind
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Sheet

KINDS = {Kind.COUNT: "count", Kind.FTE: "count", Kind.PERCENT: "percent", Kind.RATIO: "ratio", Kind.USD: "money"}
MOST = 0.5  # share of cells of another kind; such a column is told by its cells
FEWEST = 3  # filled cells; below that each cell speaks for itself
FEWEST_REFERENCES = 2  # other years with figures that a column must be judged against to be trusted, or exchanged
STYLES = {
    Kind.COUNT: ("plain",),
    Kind.FTE: ("plain",),
    Kind.PERCENT: ("plain", "percent"),
    Kind.RATIO: ("plain", "ratio"),
    Kind.USD: ("plain", "usd"),
}


@dataclasses.dataclass(frozen=True)
class Evidence:
    """What columns are judged by. `blocks`, `before`: the years of the file and the accepted ones, as read, one row an
    organization; the others as judge_columns takes them.
    """

    blocks: dict[int, pl.DataFrame]
    before: dict[int, pl.DataFrame]
    kinds: dict[str, str]
    heads: list[str]
    wrong_cells: dict[tuple[int, str], float]


def judge(sheet: Sheet) -> Judgment:
    """The judgment of every column and year of the sheet and of the accepted years beside it.

    Where nothing contradicts anything, nobody need be trusted. Else accepted columns are, as far as they were judged.
    """
    if not sheet.report.judged or not sheet.rows.height:
        return NO_DOUBT
    evidence = _evidence(sheet)
    past = sheet.past
    in_use, out_of_use = accepted_columns({year: past.all_blocks[year] for year in evidence.before}, evidence.kinds)
    readable = {
        name for name in evidence.kinds if all(evidence.wrong_cells.get((y, name), 0) <= MOST for y in evidence.blocks)
    }
    changes = column_changes({**evidence.before, **evidence.blocks}, sorted(readable))
    judgment = _judged(evidence, changes, {})
    if judgment.doubted or judgment.off:
        trusted = _trusted(evidence, changes, in_use, out_of_use)
        judgment = _judged(evidence, changes, trusted) if trusted else judgment
    return dataclasses.replace(
        judgment,
        in_use=frozenset(key for key in in_use if key[0] not in past.agencys),
        out_of_use=frozenset(key for key in out_of_use if key[0] not in past.agencys),
        explained=judgment.explained - past.agencys,
        accepted=_accepted(sheet, evidence),
    )


def _accepted(sheet: Sheet, evidence: Evidence) -> frozenset[int]:
    """The years on record beside the file, and those of the file that are as they stand on record."""
    past = sheet.past.all_blocks
    recorded = {year: as_read(past[year]) for year in evidence.blocks if year in past}
    same = {
        year: column_changes({0: block, 1: evidence.blocks[year]}, list(evidence.kinds))["equal"] >= STILL
        for year, block in recorded.items()
    }
    return frozenset([*evidence.before, *(year for year, columns in same.items() if columns.len() and columns.all())])


def _evidence(sheet: Sheet) -> Evidence:
    wrong_cells: dict[tuple[int, str], float] = {}
    if sheet.report.long:
        blocks, kinds = _long_blocks(sheet)
    else:
        blocks, kinds = _blocks(sheet)
        wrong_cells = {(year, column): share for year, column, share in _wrong_shares(sheet).iter_rows()}
    before = {year: as_read(block) for year, block in sheet.past.all_blocks.items() if year not in blocks}
    heads = [name for name in kinds if not sheet.report.has(name) or sheet.report.column(name).kind is Kind.COUNT]
    return Evidence(blocks, before, kinds, heads, wrong_cells)


def _judged(evidence: Evidence, changes: pl.DataFrame, trusted: Mapping[int, Collection[str]]) -> Judgment:
    off = off_levels(changes, trusted=trusted)
    years = {**evidence.before, **evidence.blocks}
    level = {year: _put_right(block, year, off) for year, block in years.items()}
    verdicts = judge_columns(
        level, kinds=evidence.kinds, trusted=trusted, wrong_cells=evidence.wrong_cells, heads=evidence.heads
    )
    doubted = {(verdict.year, verdict.column): verdict for verdict in verdicts if not verdict.is_ok}
    explained = {
        year: mapping for year, mapping in proposals(verdicts).items() if _is_supported(mapping, year, level, doubted)
    }
    proposed = {year: mapping for year, mapping in explained.items() if year in evidence.blocks}
    return Judgment(doubted, proposed, off, changes, explained=frozenset(explained) - frozenset(evidence.blocks))


def _is_supported(
    mapping: Mapping[str, str], year: int, years: Mapping[int, pl.DataFrame], doubted: Collection[tuple[int, str]]
) -> bool:
    """Whether enough other years have undoubted figures in every column that would be exchanged."""
    others = [other for other in years if other != year and not any((other, name) in doubted for name in mapping)]
    return sum(all(has_figures(years[other], name) for name in mapping) for other in others) >= FEWEST_REFERENCES


def _trusted(
    evidence: Evidence, changes: pl.DataFrame, in_use: frozenset[Key], out_of_use: frozenset[Key]
) -> dict[int, set[str]]:
    """The accepted columns that were judged against two other years at least, and stand among them undoubted."""
    years = Counter(name for _, name in in_use | out_of_use)
    enough = {(year, name) for year, name in in_use if years[name] > FEWEST_REFERENCES}
    if not enough:
        return {}
    known = pl.col("older").is_in(list(evidence.before)) & pl.col("newer").is_in(list(evidence.before))
    alone = _judged(dataclasses.replace(evidence, blocks={}), changes.filter(known), {})
    trusted: dict[int, set[str]] = {}
    for year, name in sorted(enough - {*alone.doubted, *alone.off}):
        trusted.setdefault(year, set()).add(name)
    return trusted


def _put_right(block: pl.DataFrame, year: int, off: dict[tuple[int, str], int | None]) -> pl.DataFrame:
    """The columns of a year brought to the level of the other years, so that what they hold can be told."""
    return block.with_columns(
        pl.col(name) / 10.0**power for (its, name), power in off.items() if its == year and power is not None
    )


def misfits(sheet: Sheet) -> pl.DataFrame:
    """Filled cells per column and year, and those that cannot be of the column's kind: another unit, words, a
    percentage above 100, a fraction of a person.

    Grain: school_year, column: cells, misfits, ratios (share written as ratios), example. `bare`: a column of ratios
    without one, where other years of the file have them.
    """
    filled = sheet.cells.filter(pl.col("text").is_not_null() & pl.col("missing").not_()).with_columns(
        misfit=_misfit(sheet)
    )
    by_year = filled.group_by("school_year", "column").agg(
        cells=pl.len(),
        misfits=pl.col("misfit").sum(),
        ratios=(pl.col("style") == "ratio").mean(),
        example=pl.col("text").filter(pl.col("misfit")).mode().sort().first(),
        first=pl.col("text").first(),
    )
    ratios = [column.name for column in sheet.report.numeric if column.kind is Kind.RATIO]
    usual = pl.col("ratios").max().over("column") > 0.9
    return by_year.with_columns(bare=pl.col("column").is_in(ratios) & (pl.col("ratios") < 0.1) & usual)


def _misfit(sheet: Sheet) -> pl.Expr:
    of_kind = {kind: [column.name for column in sheet.report.numeric if column.kind is kind] for kind in STYLES}
    wrong_style = pl.any_horizontal(
        pl.col("column").is_in(names) & ~pl.col("style").is_in(STYLES[kind]) for kind, names in of_kind.items()
    )
    too_much = pl.col("column").is_in(of_kind[Kind.PERCENT]) & (pl.col("read") > 100 * SCALE)
    broken = pl.col("column").is_in(of_kind[Kind.COUNT]) & (pl.col("read") % SCALE != 0)
    return wrong_style | pl.col("read").is_null() | (too_much | broken).fill_null(False)


def _wrong_shares(sheet: Sheet) -> pl.DataFrame:
    share = pl.when("bare").then(1.0).otherwise(pl.col("misfits") / pl.col("cells"))
    told = misfits(sheet).filter(pl.col("cells") >= FEWEST)
    return told.select("school_year", "column", share=share).filter(pl.col("share") > 0)


def _blocks(sheet: Sheet) -> tuple[dict[int, pl.DataFrame], dict[str, str]]:
    """The columns as read, in the order of the file, one frame a year. Refused cells still tell what a column holds."""
    places = sheet.recognized.places
    columns = sorted(
        (column for column in sheet.report.numeric if sheet.present(column.name)),
        key=lambda column: int(places[column.name][1:]),
    )
    cells = sheet.cells.filter(pl.col("org_code").ne_missing(STATE_CODE))  # sums have no place among others
    kinds = {column.name: KINDS[column.kind] for column in columns}
    grain = ["school_year", "org_code"]
    wide = cells.pivot(on="column", on_columns=list(kinds), index=grain, values="read", aggregate_function="first")
    return _by_year(wide.with_columns(pl.col(name) / SCALE for name in kinds)), kinds


def side_by_side(rows: pl.DataFrame, report: Report) -> tuple[dict[int, pl.DataFrame], dict[str, str]]:
    """The rows of an own layout as columns, one frame a year, and the kinds of these columns.

    In: school_year, org_code, and the columns that `report.long` names. Counts stay counts; what is divided becomes a
    percentage.
    """
    named, counted, over = report.long or ("", "", None)
    value = 100 * pl.col(counted) / pl.col(over) if over else pl.col(counted).cast(pl.Float64)
    wide = rows.with_columns(value=value).pivot(
        on=named, index=["school_year", "org_code"], values="value", aggregate_function="first"
    )
    names = sorted(set(wide.columns) - {"school_year", "org_code"})
    return _by_year(wide), dict.fromkeys(names, "percent" if over else "count")


def _long_blocks(sheet: Sheet) -> tuple[dict[int, pl.DataFrame], dict[str, str]]:
    named, counted, over = sheet.report.long or ("", "", None)
    numbers = sheet.numbers(*filter(None, (counted, over))).with_columns(pl.col(counted) / SCALE)
    if over:
        numbers = numbers.with_columns(pl.col(over) / SCALE)
    return side_by_side(numbers.join(sheet.rows.select("row_number", named), on="row_number"), sheet.report)


def _by_year(wide: pl.DataFrame) -> dict[int, pl.DataFrame]:
    years = wide.partition_by("school_year", as_dict=True, include_key=False)
    return {int(key[0]): block for key, block in years.items()}
