"""E-FILE-XML: An XML file."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-XML",
    title="An XML file",
    message="The file is XML (perhaps an XML Spreadsheet of 2003).",
    fix="Open it in Excel and save it as Excel Workbook (.xlsx), or as CSV.",
)
