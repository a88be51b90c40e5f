"""W-DATE-AHEAD: a day that is still to come, of what has mostly happened when it is told."""

from __future__ import annotations

from operator import attrgetter

from monitoring.intake.checks.records.late_days import of_arrival, rule_on_days
from monitoring.intake.sheet import Effect

RULE = rule_on_days(
    "W-DATE-AHEAD",
    title="A day that lies ahead",
    message="Row {row}: {column} is {value}, after the day on which the file came.",
    fix="Correct the day; or explain it, where it is planned already.",
    effect=Effect.NONE,
    rank=13,
    which=attrgetter("begun"),
    last=of_arrival,
)
