"""E-FILE-LOOKALIKE: A column name in letters of another alphabet."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-LOOKALIKE",
    title="A column name in letters of another alphabet",
    message="These column names look right and are written with letters of another alphabet: {value} ({other}).",
    fix="Type the column names again.",
)
