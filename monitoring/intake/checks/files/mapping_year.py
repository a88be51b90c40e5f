"""E-MAPPING-YEAR: The first line names no school year."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-MAPPING-YEAR",
    title="The first line names no school year",
    message="The mapping {value} takes the {other} from the first line of the file or a title above the headings, and "
    "none stands there.",
    fix="Begin the file with a line such as EAM,staff_roster,00350000,2024-25 or keep the title of the export; or "
    "change the mapping, under “Headings of our own files”.",
)
