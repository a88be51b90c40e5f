"""E-FILE-DAMAGED: The file is damaged or incomplete."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-DAMAGED",
    title="The file is damaged or incomplete",
    message="The workbook is damaged, or only a part of it arrived.",
    fix="Open it in Excel to see whether it is whole, save it again, then send it again.",
)
