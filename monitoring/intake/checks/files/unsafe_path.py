"""E-FILE-UNSAFE-PATH: The workbook names paths outside itself."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-UNSAFE-PATH",
    title="The workbook names paths outside itself",
    message="The workbook's archive names files outside itself. Excel does not write such files.",
    fix="Copy the table into a new workbook and save that.",
)
