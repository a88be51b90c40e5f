"""The wall around results: only the worker writes; a district reads its own rows and those of the state's that are for
its eyes, the state reads all.
"""

from django.db import migrations

from districts.wall import protect, same_district, share

READ = "select"
WRITE = "select insert update delete"

SHARED = ("run", "statesource")
FOR_AUDIENCES = ("statevalue", "stategap", "statemove")
OF_DISTRICTS = (
    *("districtsource", "districtvalue", "districtgap", "districtband", "districtmove"),
    *("schoolvalue", "schoolband"),
)
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
        *(
            protect(f"results_{name}", district=READ, state=READ, worker=WRITE, open_to_state=True, key=None)
            for name in OF_DISTRICTS
        ),
        *(same_district(f"results_{name}", "school_id", "districts_school") for name in OF_SCHOOLS),
    ]
