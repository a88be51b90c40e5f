"""E-FILE-HEADER-ONLY: No rows below the header."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-HEADER-ONLY",
    title="No rows below the header",
    message="The file has the columns of {value} and no rows below them.",
    fix="Export the report again with its rows.",
)
