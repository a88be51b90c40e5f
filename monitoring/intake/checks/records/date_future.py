"""E-DATE-FUTURE: a day that is still to come, of what the layout says has happened."""

from __future__ import annotations

from operator import attrgetter

from monitoring.intake.checks.records.late_days import of_arrival, rule_on_days
from monitoring.intake.sheet import Effect

RULE = rule_on_days(
    "E-DATE-FUTURE",
    title="A day that has not come",
    message="Row {row}: {column} is {value}, after the day on which the file came; this cannot have happened.",
    fix="Correct the day, or leave the row out until it has come.",
    effect=Effect.ROW,
    rank=12,
    which=attrgetter("happened"),
    last=of_arrival,
)
