"""W-ROWS-GONE: rows of the file whose place this one takes are no longer there (see superseding)."""

from monitoring.intake.checks.rule import remark

RULE = remark(
    "W-ROWS-GONE",
    title="Rows of the earlier file are no longer there",
    message="{other} are not in this file any more, or have no number there. They are of {value}.",
    fix="Where this is right, what is gone is shown as not submitted; of a file that is held its sender says so first. "
    "Otherwise send the whole file; it takes this one's place.",
)
