"""The classes behind a number of students' experiences: they add up to it, name nobody, and are the reader's own."""

from __future__ import annotations

import csv

import polars as pl
import pytest
from django.test import Client

from districts.wall import across_districts
from monitoring.results.experiences.packing import packed, unpacked
from monitoring.results.experiences.stored import Kind
from monitoring.results.models import ExperienceTable, ScheduleYear
from tests.districts.cast import Cast, Tenant
from tests.web.figures.test_experience_pages import OWN, SCHOOL, SMALL, as_member, stored, told


def test_the_classes_behind_a_number_add_up_to_it_and_name_nobody(cast: Cast, west: Tenant, client: Client) -> None:
    as_member(client, cast.north)
    page = client.get(f"{OWN}classes/?measure=T_EXP_LT3&group=low_income&history=3")
    behind = page.context["behind"]
    named = {"category_id": "T_EXP_LT3", "group_id": "low_income"}
    number = stored(Kind.DISTRICT, 3).filter(**named).select("focal_having", "reference_having").row(0)
    assert (behind.focal, behind.reference) == number
    assert behind.elsewhere == (0, 0)
    assert len(page.context["listed"]) == min(25, behind.number)
    file = client.get(f"{OWN}classes.csv?measure=T_EXP_LT3&group=low_income&history=3").content.decode()
    assert file.splitlines()[0] == (
        "school_year,org_code,course_code,section_id,term,teachers,students_of_the_group,other_students"
    )
    assert len(file.splitlines()) == behind.number + 1
    for measure in ("T_EVAL_LOW", "T_EVAL_HIGH", "T_ABS_GT10"):
        assert "not told class by class" in told(client, f"{OWN}classes/?measure={measure}")
        assert client.get(f"{OWN}classes.csv?measure={measure}").status_code == 404
    assert "There is no such number" in told(client, f"{OWN}classes/?year=2018-19")
    assert client.get(f"{OWN}classes.csv?year=2018-19").status_code == 404


def test_beside_the_classes_stands_how_much_of_the_gap_lies_between_courses(
    cast: Cast, west: Tenant, client: Client
) -> None:
    """Each class is a course of its own here, so that nothing lies between classes of one."""
    as_member(client, cast.north)
    for path, titles in (
        (OWN, ["Between its schools", "Between courses of a school", "Between classes of a course"]),
        (SCHOOL, ["Between courses of a school", "Between classes of a course"]),
    ):
        page = client.get(f"{path}classes/?measure=T_EXP_LT1&history=3")
        *parts, whole = page.context["lies"].parts
        assert [title for title, _ in parts] == titles
        assert parts[-1][1] == "0.0 points"
        numbers = [float(told.split()[0].replace("\u2212", "-")) for _, told in (*parts, whole)]
        assert round(sum(numbers[:-1]), 1) == numbers[-1] > 0
        assert f"In the classes of the district: {page.context['lies'].sentence}" in page.content.decode()
    whole = stored(Kind.DISTRICT, 3).filter(category_id="T_EXP_LT1", group_id="low_income").row(0, named=True)
    gap = client.get(f"{OWN}classes/?measure=T_EXP_LT1&history=3").context["behind"].split["gap"]
    assert gap == pytest.approx(whole["focal_rate"] - whole["reference_rate"], abs=1e-12)


def test_a_principal_is_told_classes_of_the_own_school_alone(cast: Cast, west: Tenant, client: Client) -> None:
    with across_districts(reason="tests: a student of the first school sat at the second"):
        row = ScheduleYear.objects.get(district=cast.north.district, school_year=2022)
        seats = unpacked(row.seats)
        elsewhere = pl.when(pl.col("sasid") == 0).then(pl.lit(8, pl.UInt32)).otherwise("class")
        row.seats = packed(seats.with_columns(elsewhere.alias("class")))
        row.save(update_fields=["seats"])
    path = f"{SCHOOL}classes/?history=1"
    seen = as_member(client, cast.north, "school_leader").get(path).context["behind"].classes
    assert set(seen["org_code"]) == {"00100001"}
    whole = as_member(client, cast.north).get(path).context["behind"].classes
    assert set(whole["org_code"]) == {"00100001", "00100002"}
    as_member(client, cast.north, "school_leader")
    assert client.get(f"{SMALL}classes/").status_code == 403
    assert client.get(f"{OWN}classes/").status_code == 403


def test_of_absence_and_ratings_not_even_members_are_told_what_rests_on_two_teachers(
    cast: Cast, west: Tenant, client: Client
) -> None:
    as_member(client, cast.north)
    few = {"focal_teachers_having": 0, "focal_teachers_without": 2}
    with across_districts(reason="tests: two teachers behind a side"):
        wanted = {"report__district": cast.north.id, "report__is_current": True, "report__school_year": 2022}
        table = ExperienceTable.objects.get(**wanted, kind=Kind.SCHOOLS, window=3)
        rows = unpacked(table.rows)
        table.rows = packed(rows.with_columns(pl.lit(many, rows[name].dtype).alias(name) for name, many in few.items()))
        table.save()
    told_of = {}
    for measure in ("T_UNQ", "T_ABS_GT10"):
        (line, *_) = client.get(f"{OWN}schools/?measure={measure}&history=3").context["lines"]
        told_of[measure] = (line.row.focal_known is None, line.row.reason == "suppressed")
    assert told_of == {"T_UNQ": (False, False), "T_ABS_GT10": (True, True)}
    file = client.get(f"{OWN[:-1]}.csv").content.decode()
    rows_of_file = [row for row in csv.DictReader(file.splitlines()) if row["history"] == "3"]
    known = {row["measure"] for row in rows_of_file if row["org_code"] != "00100000" and row["focal_known"]}
    assert known & {"T_UNQ", "T_ABS_GT10", "T_EVAL_LOW"} == {"T_UNQ"}
