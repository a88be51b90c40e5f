"""What make bench measures of whole states: the product and pandas do the same work, or it says that they do not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from django.db.models import Model, QuerySet

from bench import pandas_state, report
from bench.pandas_files import write_always, write_year
from bench.state_beside import refuse_other_gaps, refuse_other_numbers
from bench.state_installed import certify, send_again
from bench.state_limit import rows_into_postgres
from bench.state_year import ROSTER, corrected
from districts import outbox
from monitoring.intake.actions.ask_for_results import ask_for_people
from monitoring.intake.files import read_snapshot
from monitoring.intake.grain import Grain
from monitoring.intake.models import Snapshot
from monitoring.results.actions import TABLES
from monitoring.results.models import PartialSum, PersonYear, Run
from tests.results.installed_state import across, install_state
from tests.results.kept import certifying_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def installed(folder: Path) -> list[int]:
    """Two years of a state of three districts, computed; and their rows as pandas reads them. The years."""
    always, years = install_state(3, years=2)
    write_always(always, folder / "always")
    for year, found in years.items():
        write_year(found, folder / str(year))
    return list(years)


@pytest.mark.slow
def test_a_state_is_the_same_work_in_pandas_and_another_number_is_noticed(tmp_path: Path) -> None:
    years = installed(tmp_path)
    assert set(pandas_state.main(tmp_path)) == set(map(str, years))
    refuse_other_numbers(tmp_path, years, across)
    for year in years:
        refuse_other_gaps(tmp_path, year, across)
    certifier = certifying_person()
    with across("tests: rows of a year"):
        of_sets = PartialSum.objects.filter(sums__school_year=years[-1]).count()
        tables: tuple[type[Model], ...] = (PersonYear, *TABLES)
        of_year = sum(QuerySet(model).filter(school_year=years[-1]).count() for model in tables)
        assert rows_into_postgres(years[-1])["rows"] == of_year + of_sets
    with across("tests: a correction"):
        stands = Snapshot.objects.filter(dataset=ROSTER, school_year=years[-1], superseded_at=None)[0]
        owner, rows = stands.district_id, corrected(read_snapshot(stands))
        send_again(owner, Grain(ROSTER, years[-1]), rows)
        before = Run.objects.count()
        certify([owner], years[-1], by=certifier)
        ask_for_people(owner)
    outbox.run_waiting()
    with across("tests: look"):
        assert Run.objects.count() == before + 1
    with pytest.raises(RuntimeError, match=r"sums of .* are others in pandas"):
        refuse_other_numbers(tmp_path, years, across)
    gaps = tmp_path / f"gaps-{years[0]}.pickle"
    told = pd.read_pickle(gaps)  # noqa: S301 -- written by this test
    told.iloc[1:].to_pickle(gaps)
    with pytest.raises(RuntimeError, match=r"1 of .* gaps of .* are others in pandas"):
        refuse_other_gaps(tmp_path, years[0], across)


def test_the_report_tells_what_a_state_took() -> None:
    took = {"index": 1.0, "sums": 2.0, "whole": 3.0}
    found = {
        "9 districts, 2 years": {
            "size": {"teachers": 1_200},
            "years": {2026: took},
            "pandas": {"2026": 6.0},
            "ratios": {2026: 2.0},
            "again": {"typical, latest year, certified": took},
            "limit": {"rows": 12_345, "whole": 1.0},
            "megabytes": {"worker": 200.4},
        }
    }
    told = [" ".join(line.split()) for line in report.state_text(found).splitlines()]
    assert told == [
        "9 districts, 2 years: teachers 1,200",
        "9 districts, 2 years: all of 2026: index 1.000 s",
        "9 districts, 2 years: all of 2026: sums 2.000 s",
        "9 districts, 2 years: all of 2026: whole 3.000 s",
        "9 districts, 2 years: typical, latest year, certified: index 1.000 s",
        "9 districts, 2 years: typical, latest year, certified: sums 2.000 s",
        "9 districts, 2 years: typical, latest year, certified: whole 3.000 s",
        "9 districts, 2 years: pandas, 2026 6.000 s",
        "9 districts, 2 years: pandas / all of 2026 2.00",
        "9 districts, 2 years: PostgreSQL alone, last year: rows 12,345",
        "9 districts, 2 years: PostgreSQL alone, last year: whole 1.000 s",
        "9 districts, 2 years: worker 200 MB",
    ]
