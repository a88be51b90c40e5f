"""I-FILE-MERGED-CELLS: Merged cells below the header."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "I-FILE-MERGED-CELLS",
    title="Merged cells below the header",
    message="Cells are merged in or above row {row}, below the header. A merged cell's value counts for its first "
    "cell only.",
    fix="Unmerge the cells where values are missing, and send the file again.",
)
