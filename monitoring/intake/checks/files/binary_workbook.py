"""E-FILE-BINARY-WORKBOOK: A binary workbook (.xlsb)."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-BINARY-WORKBOOK",
    title="A binary workbook (.xlsb)",
    message="The file is a binary workbook (.xlsb).",
    fix="Open it in Excel and save it as Excel Workbook (.xlsx), or as CSV.",
)
