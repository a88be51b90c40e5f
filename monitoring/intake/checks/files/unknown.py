"""E-FILE-UNKNOWN: The columns fit no known report."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-UNKNOWN",
    title="The columns fit no known report",
    message="The columns fit no known report. {value} {other}",
    fix="Send the report as it was exported, or give the columns the names they have on the page “What can be "
    "sent”. An export of a district’s own can stay as it is: save once what its headings hold, under “Headings "
    "of our own files”, and send it again.",
)
