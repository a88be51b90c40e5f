"""I-FILE-FORMULAS: The workbook holds formulas."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "I-FILE-FORMULAS",
    title="The workbook holds formulas",
    message="The workbook holds formulas. They were not calculated anew: the values that were last saved were read.",
    fix="Nothing to do where the workbook was saved by Excel.",
)
