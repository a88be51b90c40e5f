"""E-FILE-PERSONAL: The file holds data on persons."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-PERSONAL",
    title="The file holds data on persons",
    message="The file seems to hold data on persons that no layout takes ({value}): names, dates of birth, addresses, "
    "Social Security numbers, or ids where a layout has none. Nothing was taken, and a copy that was sent in is "
    "destroyed after the check.",
    fix="Remove these columns and send the file again. Ids of educators and students have their place in the layouts "
    "of “What can be sent”.",
)
