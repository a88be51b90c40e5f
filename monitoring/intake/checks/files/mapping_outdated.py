"""E-MAPPING-OUTDATED: A saved mapping no longer fits its layout."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-MAPPING-OUTDATED",
    title="A saved mapping no longer fits its layout",
    message="The mapping {value} no longer fits its layout, which has changed since. {other}",
    fix="Change the mapping, under “Headings of our own files”, and send the file again.",
)
