"""I-FILE-OTHER-SHEETS: Other sheets were not read."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "I-FILE-OTHER-SHEETS",
    title="Other sheets were not read",
    message="Only the sheet “{value}” was read. Not read: {other}.",
    fix="Where another sheet is meant, move it to the front, or send it as a file of its own.",
)
