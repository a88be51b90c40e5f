"""E-FILE-TOO-MANY-ROWS: Too many rows."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-TOO-MANY-ROWS",
    title="Too many rows",
    message="The table is {value} rows long; at most {other} are taken.",
    fix="Delete what stands far below the table, even a single cell, or send one school year at a time.",
)
