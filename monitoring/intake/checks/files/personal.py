"""E-FILE-PERSONAL: The file holds data on persons."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-PERSONAL",
    title="The file holds data on persons",
    message="The file seems to hold data on persons ({value}). This page takes figures of schools and districts "
    "only; nothing of the file was kept.",
    fix="Remove the columns about persons and send the file again.",
)
