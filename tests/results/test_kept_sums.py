"""What a worker keeps of the sums it has read, and when it reads them again."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from districts.wall import across_districts
from monitoring.results.models import SummedFiles
from monitoring.results.people import rows
from monitoring.results.people.kept_sums import kept
from monitoring.results.people.rows import rows_of_people, summed_sources
from tests.analysis.people.sent import ONE, employed
from tests.results.people_state import compute_people, keep_dataset, keep_people, sign
from tests.results.test_people import PEOPLE, YEAR, quiet_state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The ids of the sets that were read, by reading."""
    found: list[set[str]] = []
    real = rows.read_sets

    def spy(sums_ids: list[str]) -> pl.DataFrame:
        found.append(set(sums_ids))
        return real(sums_ids)

    monkeypatch.setattr(rows, "read_sets", spy)
    return found


def test_a_run_reads_the_sums_of_those_sets_of_files_that_are_others(read: list[set[str]]) -> None:
    keep_people(quiet_state())
    compute_people()
    read.clear()
    keep_dataset("staff_roster", [employed(PEOPLE[0], years_prior_teaching=0)], owner=ONE, year=YEAR)
    sign(ONE, YEAR)
    compute_people(ONE)
    with across_districts(reason="tests: look"):
        own = SummedFiles.objects.filter(district__org_code=ONE, school_year=YEAR, is_certified=True)
        assert read == [{str(one.pk) for one in own}]
        sources = summed_sources()
        names = ["snapshot_id", "level", "org_code", "metric_id"]
        told = rows_of_people(sources).sort(names)["numerator"]
        stored = rows.read_sets([str(one.id) for one in sources])
        assert told.equals(stored.sort("sums_id", "level", "org_code", "measure_id")["numerator"])


def test_sums_that_were_replaced_while_they_were_read_are_read_again() -> None:
    keep_people(quiet_state())
    compute_people()
    with across_districts(reason="tests: look"):
        wanted = {str(one.id): "as it was" for one in summed_sources()}
        seen: list[int] = []
        reads = [kept(wanted, _counted(seen)).height for _ in range(2)]
    assert (reads, seen) == ([len(wanted)] * 2, [len(wanted)] * 2)


def _counted(seen: list[int]) -> Callable[[list[str]], pl.DataFrame]:
    def read(sums_ids: list[str]) -> pl.DataFrame:
        seen.append(len(sums_ids))
        return pl.DataFrame({"sums_id": sums_ids})

    return read
