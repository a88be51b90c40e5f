"""E-FILE-ENTITIES: The workbook defines entities of its own."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-ENTITIES",
    title="The workbook defines entities of its own",
    message="The workbook defines or includes outside text (XML entities). Excel does not write such files.",
    fix="Copy the table into a new workbook and save that.",
)
