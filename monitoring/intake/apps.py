"""The intake room."""

from django.apps import AppConfig

EVENTS = {  # how this room's audit events read
    "upload.received intake.Upload": "sent the file {file}",
    "upload.checked intake.Upload": "checked a file and took {rows_accepted} of {rows} rows",
    "upload.reopened intake.Upload": "opened again the rows that were typed in and sent, to mend them",
    "entry.started intake.EntryDraft": "began to type in rows ({layout})",
    "entry.discarded intake.EntryDraft": "threw away {rows} rows that were typed in ({layout})",
    "entry.swept districts.District": "destroyed {drafts} drafts of typed rows that nobody had gone on with",
    "upload.confirmed intake.Upload": "said that a file which was held is to be taken",
    "upload.left intake.Upload": "said that a file which was held is not to be taken",
    "upload.quarantined intake.Upload": "set a file aside, whose check did not end",
    "upload.removed intake.Upload": "destroyed the content of a file that seemed to hold data on persons",
    "directory.updated intake.Upload": "brought districts and schools to what a file says",
    "mapping.saved intake.SavedMapping": "saved the mapping {name} for {layout}",
    "mapping.changed intake.SavedMapping": "changed the mapping {name} for {layout}, now in version {version}",
    "mapping.retired intake.SavedMapping": "retired the mapping {name} for {layout}",
    "proposal.confirmed intake.ColumnProposal": "confirmed that columns stand in each other’s place",
    "proposal.declined intake.ColumnProposal": "declined that columns stand in each other’s place",
    "submission.checked districts.District": "checked the files of {school_year}, {collection}, against each other:"
    " {errors} errors, {warnings} warnings",
    "collection.explain intake.Explanation": "explained {total} warnings ({rule}) of {school_year}, {collection}",
    "collection.submit intake.CertificationEvent": "submitted {school_year}, {collection}",
    "collection.certify intake.CertificationEvent": "certified {school_year}, {collection}",
    "collection.withdraw intake.CertificationEvent": "withdrew {school_year}, {collection}",
    "collection.accept intake.CertificationEvent": "accepted {school_year}, {collection}",
    "collection.return intake.CertificationEvent": "returned {school_year}, {collection}",
    "collection.window intake.CertificationEvent": "opened {school_year}, {collection}, to edits until {until}",
    "collection.estimate intake.MinutesEstimate": "said how long {school_year}, {collection}, took the district:"
    " {what}",
    "collection.dates intake.CollectionDates": "changed the dates of {school_year}, {collection}, to be due on {due}",
    "collection.remind intake.Reminder": "reminded the district of {school_year}, {collection} ({occasion})",
    "reminders.chosen intake.ReminderChoice": "turned reminders of collections {what}",
    "staff.resolved intake.SharedStaffResolution": "took as it is the FTE of a person whom {districts} districts report"
    " ({school_year}, {collection})",
    "staff.resolved intake.SharedStaff": "took as it is the FTE of a person whom other districts report, too"
    " ({school_year}, {collection})",
    "files.swept districts.District": "destroyed {files} files that nothing refers to",
}


class IntakeConfig(AppConfig):
    name = "monitoring.intake"
    label = "intake"

    def ready(self) -> None:
        from districts.audit_words import PHRASES

        PHRASES.update(EVENTS)
