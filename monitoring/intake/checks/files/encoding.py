"""E-FILE-ENCODING: The text cannot be decoded."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-ENCODING",
    title="The text cannot be decoded",
    message="The text is not valid {value}: the first byte that does not fit is number {other}.",
    fix="Save the file as CSV UTF-8 and send it again.",
)
