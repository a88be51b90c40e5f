"""E-FILE-EAM-DISTRICT: The first line names another district."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-EAM-DISTRICT",
    title="The first line names another district",
    message="The first line says the file is of district {value}; it was sent for {other}.",
    fix="Send the file in the place of the district it belongs to.",
)
