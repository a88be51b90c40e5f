"""W-FIGURES-OTHERS: most numbers of a group or measure are others than those in force (see superseding)."""

from monitoring.intake.checks.rule import remark

RULE = remark(
    "W-FIGURES-OTHERS",
    title="Most figures of a group or measure are others than before",
    message="{other}: most organizations, or most of one district, have another figure of {value} now.",
    fix="See whether columns changed places, or the file is of another year or of others' rows. Where the new figures "
    "are right, there is nothing to mend. Where the file is held, whoever may send files says first that it is right.",
)
