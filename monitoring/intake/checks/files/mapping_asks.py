"""E-MAPPING-ASKS: What a saved mapping asks for was not said."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-MAPPING-ASKS",
    title="What a saved mapping asks for was not said",
    message="The mapping {value} asks for the {other} with each file, and nothing was said.",
    fix="Send the file again and name it beside the file.",
)
