"""E-FILE-OPEN-DOCUMENT: An OpenDocument file."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-OPEN-DOCUMENT",
    title="An OpenDocument file",
    message="The file is an OpenDocument file (.ods).",
    fix="Open it and save it as Excel Workbook (.xlsx), or as CSV.",
)
