"""E-FILE-UNPACKS-TOO-LARGE: The file unpacks to too much."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-UNPACKS-TOO-LARGE",
    title="The file unpacks to too much",
    message="Unpacked, the workbook would take {value}; at most {other} are taken.",
    fix="Copy the table into a new workbook, values only, and save that.",
)
