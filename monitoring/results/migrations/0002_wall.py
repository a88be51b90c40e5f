"""The wall around results: only the worker writes; a district reads its own rows and those of the state's that are for
its eyes, the state reads all that was certified.
"""

from django.db import migrations

from districts.wall import protect, same_district, share

READ = "select"
WRITE = "select insert update delete"

SHARED = ("run", "statesource")
FOR_AUDIENCES = ("statevalue", "stategap", "statemove")
OF_DISTRICTS = ("districtsource", "districtband")
OF_EDITIONS = ("districtvalue", "districtgap", "districtmove", "schoolvalue", "schoolband")
FOR_THE_STATE = "edition = 'certified' OR NOT is_preliminary"
OF_THE_PIPELINE = ("partialsum", "personyear", "districtfacts")  # rows that no page reads
OF_SCHOOLS = ("schoolvalue", "schoolband", "districtmove")


class Migration(migrations.Migration):
    dependencies = [("results", "0001_initial"), ("districts", "0002_wall")]

    operations = [
        *(share(f"results_{name}", district=READ, state=READ, worker=WRITE) for name in SHARED),
        *(
            share(
                f"results_{name}",
                district=READ,
                state=READ,
                worker=WRITE,
                district_sees="seen_by = 'everybody' OR seen_by = 'districts'",
            )
            for name in FOR_AUDIENCES
        ),
        share("results_delay", state=READ, worker=WRITE),
        share("results_dualrun", state="select insert", worker=WRITE, job=""),
        *(
            protect(f"results_{name}", district=READ, state=READ, worker=WRITE, open_to_state=seen, key=None)
            for names, seen in ((OF_DISTRICTS, True), (OF_EDITIONS, FOR_THE_STATE))
            for name in names
        ),
        protect("results_summedfiles", district=READ, state=READ, worker=WRITE, open_to_state="is_certified"),
        *(protect(f"results_{name}", district="", state="", worker=WRITE, key=None) for name in OF_THE_PIPELINE),
        same_district("results_partialsum", "sums_id", "results_summedfiles"),
        *(same_district(f"results_{name}", "school_id", "districts_school") for name in OF_SCHOOLS),
    ]
