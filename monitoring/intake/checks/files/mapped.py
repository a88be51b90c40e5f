"""I-FILE-MAPPED: A file read through a mapping of its sender."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "I-FILE-MAPPED",
    title="A file read through a mapping of its sender",
    message="It was read through {value}, as {other}.",
    fix="Nothing to do. What stands under which heading is said in the mapping, under “Headings of our own files”.",
)
