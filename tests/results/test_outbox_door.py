"""Results are asked for through the outbox; many requests cost one run."""

from __future__ import annotations

import pytest

from districts import outbox
from districts.models import District, Job
from districts.wall import across_districts
from monitoring.results.models import Run
from tests.results.kept import keep_state
from tests.results.small_state import small_state

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.usefixtures("own_files"),
]


def test_requests_for_many_years_end_in_one_run_that_names_its_trigger() -> None:
    keep_state(small_state(1, years=range(2020, 2023), districts=2))
    with across_districts(reason="tests: ask"):
        agency = District.objects.get(org_code="00000000")
        for year in (2020, 2021, 2022):
            payload = {"school_years": [year], "trigger": "upload"}
            outbox.enqueue(topic="results.recompute", key=str(year), payload=payload, district_id=agency.pk)
    assert outbox.run_waiting() == 3
    with across_districts(reason="tests: look"):
        run = Run.objects.get()
        assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}
    assert (run.number, run.trigger, run.school_years) == (1, "upload", [2020, 2021, 2022])
