"""E-FILE-OTHER-FORMAT: Not a table."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-OTHER-FORMAT",
    title="Not a table",
    message="The file is {value}, not a table.",
    fix="Send CSV or an Excel workbook (.xlsx).",
)
