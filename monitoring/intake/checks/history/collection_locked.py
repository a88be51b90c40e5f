"""W-COLLECTION-LOCKED: rows of a collection that a district has handed over (see locked_rows)."""

from monitoring.intake.checks.rule import remark

RULE = remark(
    "W-COLLECTION-LOCKED",
    title="The collection is closed to changes",
    message="{value}: {other}",
    fix="Nothing is lost: the file waits as a whole, and the earlier rows stay in force. Once the collection is open "
    "to changes again, whoever may send files takes it on its page. Rows of other collections can be sent meanwhile.",
)
