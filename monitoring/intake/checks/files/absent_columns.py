"""I-FILE-ABSENT-COLUMNS: Columns that the report usually has."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "I-FILE-ABSENT-COLUMNS",
    title="Columns that the report usually has",
    message="The file lacks columns that this report usually has: {value}. What is made from them is not computed.",
    fix="Nothing to do where the report of that year has no such columns.",
)
