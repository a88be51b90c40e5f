"""W-CHECK-WAITS: another year throws other light on rows of a collection that was handed over (see locked_rows)."""

from monitoring.intake.checks.rule import remark

RULE = remark(
    "W-CHECK-WAITS",
    title="Another year says otherwise, and the collection is closed to changes",
    message="{value}: {other}",
    fix="Nothing changes now: the rows stay as they were handed over. Beside a year that came in since, the columns of "
    "this file are judged otherwise, and it would give other rows; it is checked anew, and says which, as soon as the "
    "collection is open to changes. See whether the columns of both years hold what their names say.",
)
