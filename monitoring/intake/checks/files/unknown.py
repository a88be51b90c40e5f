"""E-FILE-UNKNOWN: The columns fit no known report."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-UNKNOWN",
    title="The columns fit no known report",
    message="The columns fit no known report. Closest: {value}. Missing: {other}.",
    fix="Send the report as it was exported, or give the columns these names.",
)
