"""The wall around intake: a person hands files in; only the pipeline judges, freezes and supersedes, and notes what the
agency decided on an exchange of columns. The agency reads that a file came and which columns wait for a decision; what
the checks found in another tenant's file, and what was frozen from it, is not open to the state; what its files of a
collection say of each other is, for the agency accepts the collection. What people type in is their tenant's alone
until they send it.
"""

from django.db import migrations

from districts.wall import protect, same_district, share

READ, ADD, WRITE = "select", "select insert", "select insert update"


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("districts", "0002_wall")]

    operations = [
        protect(
            "intake_upload",
            district="select insert",
            state="select insert",
            job="select update",
            worker=WRITE,
            open_to_state=True,
        ),
        protect(
            "intake_finding", district="select", state="select", job="select insert delete", worker=f"{WRITE} delete"
        ),
        protect(
            "intake_crossfinding",
            district="select",
            state="select",
            job="select insert delete",
            worker=f"{WRITE} delete",
            open_to_state=True,
        ),
        protect(
            "intake_comparison", district="select", state="select", job="select insert delete", worker=f"{WRITE} delete"
        ),
        protect(
            "intake_entrydraft",
            district=f"{WRITE} delete",
            state=f"{WRITE} delete",
            job="select delete",
            worker=f"{WRITE} delete",
            key=None,
        ),
        protect("intake_savedmapping", district=ADD, state=READ, worker=ADD),
        protect("intake_snapshot", district="select", state="select", job=WRITE, worker=WRITE),
        protect(
            "intake_columnproposal",
            district="select",
            state="select",
            job=WRITE,
            worker=WRITE,
            open_to_state=True,
        ),
        protect(
            "intake_certificationevent", district=ADD, state=READ, job=ADD, worker=ADD, open_to_state=True, key=None
        ),
        protect("intake_explanation", district=ADD, state=READ, worker=ADD, open_to_state=True, key=None),
        protect("intake_reminder", district=READ, state=READ, job=WRITE, worker=ADD, open_to_state=True, key=None),
        protect("intake_reminderchoice", district=ADD, state=READ, worker=ADD, open_to_state=True, key=None),
        protect("intake_minutesestimate", district=ADD, state="", worker=ADD, key=None),
        share("intake_minutesspread", state=READ, worker=f"{WRITE} delete"),
        protect(
            "intake_sharedstaff",
            district=READ,
            state=READ,
            job="select update",
            worker=f"{WRITE} delete",
            open_to_state=True,
            key=None,
        ),
        protect("intake_sharedstaffresolution", district="", state=ADD, worker=ADD, key=None),
        share("intake_sharedstaffcheck", state=READ, worker=f"{WRITE} delete"),
        share("intake_standin", district=READ, state=READ, worker=WRITE),
        share("intake_collectiondates", district=READ, state=ADD, worker=READ),
        same_district("intake_upload", "sent_by_id", "districts_membership"),
        same_district("intake_entrydraft", "mends_id", "intake_upload"),
        same_district("intake_upload", "column_mapping_id", "intake_savedmapping"),
        same_district("intake_finding", "upload_id", "intake_upload"),
        same_district("intake_comparison", "upload_id", "intake_upload"),
        same_district("intake_comparison", "against_id", "intake_snapshot"),
        same_district("intake_snapshot", "upload_id", "intake_upload"),
        same_district("intake_snapshot", "superseded_by_id", "intake_snapshot"),
        same_district("intake_columnproposal", "upload_id", "intake_upload"),
    ]
