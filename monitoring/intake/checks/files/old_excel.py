"""E-FILE-OLD-EXCEL: An old Excel file (.xls)."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-OLD-EXCEL",
    title="An old Excel file (.xls)",
    message="The file is in Excel's format of before 2007, whatever its name ends with.",
    fix="Open it in Excel and save it as Excel Workbook (.xlsx), or as CSV.",
)
