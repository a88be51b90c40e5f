"""Reports on experiences that an error kept from being computed are asked for again by the beat, and then are right."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bench.state_installed import certify, send_again
from districts import outbox
from districts.models import District, Job
from monitoring.analysis.audience import AGENCY
from monitoring.intake.actions.ask_for_results import ask_for_experiences
from monitoring.intake.topics import EXPERIENCES_TOPIC, STATE_EXPERIENCES_TOPIC
from monitoring.results import tasks
from monitoring.results.experiences import computing, of_state
from monitoring.results.experiences.packing import unpacked
from monitoring.results.models import Delay, StateExperiences
from tests.results.experiences_of_everybody import experiences_of, reports_kept
from tests.results.installed_state import Years, across, install_state
from tests.results.kept import certifying_person

OF_STATE = ["category_id", "group_id"]
COUNTED = [f"{side}_{name}" for side in ("focal", "reference") for name in ("having", "known", "asked", "students")]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files"), pytest.mark.slow]


def trouble(*args: Any, **options: Any) -> None:
    raise MemoryError


def correct_and_certify(years: Years, district: District, year: int) -> None:
    """The district sends its schedule of the year again without half of the rows, and answers for it."""
    frozen = next(one for one in years[year] if one.grain.dataset == "student_schedule")
    rows = frozen.rows.filter(district=district.org_code).drop("district")
    by = certifying_person()
    with across("tests: a correction"):
        send_again(district.pk, frozen.grain, rows.slice(rows.height // 2))
        certify([district.pk], year, by=by)
        ask_for_experiences(district.pk)


def aside() -> set[tuple[str, str]]:
    with across("tests: jobs"):
        return set(Job.objects.filter(state=Job.State.QUARANTINED).values_list("topic", "last_error"))


def delays() -> list[str]:
    with across("tests: delays"):
        return list(Delay.objects.values_list("reason", flat=True))


def long_way(year: int) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Each district's report of the files as they are, and what these come to."""
    with across("tests: the long way"):
        districts = District.objects.exclude(kind="STATE").order_by("org_code")
        found = {one.org_code: experiences_of(one, year) for one in districts}
    wholes = [rows.filter(org_code=code, window=3) for code, rows in found.items()]
    return found, pl.concat(wholes).group_by(OF_STATE).agg(pl.col(COUNTED).sum()).sort(OF_STATE)


def kept(year: int) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The same as it is stored."""
    with across("tests: what is stored"):
        found = {code: rows for (code, of), rows in reports_kept("is_certified").items() if of == year}
        sums = StateExperiences.objects.as_seen_by(AGENCY).get(school_year=year, window=3, kind="state")
        return found, unpacked(sums.rows).select(*OF_STATE, *COUNTED).sort(OF_STATE)


def is_right(year: int) -> tuple[bool, bool]:
    """Whether all reports, and the state's sums, are those of the files that are there."""
    (reports, sums), (wanted, whole) = kept(year), long_way(year)
    assert reports.keys() == wanted.keys()
    near = all(is_same(rows, wanted[code]) for code, rows in reports.items())
    shown = sums.drop_nulls(COUNTED)  # the agency does not see what rests on two districts, one of them hidden
    return near, shown.height > 0 and shown.equals(whole.join(shown, on=OF_STATE, how="semi").sort(OF_STATE))


def is_same(rows: pl.DataFrame, wanted: pl.DataFrame) -> bool:
    try:
        assert_frame_equal(rows, wanted, rel_tol=1e-12, abs_tol=1e-12)
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize(
    ("where", "what", "topic", "meanwhile"),
    [
        (computing, "report_of", EXPERIENCES_TOPIC, (False, False)),
        (of_state, "state_of", STATE_EXPERIENCES_TOPIC, (True, False)),
    ],
)
def test_what_was_set_aside_is_asked_for_again_by_the_beat_and_then_stands(
    monkeypatch: pytest.MonkeyPatch, where: ModuleType, what: str, topic: str, meanwhile: tuple[bool, bool]
) -> None:
    _, years = install_state(2, 2, students=True)
    year = max(years)
    assert (is_right(year), aside(), delays()) == ((True, True), set(), [])
    with across("tests: a district"):
        district = District.objects.exclude(kind="STATE").order_by("org_code")[0]
    with monkeypatch.context() as broken:
        broken.setattr(where, what, trouble)
        correct_and_certify(years, district, year)
        outbox.run_waiting()
        assert (is_right(year), aside(), delays()) == (meanwhile, {(topic, "memory")}, ["memory"])
        assert tasks.ask_where_stale()
        outbox.run_waiting()  # and once more in vain
        assert (is_right(year), aside(), delays()) == (meanwhile, {(topic, "memory")}, ["memory"])
    assert tasks.ask_where_stale()
    outbox.run_waiting()
    assert (is_right(year), aside(), delays()) == ((True, True), set(), [])
    assert not tasks.ask_where_stale()
