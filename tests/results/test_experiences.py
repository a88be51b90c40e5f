"""A district's report on experiences, of an invented state's certified files."""

from __future__ import annotations

import io
import json
from typing import Any

import polars as pl
import pytest
from django.core.management import CommandError, call_command
from polars.testing import assert_frame_equal

from districts.models import District, School
from districts.wall import in_district
from monitoring.analysis.experiences.classes import CATEGORIES, SECTION
from monitoring.analysis.experiences.report import ROW, report_of
from monitoring.analysis.experiences.student_groups import cohort_of
from monitoring.analysis.experiences.years import ExperienceYear
from monitoring.analysis.people.job_classes import TEACHERS
from monitoring.results.experience_choice import BY_CLASS, ExperienceChoice
from monitoring.results.experiences.packing import unpacked
from monitoring.results.experiences.stored import Kind, stored_report, stored_state
from monitoring.results.experiences.table import KEY, told
from monitoring.results.models import ExperienceReport, ScheduleYear, StateExperiences
from monitoring.results.page_queries.experiences import classes_for_its_members, is_told_by_class
from tests.results.experiences_of_everybody import experiences_of, reports_kept
from tests.results.installed_state import across, install_state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.fixture
def years() -> dict[int, dict[str, Any]]:
    """By year and dataset the rows of all districts."""
    _, made = install_state(3, 3, students=True)
    return {year: {one.grain.dataset: one.rows for one in found} for year, found in made.items()}


def printed(command: str, *options: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command(command, *options, "--format", "json", stdout=out)
    found: list[dict[str, Any]] = json.loads(out.getvalue())
    return found


def refused(*options: str) -> str:
    with pytest.raises(CommandError) as why:
        call_command("sle", *options, stdout=io.StringIO())
    return str(why.value)


@pytest.mark.slow
def test_the_report_of_a_district_is_of_its_cohort_and_all_districts_files(years: dict[int, dict[str, Any]]) -> None:
    last = max(years)
    with across("tests: the report"):
        district = District.objects.exclude(kind="STATE").order_by("org_code")[0]
        report = experiences_of(district, last)
    cohort = cohort_of(years[last]["student"].filter(district=district.org_code))
    assert set(report["org_code"]) == {*cohort["org_code"], district.org_code}
    whole = report.filter(org_code=district.org_code, window=1, category_id="T_EXP_LT3", group_id="low_income").row(
        0, named=True
    )
    assert whole["focal_students"] + whole["reference_students"] == cohort.height
    schedules = years[last]["student_schedule"].join(cohort, on="sasid", how="semi")
    work = years[last]["work_assignment"].filter(pl.col("job_class").is_in(list(TEACHERS)))
    met = schedules.join(work, on=["org_code", "course_code", "section_id", "term"])
    assert whole["focal_asked"] + whole["reference_asked"] == met.select("sasid", "mepid", *SECTION).unique().height > 0
    pooled = report.filter(org_code=district.org_code, window=3, category_id="T_EXP_LT3", group_id="low_income").row(
        0, named=True
    )
    assert pooled["focal_asked"] > whole["focal_asked"]
    assert schedules_elsewhere(years, cohort, district.org_code) > 0


def schedules_elsewhere(years: dict[int, dict[str, Any]], cohort: pl.DataFrame, code: str) -> int:
    """Classes that the cohort had in other districts."""
    schedules = [found["student_schedule"].filter(pl.col("district") != code) for found in years.values()]
    return sum(one.join(cohort, on="sasid", how="semi").height for one in schedules)


def test_sle_prints_a_district_without_what_rests_on_few(years: dict[int, dict[str, Any]]) -> None:
    with across("tests: a district"):
        district = District.objects.exclude(kind="STATE").order_by("org_code")[0]
        school = School.objects.filter(district=district).order_by("org_code")[0]
        report = experiences_of(district, max(years))
    year = f"{max(years) - 1}-{max(years) % 100:02}"
    asked = ("--district", district.org_code, "--school-year", year)
    rows = printed("sle", *asked)
    assert len(rows) == report.height
    for row in rows:
        if row["reason"] == "suppressed" or row["focal_known"] is None:
            assert row["reason"] in ("suppressed", "zero_denominator")
            assert {value for name, value in row.items() if name not in (*KEY, "reason")} == {None}
        else:
            assert min(row["focal_students"], row["reference_students"]) >= 6
            assert (row["focal_twice"] is None) == (row["reference_twice"] is None)
            assert min(row["teachers_having"], row["teachers_without"]) >= 3
            assert row["school_year"] == year
    assert any(row["reason"] != "suppressed" for row in rows)
    narrow = printed(
        "sle", *asked, "--school", school.org_code, "--history", "1", "--measure", "T_OOF", "--group", "low_income"
    )
    assert [(row["org_code"], row["history"], row["measure"]) for row in narrow] == [(school.org_code, 1, "T_OOF")]


def test_sle_of_the_state_is_as_edwin_has_it_too_where_every_reference_has_some(
    years: dict[int, dict[str, Any]],
) -> None:
    asked = ("--school-year", f"{max(years) - 1}-{max(years) % 100:02}")
    rows = printed("sle", *asked)
    assert "reference_zero" not in {row["reason"] for row in rows}
    assert printed("sle", *asked, "--dese-compat") == rows


def test_sle_says_what_is_missing_and_what_was_meant(years: dict[int, dict[str, Any]]) -> None:
    with across("tests: a district"):
        district = District.objects.exclude(kind="STATE").order_by("org_code")[0]
        assert stored_report(district, min(years) - 1, 3, [Kind.DISTRICT]) is None
    early = f"{min(years) - 2}-{(min(years) - 1) % 100:02}"
    assert refused("--district", district.org_code, "--school-year", early) == (
        f"Of {early} {district.name} has certified no October's students."
    )
    year = f"{max(years) - 1}-{max(years) % 100:02}"
    message = refused("--district", district.org_code, "--school-year", year, "--measure", "T_OFF")
    assert message.startswith("--measure: there is no 'T_OFF'. Did you mean T_OOF?")


@pytest.mark.slow
def test_what_is_stored_is_what_the_files_of_everybody_give_read_the_long_way(years: dict[int, dict[str, Any]]) -> None:
    with across("tests: reports"):
        districts = District.objects.exclude(kind="STATE").order_by("org_code")
        wanted = {(one.org_code, year): experiences_of(one, year) for one in districts for year in years}
        kept = reports_kept("is_certified")
    assert kept.keys() == wanted.keys()
    for place, report in wanted.items():
        assert_frame_equal(kept[place], report, rel_tol=1e-12, abs_tol=1e-12)


@pytest.mark.slow
def test_decompose_prints_parts_that_add_up_to_the_gap_of_the_district(years: dict[int, dict[str, Any]]) -> None:
    with across("tests: districts"):
        codes = sorted(District.objects.exclude(kind="STATE").values_list("org_code", flat=True))
        reports = pl.concat(experiences_of(District.objects.get(org_code=code), max(years)) for code in codes)
    year = f"{max(years) - 1}-{max(years) % 100:02}"
    rows = [
        {**row, "org_code": code}
        for code in codes
        for row in printed("decompose", "--district", code, "--school-year", year)
    ]
    key = ("org_code", "history", "measure", "group")
    whole = {tuple(told(row)[name] for name in key): row for row in reports.to_dicts()}
    shown = [row for row in rows if row["gap"] is not None and row["measure"] != "T_EVAL_HIGH"]
    assert len(shown) > 3
    for row in shown:
        of_district = whole[tuple(row[name] for name in key)]
        assert row["gap"] == pytest.approx(of_district["focal_rate"] - of_district["reference_rate"], abs=1e-12)
        assert row["between_schools"] + row["within_schools"] == pytest.approx(row["gap"], abs=1e-12)
        assert row["sentence"].endswith(".")
    assert {row["reason"] for row in rows if row["gap"] is None} <= {"suppressed", "one_side", "zero_denominator"}


@pytest.mark.slow
def test_the_state_is_the_sum_of_its_districts_and_its_gaps_lie_between_them_or_within(
    years: dict[int, dict[str, Any]],
) -> None:
    with across("tests: the state"):
        of_districts = pl.concat(reports_kept("is_certified").values())
    for year in years:
        asked = ("--school-year", f"{year - 1}-{year % 100:02}")
        rows = {tuple(row[name] for name in KEY[1:]): row for row in printed("sle", *asked)}
        wholes = of_districts.filter(pl.col("org_code").str.ends_with("0000"), school_year=year)
        sums = wholes.group_by(ROW_OF_STATE).agg(pl.col(COUNTED).sum(), *(_districts(side) for side in SIDES))
        for one in (told(row) for row in sums.to_dicts()):
            row = rows.pop(tuple(one[name] for name in KEY[1:]))
            if row["reason"] == "suppressed":
                assert min(one[f"{side}_districts"] for side in SIDES) < 3
                assert {row[name] for name in COUNTED} == {None}
            else:
                seen = [name for name in COUNTED if row[name] is not None]
                assert {name: row[name] for name in seen} == {name: one[name] for name in seen}
                assert {*COUNTED} - {*seen} <= {"focal_twice", "reference_twice"}
        assert rows == {}
        for row in printed("decompose", *asked):
            if row["gap"] is not None:
                parts = row["between_districts"] + row["between_schools"] + row["within_schools"]
                assert parts == pytest.approx(row["gap"], abs=1e-12)
                assert row["sentence"].endswith(".")


ROW_OF_STATE = [name for name in ROW if name != "org_code"]
SIDES = ("focal", "reference")
COUNTED = [f"{side}_{name}" for side in SIDES for name in ("having", "known", "students", "twice")]


def _districts(side: str) -> pl.Expr:
    return (pl.col(f"{side}_known") > 0).sum().alias(f"{side}_districts")


@pytest.mark.usefixtures("years")
def test_districts_see_the_states_numbers_and_no_list_of_districts(years: dict[int, dict[str, Any]]) -> None:
    with across("tests: a district"):
        district = District.objects.exclude(kind="STATE")[0]
        whole = stored_state(max(years), 3, StateExperiences.Kind.STATE)
    with in_district(district.pk):
        seen = stored_state(max(years), 3, StateExperiences.Kind.STATE)
        assert stored_state(max(years), 3, StateExperiences.Kind.DISTRICTS) is None
    assert whole is not None
    assert seen is not None
    of_three = whole.filter(pl.min_horizontal("focal_districts", "reference_districts") >= 3)
    assert set(seen.drop_nulls("focal_known").select(KEY_OF_STATE).rows()) == set(of_three.select(KEY_OF_STATE).rows())
    assert seen["gap"].null_count() == seen.height  # parts are of twelve


KEY_OF_STATE = ["window", "category_id", "group_id"]


@pytest.mark.slow
def test_the_classes_behind_a_number_are_the_districts_own_and_the_rest_was_elsewhere(
    years: dict[int, dict[str, Any]],
) -> None:
    last, elsewhere = max(years), 0
    with across("tests: districts"):
        districts = list(District.objects.exclude(kind="STATE").order_by("org_code"))
    for district in districts:
        with in_district(district.pk):
            for category in (one for one in CATEGORIES if is_told_by_class(one)):
                choice = ExperienceChoice(last, (last,), 3, category, "low_income", BY_CLASS)
                found = stored_report(district, last, 3, [Kind.DISTRICT])
                assert found is not None
                row = found.frames[Kind.DISTRICT].filter(category_id=category.id, group_id="low_income")
                number = row.row(0, named=True)
                behind = classes_for_its_members(found.report, number, choice, school=None, only=False)
                own = own_report(found.report).filter(window=3, category_id=category.id, group_id="low_income")
                whole = own.filter(org_code=district.org_code).select("focal_having", "reference_having").row(0)
                assert behind is not None
                assert (behind.focal, behind.reference) == whole
                assert min(behind.elsewhere) >= 0
                assert behind.focal + behind.elsewhere[0] == number["focal_having"]
                elsewhere += sum(behind.elsewhere)
    assert elsewhere > 0


def own_report(report: ExperienceReport) -> pl.DataFrame:
    """As it would be if no student had been in another district."""
    rows = list(ScheduleYear.objects.filter(pk__in=report.made_of))
    cohort = next(unpacked(one.cohort) for one in rows if one.school_year == report.school_year)
    own = [ExperienceYear(one.school_year, unpacked(one.seats), unpacked(one.classes)) for one in rows]
    return report_of(cohort, own, school_year=report.school_year)
