"""I-FILE-MACROS: The workbook holds macros."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "I-FILE-MACROS",
    title="The workbook holds macros",
    message="The workbook holds macros. They were not run.",
    fix="Nothing to do.",
)
