"""E-FILE-COLUMN-TWICE: A column stands twice."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-COLUMN-TWICE",
    title="A column stands twice",
    message="These columns stand in the file more than once: {value}.",
    fix="Keep the one that is meant and delete the other.",
)
