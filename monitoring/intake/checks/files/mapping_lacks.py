"""E-MAPPING-LACKS: A heading of a saved mapping is not there."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-MAPPING-LACKS",
    title="A heading of a saved mapping is not there",
    message="The columns fit no known report. The closest is the mapping {other}, and these of its headings are not in "
    "the file: {value}.",
    fix="Export the file with these columns, or change the mapping, under “Headings of our own files”, to what "
    "they are called now.",
)
