"""E-FILE-TOO-SLOW: Reading took too long."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-TOO-SLOW",
    title="Reading took too long",
    message="Reading the file was stopped after {value} seconds.",
    fix="Copy the table into a new file, values only, and send that.",
)
