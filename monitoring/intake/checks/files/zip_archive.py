"""E-FILE-ZIP: A ZIP folder."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-ZIP",
    title="A ZIP folder",
    message="The file is a ZIP folder with {value} in it.",
    fix="Unpack it and send the files one by one.",
)
