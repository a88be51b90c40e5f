"""I-FILE-HIDDEN-SHEETS: Hidden sheets were not read."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "I-FILE-HIDDEN-SHEETS",
    title="Hidden sheets were not read",
    message="Only the sheet “{value}” was read. Hidden and not read: {other}.",
    fix="Nothing to do where the hidden sheets are not meant.",
)
