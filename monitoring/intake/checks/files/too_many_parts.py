"""E-FILE-TOO-MANY-PARTS: The workbook has too many parts."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-TOO-MANY-PARTS",
    title="The workbook has too many parts",
    message="The workbook consists of {value} parts; at most {other} are taken.",
    fix="Copy the table into a new workbook, values only, and save that.",
)
