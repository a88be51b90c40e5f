"""E-FILE-ENCRYPTED: The file is protected by a password."""

from monitoring.intake.checks.rule import file_rule

RULE = file_rule(
    "E-FILE-ENCRYPTED",
    title="The file is protected by a password",
    message="The workbook is protected by a password and cannot be opened.",
    fix="Remove the password in Excel (File, Info, Protect Workbook) and save it again.",
)
