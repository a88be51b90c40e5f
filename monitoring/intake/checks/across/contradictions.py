"""Years in which columns contradict each other in most rows. Not a rule: the judgment on columns is told of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from itertools import combinations

import polars as pl

from monitoring.analysis.column_identity.panel import FEWEST_ROWS
from monitoring.intake.checks.across import (
    grade_sum,
    mean_achievable,
    part_larger,
    race_sum,
    rate_achievable,
    share_whole,
)
from monitoring.intake.checks.across.relation import Relation, failures
from monitoring.intake.judgment import Judgment, Key
from monitoring.intake.sheet import Sheet

KINDS = (grade_sum, mean_achievable, part_larger, race_sum, rate_achievable, share_whole)
MOST = 0.5  # share of a year's rows from which not the rows are wrong but a column
FEWEST = 3  # failing rows; fewer speak for themselves
Mapping = dict[str, str]


def with_contradictions(sheet: Sheet) -> Judgment:
    """The judgment with the columns that contradict each other within a year, and the one exchange of two of them that
    satisfies everything, where there is just one. What the other years propose is proposed only as far as the columns
    go with each other once it is confirmed. Of a report that is not judged nobody is asked: its columns contradict each
    other.
    """
    judgment, relations = sheet.judgment, [one for kind in KINDS for one in kind.relations(sheet)]
    if not relations:
        return judgment
    broken = [(one, *row) for one in relations for row in _broken(sheet, one).iter_rows()]
    contradicted: dict[Key, str] = {}
    for one, year, failing, rows, telling in broken:
        if not _is_answered(judgment, year, one):
            words = f"in {failing:,} of {telling:,} rows, such as {rows}"
            for column in one.columns:
                contradicted.setdefault((year, column), _sentence(sheet, year, column, one.columns, words))
    if not sheet.report.judged:
        return dataclasses.replace(judgment, contradicted=contradicted)
    proposed = dict(judgment.proposed)
    for year in sorted({*proposed, *(year for _, year, *_ in broken)}):
        mapping = _explanation(_of_year(sheet, year), relations, judgment, year)
        if mapping != proposed.pop(year, {}):
            for column in (it for one in relations if {*mapping} & {*one.columns} for it in one.columns):
                contradicted.setdefault((year, column), _waits(sheet, year, column))
        proposed |= {year: mapping} if mapping else {}
    return dataclasses.replace(judgment, contradicted=contradicted, proposed=proposed)


def _is_answered(judgment: Judgment, year: int, one: Relation) -> bool:
    """Whether other years tell which column is wrong: some are doubted, and the rest was compared with two years."""
    doubted = {column for column in one.columns if (year, column) in judgment.doubted}
    is_its = (pl.col("older") == year) | (pl.col("newer") == year)
    compared = judgment.changes.filter(is_its, pl.col("rows") >= FEWEST_ROWS)
    pairs = dict(compared.group_by("column").len().iter_rows())
    return bool(doubted) and all(pairs.get(column, 0) >= 2 for column in one.columns if column not in doubted)


def _broken(sheet: Sheet, one: Relation) -> pl.DataFrame:
    """The years in which a relation fails in most rows: school_year, failing, rows, telling."""
    found = failures(sheet, one).filter(
        pl.col("failing") >= FEWEST, pl.col("failing") > MOST * pl.col("telling"), pl.col("school_year").is_not_null()
    )
    return found.select("school_year", "failing", "rows", "telling").sort("school_year")


def _sentence(sheet: Sheet, year: int, column: str, tied: tuple[str, ...], words: str) -> str:
    names = [f"“{sheet.headers.get(name, name)}”" for name in (column, *(it for it in tied if it != column))]
    return f"In {year - 1}-{year % 100:02} {names[0]} contradicts {' and '.join(names[1:])} {words}."


def _waits(sheet: Sheet, year: int, column: str) -> str:
    name = sheet.headers.get(column, column)
    return f"In {year - 1}-{year % 100:02} “{name}” goes with columns that seem to stand in each other's place."


def _explanation(sheet: Sheet, relations: Collection[Relation], judgment: Judgment, year: int) -> Mapping:
    """Which exchange explains the year: what the other years say where it satisfies all relations, else the only
    exchange of two columns, beside what they say, that does and leaves no doubted column out; or none.
    """
    others = judgment.proposed.get(year, {})
    if others and _is_mended(sheet, others, relations):
        return others
    left = _exchanged(sheet, others)
    tied = {column for one in relations if _broken(left, one).height for column in one.columns}
    doubted = {column for its, column in judgment.doubted if its == year}
    swaps = [{**others, **swap} for swap in _swaps(sheet, tied - {*others}, besides=others)]
    found = [swap for swap in swaps if doubted <= {*swap} and _is_mended(sheet, swap, relations)]
    return found[0] if len(found) == 1 else {}


def _swaps(sheet: Sheet, tied: Collection[str], *, besides: Collection[str]) -> Iterator[Mapping]:
    """Exchanges of two columns, one of which at least is tied by a broken relation."""
    present = [column.name for column in sheet.report.numeric if sheet.present(column.name)]
    names = [name for name in present if name not in besides]
    return ({a: b, b: a} for a, b in combinations(names, 2) if a in tied or b in tied)


def _is_mended(sheet: Sheet, mapping: Mapping, relations: Collection[Relation]) -> bool:
    """Whether no relation is broken after the exchange, nor more rows fail than before: where nearly all stay, who
    stays and how many there are can be exchanged in most rows unseen.
    """
    after = _exchanged(sheet, mapping)
    if any(_broken(after, one).height for one in relations):
        return False
    failing, before = (sum(int(failures(it, one)["failing"].sum()) for one in relations) for it in (after, sheet))
    return failing <= before


def _of_year(sheet: Sheet, year: int) -> Sheet:
    is_its = pl.col("school_year") == year
    return dataclasses.replace(sheet, rows=sheet.rows.filter(is_its), cells=sheet.cells.filter(is_its))


def _exchanged(sheet: Sheet, mapping: Mapping) -> Sheet:
    return dataclasses.replace(sheet, cells=sheet.cells.with_columns(pl.col("column").replace(mapping)))
