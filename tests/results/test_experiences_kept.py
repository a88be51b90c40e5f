"""Reports on experiences are brought up to date where they are others, and nowhere else."""

from __future__ import annotations

import uuid
from datetime import datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bench.state_frames import Frozen
from bench.state_installed import certify, send_again
from districts import outbox
from districts.models import District
from monitoring.analysis.audience import AGENCY, DISTRICTS
from monitoring.intake.actions.ask_for_results import ask_for_experiences
from monitoring.intake.certification.facts import Act
from monitoring.intake.models import CertificationEvent
from monitoring.results.experiences.computing import ask_where_experiences_are_stale, compute_experiences
from monitoring.results.experiences.of_state import add_up_experiences
from monitoring.results.experiences.packing import unpacked
from monitoring.results.experiences.stored import Kind
from monitoring.results.models import (
    ExperienceReport,
    ExperienceTable,
    ScheduleYear,
    SharedExperiences,
    StateExperiences,
)
from tests.results.experiences_of_everybody import experiences_of, reports_kept
from tests.results.installed_state import Years, across, install_state
from tests.results.kept import certifying_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files"), pytest.mark.slow]


@pytest.fixture
def years() -> Years:
    _, made = install_state(3, 3, students=True)
    return made


def reports() -> dict[uuid.UUID, datetime]:
    with across("tests: reports"):
        return dict(ExperienceReport.objects.values_list("pk", "made_at"))


def owner(code: str) -> District:
    with across("tests: a district"):
        return District.objects.get(org_code=code)


def file_of(years: Years, year: int, dataset: str) -> Frozen:
    return next(one for one in years[year] if one.grain.dataset == dataset)


def schedule_without(years: Years, year: int, code: str, *, left_out: int) -> None:
    """The district sends its schedule of the year again, without some rows."""
    frozen = file_of(years, year, "student_schedule")
    rows = frozen.rows.filter(district=code).drop("district")
    with across("tests: a correction"):
        send_again(owner(code).pk, frozen.grain, rows.slice(left_out))
        ask_for_experiences(owner(code).pk)
    outbox.run_waiting()


def as_everybodys_files_give(flag: str, *codes: str) -> None:
    """Whether what is kept of these districts is what the long way gives."""
    with across("tests: the long way"):
        kept = {place: rows for place, rows in reports_kept(flag).items() if place[0] in codes}
        long = {place: experiences_of(owner(place[0]), place[1], is_current=flag == "is_current") for place in kept}
    assert len(kept) == 3 * len(codes)
    for place, rows in kept.items():
        assert_frame_equal(rows, long[place], rel_tol=1e-12, abs_tol=1e-12)


def test_a_correction_is_the_districts_alone_until_it_is_certified_and_then_reaches_who_has_its_students(
    years: Years,
) -> None:
    one, *others = sorted(set(file_of(years, max(years), "student").rows["district"]))
    before, first = reports(), min(years)
    schedule_without(years, first, one, left_out=40)
    corrected = reports()
    with across("tests: what moved"):
        anew = ExperienceReport.objects.filter(pk__in=corrected.keys() - before.keys())
        assert set(anew.values_list("district__org_code", "is_current", "is_certified")) == {(one, True, False)}
        assert not SharedExperiences.objects.filter(report__in=anew).exists()
        gone = before.keys() - corrected.keys()
        assert not gone  # what was certified stands beside it
    assert {key: corrected[key] for key in before} == before
    as_everybodys_files_give("is_current", one, *others)
    as_everybodys_files_give("is_certified", one, *others)
    by, district = certifying_person(), owner(one)
    with across("tests: a certification"):
        certify([district.pk], first, by=by)
        ask_for_experiences(district.pk)
    outbox.run_waiting()
    as_everybodys_files_give("is_current", one, *others)
    as_everybodys_files_give("is_certified", one, *others)
    with across("tests: others"):
        moved = ExperienceReport.objects.exclude(pk__in=before).exclude(district__org_code=one)
        assert {(report.district.org_code, report.school_year > first) for report in moved} == {
            (code, True) for code in others
        }
        assert set(ExperienceReport.objects.values_list("is_certified", "is_current")) == {(True, True)}


def test_nothing_is_computed_twice(years: Years) -> None:
    before = reports()
    with across("tests: again"):
        owners = list(District.objects.exclude(kind="STATE").values_list("pk", flat=True))
        schedules = set(ScheduleYear.objects.values_list("pk", flat=True))
        assert compute_experiences(district_ids=owners) == 0
        assert ask_where_experiences_are_stale() == 0
        assert set(ScheduleYear.objects.values_list("pk", flat=True)) == schedules
        told = StateExperiences.objects.as_seen_by(AGENCY, DISTRICTS).count()
        add_up_experiences(school_year=max(years))
        assert StateExperiences.objects.as_seen_by(AGENCY, DISTRICTS).count() == told == 3 * 3 * len(years)
    assert reports() == before


def test_each_district_by_itself_comes_to_what_all_at_once_come_to(years: Years) -> None:
    with across("tests: all at once"):
        together = reports_kept("is_certified")
        ExperienceTable.objects.all().delete()
        SharedExperiences.objects.all().delete()
        ExperienceReport.objects.all().delete()
        for one in District.objects.exclude(kind="STATE"):
            compute_experiences(district_ids=[one.pk])
        alone = reports_kept("is_certified")
    assert together.keys() == alone.keys()
    for place, rows in together.items():
        assert_frame_equal(rows, alone[place])


def test_what_others_see_is_written_when_a_report_is_certified_and_taken_back_with_it(years: Years) -> None:
    last, by = max(years), certifying_person()
    with across("tests: shared"):
        shared = _shared()
        assert {key[0] for key in shared} == set(ExperienceReport.objects.values_list("pk", flat=True))
        hidden = pl.concat(rows for key, rows in shared.items() if key[2] != Kind.PARTS)
        told = hidden.filter(reason="suppressed").select(pl.all().exclude(*KEPT).is_not_null().any())
        assert (any(told.row(0)), hidden["reason"].value_counts().height > 1) == (False, True)
        codes = [one.pk for one in District.objects.exclude(kind="STATE")]
        _withdraw(last)
        compute_experiences(district_ids=codes)
        left = set(SharedExperiences.objects.values_list("report__school_year", flat=True))
        assert left == set(years) - {last}
        assert set(ExperienceReport.objects.filter(school_year=last).values_list("is_certified", "is_current")) == {
            (False, True)
        }
        certify(codes, last, by=by)
        compute_experiences(district_ids=codes)
        again = _shared()
    assert again.keys() == shared.keys()
    for key, rows in shared.items():
        assert_frame_equal(again[key], rows, check_row_order=False)


KEPT = ("school_year", "window", "org_code", "category_id", "group_id", "reason", "gap")


def _shared() -> dict[tuple[uuid.UUID, int, str], pl.DataFrame]:
    rows = SharedExperiences.objects.all()
    return {(one.report_id, one.window, one.kind): unpacked(one.rows) for one in rows}


def _withdraw(year: int) -> None:
    """Every certification of the year."""
    last: dict[tuple[int, str], CertificationEvent] = {}
    for one in CertificationEvent.objects.filter(school_year=year).order_by("number"):
        last[one.district_id, one.collection] = one
    for one in last.values():
        one.pk, one.number, one.act, one.snapshots, one.beside = None, one.number + 1, Act.WITHDRAW, [], []
    CertificationEvent.objects.bulk_create(last.values())
