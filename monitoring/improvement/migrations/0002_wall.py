"""The wall around improvement. Everybody reads the state's catalogue, which the agency writes; what districts decide
and log is added to and never changed, and the agency reads of it what a district does not keep to itself.
"""

from django.db import migrations

from districts.wall import protect, same_district, share

READ, ADD = "select", "select insert"
KEEP = "select insert update"
ABOUT = "about_id = nullif(current_setting('eqp.district', true), '')::int"


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial"), ("districts", "0002_wall")]

    operations = [
        share("improvement_strategy", app=READ, district=READ, state=KEEP, worker=KEEP, public=READ),
        share("improvement_strategyversion", app=READ, district=READ, state=ADD, worker=ADD, public=READ),
        share("improvement_resource", app=READ, district=READ, state=KEEP, worker=KEEP, public=READ),
        share("improvement_evaluationsupport", district=READ, state=ADD, worker=ADD, district_sees=ABOUT),
        *(
            protect(f"improvement_{name}", district=ADD, state=READ, worker=ADD, open_to_state=True)
            for name in ("ownstrategy", "ownstrategyversion", "adoption", "adoptionstep", "milestone")
        ),
        protect("improvement_progress", district=ADD, state=READ, worker=ADD, open_to_state="NOT kept_here"),
        protect("improvement_evidencefile", district=KEEP, state="", worker=KEEP),
        same_district("improvement_evidencefile", "progress_id", "improvement_progress"),
        same_district("improvement_ownstrategyversion", "own_id", "improvement_ownstrategy"),
        same_district("improvement_adoption", "own_id", "improvement_ownstrategy"),
        *(
            same_district(f"improvement_{name}", "adoption_id", "improvement_adoption")
            for name in ("adoptionstep", "milestone", "progress")
        ),
        same_district("improvement_progress", "milestone_id", "improvement_milestone"),
    ]
