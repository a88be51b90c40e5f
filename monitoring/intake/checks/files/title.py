"""E-FILE-TITLE: The title does not say whose figures these are."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-TITLE",
    title="The title does not say whose figures these are",
    message="The columns are those of {value}, but the title row does not say so: “{other}”.",
    fix="Send the report as it was exported, with its title row; figures of other educators are not used.",
)
