"""E-MAPPING-SEVERAL: Several saved mappings fit."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-MAPPING-SEVERAL",
    title="Several saved mappings fit",
    message="The headings of the file fit several mappings: {value}. Which is meant is not guessed.",
    fix="Under “Headings of our own files”, retire those that are not meant, or make one of them that asks for "
    "what differs at each upload; then send the file again.",
)
