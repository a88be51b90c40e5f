"""W-FILE-OTHER-LAYOUTS: a workbook of which another sheet could be read as well."""

from __future__ import annotations

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "W-FILE-OTHER-LAYOUTS",
    title="Two sheets that could be read",
    message="The sheet “{value}” was read, which comes first. This was not read and would be known, too: {other}.",
    fix="Send each sheet as a file of its own, and take the others out of this workbook.",
)
