"""I-FILE-ENCODING: Read as Windows-1252."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "I-FILE-ENCODING",
    title="Read as Windows-1252",
    message="The text is not UTF-8; it was read as {value}.",
    fix="Nothing to do where names with accents look right; otherwise save as CSV UTF-8.",
)
