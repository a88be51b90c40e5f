"""Applies the rules in their order. What a rule takes out, later rules no longer see."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping

import polars as pl

from monitoring.intake.checks.across.contradictions import with_contradictions
from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.checks.rule import Rule, Stage, as_found, nothing, year_text
from monitoring.intake.column_judgment import judge
from monitoring.intake.digest import digest_of
from monitoring.intake.judgment import Judgment
from monitoring.intake.personal import concealed, with_ends_of
from monitoring.intake.reading.refusal import Note
from monitoring.intake.sheet import Effect, Sheet

LOOKING = tuple(rule for rule in RULES.values() if rule.find)  # the others speak while the file is read
SHOWN = 100  # rows told one by one for each rule; the total is always the true one

# What is judged before a stage begins: columns as they were read, and what cells of them are left within a year.
JUDGED: dict[Stage, Callable[[Sheet], Judgment]] = {Stage.CELL: judge, Stage.COLUMN: with_contradictions}

DETAIL: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_number": pl.UInt32,
    "column": pl.String,
    "school_year": pl.Int16,
    "value": pl.String,
    "message": pl.String,
    "how_to_fix": pl.String,
}


@dataclasses.dataclass(frozen=True)
class Finding:
    """What one rule found in one file. `total`: all offenders. `details`: the first of them, in the columns of DETAIL.

    `column` is the header as it stands in the file; `keys` are our names of the columns and years concerned, where it
    has any. `digest`: of a warning, by which it is known again.
    """

    rule: Rule
    total: int
    details: pl.DataFrame
    keys: tuple[tuple[int, str], ...] = ()
    digest: str = ""


def run_rules(
    sheet: Sheet, *, rules: Iterable[Rule] = LOOKING, tell: Callable[[int], None] = lambda done: None
) -> tuple[Sheet, list[Finding]]:
    """The sheet with everything refused taken out, and one finding for each rule that found anything. Rows of a layout
    that have a cell of a wrong form are seen by all rules on forms, so that everything that is to be mended in them is
    told at once. `tell` is called before each rule with how many have looked.
    """
    findings, judged, refused = [], dict(JUDGED), [nothing()]
    for done, rule in enumerate(rules):
        tell(done)
        if rule.find is None or not rule.can_find(sheet.report):
            continue
        if rule.stage > Stage.CELL and len(refused) > 1:
            sheet, refused = sheet.without(pl.concat(refused), Effect.ROW), [nothing()]
        for stage in [stage for stage in judged if rule.stage >= stage]:
            sheet = dataclasses.replace(sheet, judgment=judged.pop(stage)(sheet))
        found = rule.find(shown_to(rule, sheet))
        if not found.height:
            continue
        found = as_found(found)
        findings.append(_described(rule, found, sheet))
        if rule.effect is Effect.FILE:
            break
        if rule.is_on_forms and not sheet.report.judged:
            refused.append(found)
        else:
            sheet = sheet.without(found, rule.effect)
    return sheet.without(pl.concat(refused), Effect.ROW), findings


def _described(rule: Rule, found: pl.DataFrame, sheet: Sheet) -> Finding:
    finding = describe(rule, as_told(rule, sheet, found), sheet.headers)
    if rule.severity != "W":
        return finding
    key = rule.grain or ("school_year", "org_code", *sheet.report.key)
    return dataclasses.replace(finding, digest=digest_of(found, sheet.rows, key))


def as_told(rule: Rule, sheet: Sheet, found: pl.DataFrame) -> pl.DataFrame:
    """What may be said of what was found: of a file on persons no text of a cell, but all that is the rule's own, and
    of codes of organizations those that are on record: another may be somebody's id.
    """
    if not sheet.report.persons:
        return found
    return concealed(found) if rule.quotes else with_ends_of(sheet.strange_codes, found)


def shown_to(rule: Rule, sheet: Sheet) -> Sheet:
    """What a rule looks at: all there is, with what was counted of it once for all rules. Tests show it nothing but the
    columns that it declares (`Sheet.seeing`), so that what columns are used for is known.
    """
    return sheet


def describe(rule: Rule, found: pl.DataFrame, headers: Mapping[str, str]) -> Finding:
    """Words for what was found: the message and the remedy of each of the first rows, in the columns of DETAIL."""
    ordered = found.sort("row_number", "school_year", "column", nulls_last=True)
    title = pl.col("column").replace_strict(dict(headers), default=pl.col("column"), return_dtype=pl.String)
    shown = ordered.head(SHOWN).with_columns(column=title)
    details = shown.with_columns(message=fill(rule.message), how_to_fix=fill(rule.fix))
    details = details.with_columns(value=None) if rule.is_told_by_value else details
    details = details.select(DETAIL.keys()).cast(DETAIL)  # type: ignore[arg-type]
    keys: tuple[tuple[int, str], ...] = ()
    if rule.stage >= Stage.CELL and rule.effect in (Effect.COLUMN, Effect.WITHHELD):
        keys = tuple(found.select("school_year", "column").drop_nulls().unique().sort("school_year", "column").rows())
    return Finding(rule, found.height, details, keys)


def describe_note(note: Note) -> Finding:
    """A remark about the file itself, as a finding."""
    found = as_found(pl.DataFrame({"row_number": [note.row_number], "value": [note.value], "other": [note.other]}))
    return dataclasses.replace(describe(RULES[note.rule_id], found, {}), digest=digest_of(found))


def fill(message: str) -> pl.Expr:
    """A message, or a remedy, with its {names} filled in from the columns of FOUND."""
    words = {
        "row": pl.col("row_number").cast(pl.String),
        "column": pl.lit("“") + pl.col("column") + pl.lit("”"),
        "year": year_text("school_year"),
        "value": pl.col("value"),
        "other": pl.col("other"),
    }
    text = pl.lit("")
    for piece in message.split("{"):
        name, closed, rest = piece.partition("}")
        text = text + words[name].fill_null("") + pl.lit(rest) if closed else text + pl.lit(piece)
    return text
