"""E-FILE-TOO-MUCH-MEMORY: Reading needs too much memory."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-TOO-MUCH-MEMORY",
    title="Reading needs too much memory",
    message="Reading the file would take more than {value} MB of memory.",
    fix="Delete what stands far from the table, or send one school year at a time.",
)
