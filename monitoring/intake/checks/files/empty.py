"""E-FILE-EMPTY: The file is empty."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-EMPTY",
    title="The file is empty",
    message="The file holds no data.",
    fix="Export the file again, open it to see that it has rows, then send it.",
)
