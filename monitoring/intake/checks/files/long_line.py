"""E-FILE-LONG-LINE: A line is too long."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-LONG-LINE",
    title="A line is too long",
    message="Line {row} has {value} characters; at most {other} are taken.",
    fix="See whether line breaks were lost when the file was saved, and export it again.",
)
