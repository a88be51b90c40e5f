"""E-FILE-EAM-ALONE: Nothing stands below the first line."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-EAM-ALONE",
    title="Nothing stands below the first line",
    message="The file holds its first line ({value}, dataset, district, school year) and nothing below it: no names of "
    "columns and no rows.",
    fix="Export the file again with its columns and rows.",
)
