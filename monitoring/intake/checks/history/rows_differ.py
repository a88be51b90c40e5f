"""I-ROWS-DIFFER: what this file changes against the one whose place it takes (see superseding)."""

from monitoring.intake.checks.rule import remark

RULE = remark(
    "I-ROWS-DIFFER",
    title="What this file changes",
    message="{other}: {value}.",
    fix="Nothing to do where the changes are meant. What is counted are rows of the kind named: one is changed where "
    "any of its figures or words is another, of organizations a letter of a name too.",
)
