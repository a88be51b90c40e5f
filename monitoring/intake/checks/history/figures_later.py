"""W-FIGURES-LATER: a later file stands in place of this one and most of its numbers are others (see superseding)."""

from monitoring.intake.checks.rule import remark

RULE = remark(
    "W-FIGURES-LATER",
    title="Most figures of a group or measure are others in a later file",
    message="{other}. Most organizations, or most of one district, have another figure of {value} there.",
    fix="Where the later file is right there is nothing to do. Otherwise send this file again: the newest stands.",
)
