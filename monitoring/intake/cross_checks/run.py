"""Applies the rules between files in their order. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from monitoring.intake.cross_checks.catalogue import CROSS_RULES
from monitoring.intake.cross_checks.rule import CrossRule, as_found
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.digest import digest_of
from monitoring.intake.reports.catalogue import REPORTS

SHOWN = 100  # rows told one by one for each rule; the total is always the true one


@dataclass(frozen=True)
class CrossFinding:
    """What one rule found. `total`: all offenders; `details`: the first of them: row_number, message, how_to_fix;
    `digest`: as of `checks.run.Finding`.
    """

    rule: CrossRule
    total: int
    details: pl.DataFrame
    digest: str


def cross_check(sent: Submission, *, rules: Iterable[CrossRule] = tuple(CROSS_RULES.values())) -> list[CrossFinding]:
    """One finding for each rule that found anything. Rows that fail a prerequisite are not looked at again, so a
    missing person is told once and not in every file.
    """
    findings: list[CrossFinding] = []
    for rule in rules:
        if not sent.has(*rule.needs, before=rule.looks_back) or rule.dataset in sent.borrowed:
            continue
        found = as_found(rule.find(shown_to(rule, sent))).sort("row_number", nulls_last=True)
        if not found.height:
            continue
        findings.append(_describe(rule, found, sent.files[rule.dataset]))
        if rule.is_prerequisite:
            sent = sent.without(rule.dataset, found)
    return findings


def shown_to(rule: CrossRule, sent: Submission) -> Submission:
    """What a rule looks at: as in `checks.run`."""
    return sent


def _describe(rule: CrossRule, found: pl.DataFrame, rows: pl.DataFrame) -> CrossFinding:
    words = {
        "row": pl.col("row_number").cast(pl.String),
        "file": pl.lit(REPORTS[rule.dataset].title),
        "value": pl.col("value"),
        "other": pl.col("other"),
    }
    shown = found.head(SHOWN).select(
        "row_number", message=_filled(rule.message, words), how_to_fix=_filled(rule.fix, words)
    )
    return CrossFinding(rule, found.height, shown, digest_of(found, rows, rule.grain or REPORTS[rule.dataset].row_key))


def _filled(text: str, words: dict[str, pl.Expr]) -> pl.Expr:
    for name in words:
        text = text.replace("{" + name + "}", "\x00" + name + "\x00")
    parts = text.split("\x00")
    pieces = [words[part].fill_null("") if place % 2 else pl.lit(part) for place, part in enumerate(parts)]
    return pl.concat_str(pieces)
