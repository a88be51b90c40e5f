"""The wall around improvement. Everybody reads the state's catalogue, which the agency writes; what districts decide
and log is added to and never changed, and the agency reads of it what a district does not keep to itself. Of a
district's look for causes that is which causes of the library it looks into, and no more.
"""

from django.db import migrations

from districts.wall import protect, same_district, share

READ, ADD = "select", "select insert"
KEEP = "select insert update"
NAMED = "cause_id IS NOT NULL AND NOT kept_here"
ABOUT = "about_id = nullif(current_setting('eqp.district', true), '')::int"


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial"), ("districts", "0002_wall")]

    operations = [
        share("improvement_strategy", app=READ, district=READ, state=KEEP, worker=KEEP, public=READ),
        share("improvement_strategyversion", app=READ, district=READ, state=ADD, worker=ADD, public=READ),
        share("improvement_resource", app=READ, district=READ, state=KEEP, worker=KEEP, public=READ),
        share("improvement_evaluationsupport", district=READ, state=ADD, worker=ADD, district_sees=ABOUT),
        share("improvement_cause", app=READ, district=READ, state=KEEP, worker=KEEP, public=READ),
        share("improvement_causeversion", app=READ, district=READ, state=ADD, worker=ADD, public=READ),
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
        protect("improvement_namedcause", district=ADD, state=READ, worker=ADD, open_to_state=NAMED),
        *(
            protect(f"improvement_{name}", district=ADD, state="", worker=ADD)
            for name in ("gapstudy", "claim", "evidence", "causelink")
        ),
        *(
            same_district(f"improvement_{name}", f"{column}_id", f"improvement_{to}")
            for name, column, to in (
                ("claim", "study", "gapstudy"),
                ("claim", "cause", "namedcause"),
                ("evidence", "study", "gapstudy"),
                ("evidence", "cause", "namedcause"),
                ("causelink", "begin", "namedcause"),
                ("causelink", "end", "namedcause"),
            )
        ),
    ]
