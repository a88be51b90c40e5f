"""E-FILE-AGENCY-ONLY: A layout that the state agency keeps."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-AGENCY-ONLY",
    title="A layout that ESE keeps",
    message="“{value}” is kept by ESE, for all districts alike; a district does not send it.",
    fix="Tell ESE what is wrong or missing there. Nothing of this file was taken.",
)
