"""What is claimed of the invented people and places, looked for in the rows as they are written."""

from __future__ import annotations

from collections import defaultdict

import polars as pl
import pytest

from monitoring.analysis.formatting import school_year
from monitoring.invented.place_files import enrollment_rows, organization_rows
from monitoring.invented.staff_files import license_rows, roster, work_assignments
from monitoring.invented.state import StateYear
from monitoring.invented.student_files import schedule_rows, student_rows
from monitoring.invented.work_files import attendance, evaluations

FULL_TIME = 1.0001
TEACHING = ("2305", "2306", "2310", "2325")


@pytest.fixture(scope="module")
def rosters(years: list[StateYear]) -> pl.DataFrame:
    return pl.concat([roster(of).frame for of in years])


@pytest.fixture(scope="module")
def work(years: list[StateYear]) -> pl.DataFrame:
    return pl.concat([work_assignments(of, "OCT").frame for of in years])


@pytest.fixture(scope="module")
def enrolled(years: list[StateYear]) -> pl.DataFrame:
    """Grain: school, year: shares of groups."""
    rows = pl.concat([enrollment_rows(of) for of in years])
    wide = rows.pivot("student_group", index=["school_year", "org_code"], values="enrolled")
    return wide.with_columns(pl.exclude("school_year", "org_code", "all") / pl.col("all"))


@pytest.fixture(scope="module")
def poverty(enrolled: pl.DataFrame) -> dict[str, float]:
    """By school, in the last year it is there."""
    return dict(enrolled.sort("school_year").select("org_code", "low_income").rows())


def is_poor(poverty: dict[str, float], *, richest: bool = False) -> set[str]:
    order = sorted(poverty, key=lambda code: poverty[code], reverse=not richest)
    return set(order[: len(order) // 4])


def teachers_at(work: pl.DataFrame, year: int) -> dict[str, set[str]]:
    """By teacher, their schools."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = work.filter(pl.col("school_year") == school_year(year), pl.col("job_class").is_in(("2305", "2306", "2310")))
    for person, school in rows.select("mepid", "org_code").unique().iter_rows():
        found[person].add(school)
    return found


def test_a_person_has_one_birth_year_and_race_over_all_years_and_districts(rosters: pl.DataFrame) -> None:
    facts = rosters.group_by("mepid").agg(pl.col("birth_year", "race_ethnicity").n_unique())
    assert facts["birth_year"].max() == facts["race_ethnicity"].max() == 1
    assert rosters["mepid"].n_unique() > 1.2 * rosters.filter(pl.col("school_year") == school_year(2023)).height


def test_people_gain_a_year_for_each_year_at_work_and_never_lose_a_degree(rosters: pl.DataFrame) -> None:
    degrees = pl.col("highest_degree").replace_strict({"NONE": 0, "ASSOC": 1, "BA": 2, "MA": 3, "DOC": 4})
    here = rosters.filter(pl.col("employment_status") != "03").with_columns(
        year=pl.col("school_year").str.head(4).cast(pl.Int32),
        total=pl.col("years_prior_teaching") + pl.col("years_prior_admin"),
        degree=degrees,
    )
    pairs = here.join(here.with_columns(pl.col("year") + 1), on=["mepid", "year"], suffix="_was")
    assert pairs.height > 10_000
    worked = pl.col("employment_status_was") == "01"
    gained = pl.col("total") - pl.col("total_was")
    wrong = pairs.filter((gained != worked.cast(pl.Int64)) | (pl.col("degree") < pl.col("degree_was")))
    assert wrong.height == 0


def test_nobody_works_more_than_full_time_wherever_they_work(work: pl.DataFrame) -> None:
    people = work.group_by("school_year", "mepid").agg(pl.col("fte").sum(), schools=pl.col("org_code").n_unique())
    assert people.filter(pl.col("fte") > FULL_TIME).height == 0
    assert people.filter(pl.col("schools") > 1).height > 50


def test_teachers_leave_poor_schools_more_often_and_move_to_less_poor_ones(
    work: pl.DataFrame, poverty: dict[str, float]
) -> None:
    poor, rich = is_poor(poverty), is_poor(poverty, richest=True)
    stayed: dict[str, list[bool]] = {"poor": [], "rich": []}
    better = []
    for year in (2023, 2024, 2025):
        was, now = teachers_at(work, year), teachers_at(work, year + 1)
        for person, schools in was.items():
            for kind, some in (("poor", poor), ("rich", rich)):
                if schools <= some:
                    stayed[kind].append(bool(schools & now.get(person, set())))
            if person in now and not schools & now[person]:
                better.append(min(poverty[one] for one in now[person]) < min(poverty[one] for one in schools))
    left = {kind: 1 - sum(each) / len(each) for kind, each in stayed.items()}
    assert 0.14 < left["poor"] < 0.30
    assert 0.04 < left["rich"] < 0.13
    assert 0.52 < sum(better) / len(better) < 0.8


def test_newcomers_leave_more_often_than_others(rosters: pl.DataFrame) -> None:
    at_work = rosters.filter(pl.col("employment_status") == "01", pl.col("professional_status") != "NA")
    later = {
        year: set(at_work.filter(pl.col("school_year") == school_year(year))["mepid"]) for year in range(2023, 2027)
    }
    gone: dict[bool, list[bool]] = {True: [], False: []}
    for person, year, taught in at_work.select("mepid", "school_year", "years_prior_teaching").iter_rows():
        if (next_year := int(year[:4]) + 2) <= 2026 and (taught < 3 or 5 < taught < 15):
            gone[taught < 3].append(person not in later[next_year])
    share = {is_new: sum(each) / len(each) for is_new, each in gone.items()}
    assert share[True] > 1.5 * share[False]


def test_poor_schools_have_more_newcomers_waivers_and_teachers_out_of_field(
    years: list[StateYear], work: pl.DataFrame, rosters: pl.DataFrame, poverty: dict[str, float]
) -> None:
    last = school_year(2026)
    teachers = work.filter(pl.col("school_year") == last, pl.col("teacher_role") == "TOR")
    new = rosters.filter(pl.col("school_year") == last, pl.col("years_prior_teaching") < 3)["mepid"]
    held = license_rows(years[-1]).frame
    waived = held.filter(pl.col("type").is_in(("WAIVER", "PROVISIONAL")))["mepid"]
    subjects = dict(zip(("English", "Mathematics", "Science"), ("ENGL", "MATH", "SCI"), strict=True))
    core = teachers.filter(pl.col("subject_area").is_in(subjects)).with_columns(
        wanted=pl.col("subject_area").replace_strict(subjects)
    )
    fits = core.join(held, left_on=["mepid", "wanted"], right_on=["mepid", "field_code"], how="semi")["mepid"]
    compared = {
        "new": (teachers, pl.col("mepid").is_in(new.implode())),
        "waived": (teachers, pl.col("mepid").is_in(waived.implode())),
        "out of field": (core, ~pl.col("mepid").is_in(fits.implode())),
    }
    for rows, holds in compared.values():
        of_poor, of_rich = (
            rows.filter(pl.col("org_code").is_in(list(some))).select(holds.mean()).item()
            for some in (is_poor(poverty), is_poor(poverty, richest=True))
        )
        assert 1.4 * of_rich < of_poor < 0.5


def test_those_who_lead_a_school_for_the_first_time_have_taught_for_years(
    work: pl.DataFrame, rosters: pl.DataFrame
) -> None:
    leads = work.filter(pl.col("job_class") == "1305").select("school_year", "mepid")
    people = rosters.filter(pl.col("employment_status") == "01").join(leads, on=["school_year", "mepid"])
    new = people.filter(pl.col("years_prior_admin") == 0)
    assert new.height > 20
    assert new["years_prior_teaching"].min() >= 4  # type: ignore[operator]
    taught_before = set(work.filter(pl.col("job_class").is_in(TEACHING))["mepid"])
    assert len(taught_before & set(new["mepid"])) > 10


def test_each_school_with_students_has_one_principal(work: pl.DataFrame, enrolled: pl.DataFrame) -> None:
    led = work.filter(pl.col("job_class") == "1305").group_by("school_year", "org_code").len()
    assert led["len"].to_list() == [1] * enrolled.height
    assert led.join(enrolled, on=["school_year", "org_code"], how="anti").height == 0


def test_most_who_are_on_leave_come_back_to_their_school(rosters: pl.DataFrame, work: pl.DataFrame) -> None:
    away = set(rosters.filter(pl.col("school_year") == school_year(2025), pl.col("employment_status") == "02")["mepid"])
    back = set(work.filter(pl.col("school_year") == school_year(2026))["mepid"]) & away
    assert len(away) > 50
    assert len(back) > 0.7 * len(away)
    assert not away & set(work.filter(pl.col("school_year") == school_year(2025))["mepid"])


def test_ratings_rise_with_experience_and_absences_have_a_long_tail(
    years: list[StateYear], rosters: pl.DataFrame
) -> None:
    rated = pl.concat([evaluations(of).frame for of in years]).filter(pl.col("overall") != "NE")
    taught = rosters.select("school_year", "mepid", "years_prior_teaching").unique(["school_year", "mepid"])
    low = (
        rated.join(taught, on=["school_year", "mepid"])
        .group_by(pl.col("years_prior_teaching") < 3)
        .agg(pl.col("overall").is_in(("NI", "U")).mean())
    )
    shares = dict(low.rows())
    assert shares[True] > 1.5 * shares[False]
    days = pl.concat([attendance(of).frame for of in years])["days_absent"]
    assert 4 < days.median() < days.mean() < 9  # type: ignore[operator]
    assert 0.08 < (days > 10).mean() < 0.25  # type: ignore[operator]


def test_students_are_divided_by_income_and_color_and_hardly_by_disability(enrolled: pl.DataFrame) -> None:
    large = enrolled.filter(pl.col("all") >= 100)
    spread = large.select(pl.col("low_income", "students_of_color", "students_with_disabilities").std()).row(0)
    assert spread[0] > 0.2
    assert spread[1] > 0.2
    assert spread[2] < 0.06
    together = large.select(
        pl.corr("low_income", "students_of_color"), learners=pl.corr("students_of_color", "english_learners")
    )
    assert min(together.row(0)) > 0.6
    between = large.with_columns(mean=pl.col("low_income").mean().over(pl.col("org_code").str.head(4)))
    assert 0.5 < between["mean"].var() / large["low_income"].var() < 0.95  # type: ignore[operator]


def test_districts_are_of_very_different_sizes(years: list[StateYear]) -> None:
    rows = organization_rows(years[0].places).filter(pl.col("org_type") == "SCHOOL")
    schools = rows.group_by(pl.col("parent_org_code")).len()["len"]
    assert schools.median() <= 6 <= 20 <= schools.max()  # type: ignore[operator]
    assert set(rows["school_level"]) == {"ELEM", "MIDDLE", "HIGH", "K8", "K12"}
    assert 1 <= rows.filter(pl.col("charter") == "Y").height <= 6


def test_a_school_that_has_closed_has_no_students_and_its_successor_has(
    enrolled: pl.DataFrame, years: list[StateYear]
) -> None:
    rows = organization_rows(years[0].places)
    closed = rows.filter(pl.col("close_year").is_not_null())
    assert closed.height
    there = set(enrolled.select("school_year", "org_code").rows())
    for code, year, successor in closed.select("org_code", "close_year", "successor_org_code").iter_rows():
        after = school_year(int(year[:4]) + 2)
        assert (year, code) in there
        assert (after, code) not in there
        assert (after, successor) in there


def test_students_grow_a_grade_a_year_and_most_stay_where_they_are(years: list[StateYear]) -> None:
    was, now = (student_rows(of, "OCT").frame.select("sasid", "grade", "org_code") for of in years[:2])
    order = {grade: place for place, grade in enumerate(("PK", "K", *(f"{one:02}" for one in range(1, 13))))}
    pairs = was.join(now, on="sasid", suffix="_now").with_columns(pl.col("grade", "grade_now").replace_strict(order))
    assert pairs.height > 0.85 * was.filter(pl.col("grade") != "12").height
    step = pairs["grade_now"] - pairs["grade"]
    assert set(step) == {0, 1}
    assert step.mean() > 0.97  # type: ignore[operator]
    assert 0.75 < (pairs["org_code"] == pairs["org_code_now"]).mean() < 0.95  # type: ignore[operator]


def test_every_student_has_one_class_or_six_or_seven_and_every_class_a_teacher(years: list[StateYear]) -> None:
    of = years[-1]
    taken = schedule_rows(of, "EOY").frame
    students = student_rows(of, "EOY").frame
    each = taken.group_by("sasid").len()
    assert each.height == students.height
    assert set(each["len"]) == {1, 6, 7}
    young = students.join(each, on="sasid").filter(pl.col("grade").is_in(("K", "01", "02", "03", "04", "05")))
    assert set(young["len"]) == {1}
    section = ["org_code", "course_code", "section_id", "term"]
    taught = work_assignments(of, "EOY").frame.filter(pl.col("course_code") != "NA")
    assert taken.join(taught, on=section, how="anti").height == taught.join(taken, on=section, how="anti").height == 0
    sizes = taken.group_by(section).len()["len"]
    assert 12 < sizes.median() < 25  # type: ignore[operator]
    assert sizes.max() <= 60  # type: ignore[operator]
    several = taught.group_by(section).len()["len"] > 1
    assert 0.05 < several.mean() < 0.3  # type: ignore[operator]
