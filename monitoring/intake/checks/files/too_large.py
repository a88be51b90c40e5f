"""E-FILE-TOO-LARGE: The file is too large."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-TOO-LARGE",
    title="The file is too large",
    message="The file has {value}; at most {other} can be taken.",
    fix="Leave out sheets and columns that the layout does not name, or send one school year at a time.",
)
