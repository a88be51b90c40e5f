"""E-FILE-NO-VALUES: formulas whose values were never saved."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-NO-VALUES",
    title="Formulas without values",
    message="On the sheet “{value}” stand formulas whose values were never saved, so the cells look blank to anybody "
    "but Excel.",
    fix="Open the workbook in Excel, save it, and send it again; or send values only, or CSV.",
)
