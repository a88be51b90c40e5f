"""E-FILE-NO-SHEET: No visible sheet holds data."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-NO-SHEET",
    title="No visible sheet holds data",
    message="All data stand in hidden sheets: {value}.",
    fix="Unhide the sheet that is meant, or delete the hidden ones, and save again.",
)
