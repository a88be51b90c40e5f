"""W-ROWS-LATER: a later file stands in place of this one and lacks many of its rows (see superseding)."""

from monitoring.intake.checks.rule import remark

RULE = remark(
    "W-ROWS-LATER",
    title="A later file lacks rows of this one",
    message="{other}. They are of {value}.",
    fix="Where the later file is right there is nothing to do. Otherwise send the whole file again: the newest stands.",
)
