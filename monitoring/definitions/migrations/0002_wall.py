"""The wall around definitions: the agency writes them, the program ships the first ones; districts and the public read
what was ever active, and what is promised.
"""

from django.db import migrations

from districts.wall import share

KEEP = "select insert update"
PUBLISHED = "was_active OR state = 'pending'"


class Migration(migrations.Migration):
    dependencies = [("definitions", "0001_initial"), ("districts", "0002_wall")]

    operations = [
        share(
            "definitions_storeddefinition",
            app="select",
            district="select",
            state=KEEP,
            worker=KEEP,
            district_sees=PUBLISHED,
        ),
        share("definitions_definitionact", state="select insert", worker="select insert", job=""),
    ]
