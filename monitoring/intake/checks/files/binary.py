"""E-FILE-BINARY: The file is not text."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-BINARY",
    title="The file is not text",
    message="The file holds bytes that are neither a workbook nor text.",
    fix="Save the table as CSV (UTF-8) or as an Excel workbook (.xlsx) and send that.",
)
