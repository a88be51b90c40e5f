"""E-FILE-TOO-MANY-COLUMNS: Too many columns."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-TOO-MANY-COLUMNS",
    title="Too many columns",
    message="The table is {value} columns wide; at most {other} are taken.",
    fix="Delete what stands far to the right of the table, even a single cell, and save again.",
)
