"""The wall around intake: a person hands files in and decides on exchanges; only the worker judges, freezes and
supersedes.
"""

from django.db import migrations

from districts.wall import protect, same_district

WRITE = "select insert update"


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("districts", "0002_wall")]

    operations = [
        protect("intake_upload", district="select insert", state="select insert", worker=WRITE),
        protect("intake_finding", district="select", state="select", worker=f"{WRITE} delete"),
        protect("intake_snapshot", district="select", state="select", worker=WRITE),
        protect("intake_columnproposal", district="select update", state="select update", worker=WRITE),
        same_district("intake_upload", "sent_by_id", "districts_membership"),
        same_district("intake_finding", "upload_id", "intake_upload"),
        same_district("intake_snapshot", "upload_id", "intake_upload"),
        same_district("intake_snapshot", "superseded_by_id", "intake_snapshot"),
        same_district("intake_columnproposal", "upload_id", "intake_upload"),
    ]
