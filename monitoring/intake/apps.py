"""The intake room."""

from django.apps import AppConfig

EVENTS = {  # how this room's audit events read
    "upload.received intake.Upload": "sent the file {file}",
    "upload.checked intake.Upload": "checked a file and took {rows_accepted} of {rows} rows",
    "upload.confirmed intake.Upload": "said that a file which takes earlier rows away is right",
    "upload.quarantined intake.Upload": "set a file aside, whose check did not end",
    "upload.removed intake.Upload": "destroyed the content of a file that seemed to hold data on persons",
    "directory.updated intake.Upload": "brought districts and schools to what a file says",
    "proposal.confirmed intake.ColumnProposal": "confirmed that columns stand in each other’s place",
    "proposal.declined intake.ColumnProposal": "declined that columns stand in each other’s place",
    "submission.checked districts.District": "checked the files of {school_year}, {collection}, against each other:"
    " {errors} errors, {warnings} warnings",
    "files.swept districts.District": "destroyed {files} files that nothing refers to",
}


class IntakeConfig(AppConfig):
    name = "monitoring.intake"
    label = "intake"

    def ready(self) -> None:
        from districts.audit_words import PHRASES

        PHRASES.update(EVENTS)
