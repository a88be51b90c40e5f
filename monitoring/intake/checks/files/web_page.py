"""E-FILE-WEB-PAGE: A web page."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-WEB-PAGE",
    title="A web page",
    message="The file is a web page, although its name may say otherwise. Some sites offer such pages as Excel files.",
    fix="Open it in Excel and save it as Excel Workbook (.xlsx), or as CSV.",
)
