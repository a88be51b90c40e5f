"""E-FILE-PERSONAL: The file holds data on persons."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-PERSONAL",
    title="The file holds data on persons",
    message="The file seems to hold data on persons ({value}). Only figures of schools and districts are taken here: "
    "nothing was taken from this file, and a copy that was sent in is destroyed after the check.",
    fix="Remove the columns about persons and send the file again.",
)
