"""E-FILE-EAM-DATASET: The first line names another dataset."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-EAM-DATASET",
    title="The first line names another dataset",
    message="The first line says the file holds {value}; its columns are those of {other}.",
    fix="Write {other} there, or delete the first line.",
)
