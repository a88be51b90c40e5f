"""I-FILE-UNKNOWN-COLUMNS: Columns that are not known."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "I-FILE-UNKNOWN-COLUMNS",
    title="Columns that are not known",
    message="These columns are not known; they were not read and are not kept: {value}.",
    fix="Nothing to do where they are not meant.",
)
