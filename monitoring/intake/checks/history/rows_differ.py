"""I-ROWS-DIFFER: what this file changes against the one whose place it takes (see superseding)."""

from monitoring.intake.checks.rule import remark

RULE = remark(
    "I-ROWS-DIFFER",
    title="What this file changes",
    message="{other}: {value}.",
    fix="Nothing to do where the changes are meant. A row counts as changed where any figure or word in it is another "
    "than before, even one letter of a school's name.",
)
