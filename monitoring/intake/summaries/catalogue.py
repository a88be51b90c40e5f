"""All tables of review, in the order of the layouts, and how they are set beside last year's."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monitoring.intake.cross_checks.submission import narrowed
from monitoring.intake.summaries import assignments, evaluations, figures, roster, schedules, staff, students
from monitoring.intake.summaries.summary import Files, Summary

SUMMARIES: dict[str, Summary] = {
    summary.id: summary
    for summary in (
        roster.SUMMARY,
        staff.SUMMARY,
        assignments.SUMMARY,
        evaluations.SUMMARY,
        students.SUMMARY,
        students.RACES_SUMMARY,
        schedules.SUMMARY,
        figures.MEASURES_SUMMARY,
        figures.GROUPS_SUMMARY,
    )
}
DATASETS = frozenset(dataset for summary in SUMMARIES.values() for dataset in summary.reads)


@dataclass(frozen=True)
class Summarized:
    """A table. `rows`: keys, each figure, and as `<name>_was` last year's; `hidden` and `hidden_was`; the district as a
    whole first, then by place and part. `has_before`: whether last year's file is there.
    """

    summary: Summary
    rows: pl.DataFrame
    has_before: bool


def summarize(files: Files, before: Files) -> list[Summarized]:
    """The tables of whatever was sent."""
    return [_beside(one, files, before) for one in SUMMARIES.values() if one.dataset in files]


def _beside(summary: Summary, files: Files, before: Files) -> Summarized:
    has_before = summary.dataset in before
    now = _hidden(summary.build(narrowed(files, summary.reads)))
    was = _hidden(summary.build(narrowed(before, summary.reads))) if has_before else now.clear()
    rows = now.join(was, on=summary.keys, how="full", suffix="_was", nulls_equal=True, coalesce=True)
    return Summarized(summary, rows.sort(summary.keys, nulls_last=True), has_before)


def _hidden(rows: pl.DataFrame) -> pl.DataFrame:
    return rows if "hidden" in rows.columns else rows.with_columns(hidden=pl.lit(value=False))
