"""W-ROWS-GONE: rows of the file whose place this one takes are no longer there (see superseding)."""

from monitoring.intake.checks.rule import remark

RULE = remark(
    "W-ROWS-GONE",
    title="Rows of the earlier file are no longer there",
    message="Not in this file any more, or without a number there: {other}. Concerned: {value}.",
    fix="Where this is right, what is gone is shown as not submitted. Where the file is held, whoever may send files "
    "says first that it is right. Otherwise send the whole file; it takes this one's place.",
)
