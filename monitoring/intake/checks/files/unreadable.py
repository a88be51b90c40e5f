"""E-FILE-UNREADABLE: The file cannot be read."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-UNREADABLE",
    title="The file cannot be read",
    message="The file could not be read ({value}).",
    fix="Save the table as CSV (UTF-8) and send that.",
)
