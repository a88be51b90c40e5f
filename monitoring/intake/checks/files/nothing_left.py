"""E-FILE-NOTHING-LEFT: no row of the file can be used."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-NOTHING-LEFT",
    title="No row can be used",
    message="The file is {value}, and none of its {other} rows can be used.",
    fix="See what was said about the rows, correct them, and send the file again.",
)
