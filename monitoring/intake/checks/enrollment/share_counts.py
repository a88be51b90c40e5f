"""E-SHARE-COUNTS: a share that the counts beside it do not give."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.across.reachable import unreachable
from monitoring.intake.checks.enrollment.groups import READS, with_all
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.layouts.school_enrollment import REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Of rows with a share, a count and the count of all students; as exactly as shares are written in the file."""
    if not sheet.present("share"):
        return nothing()
    totals = with_all(sheet).select("row_number", "all_students")
    return unreachable(sheet, "share", "enrolled", "all_students", beside=totals)


RULE = Rule(
    "E-SHARE-COUNTS",
    title="A share that the counts do not give",
    message="Row {row}: {column} is {value}, and {other} is another share. The counts were taken, the share was not.",
    fix="Correct the share or the counts, or leave the share out: it is computed from the counts.",
    stage=Stage.ACROSS,
    effect=Effect.CELL,
    find=find,
    reads=(*READS, "share"),
    rank=2,
    layout=REPORT.id,
)
