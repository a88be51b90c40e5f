"""The report by hand: what an experience is, where the state's rule lies, and what is said where nothing can be."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from monitoring.analysis.experiences.classes import CATEGORIES, CLASSES, SECTION
from monitoring.analysis.experiences.dese_compat import as_edwin_has_it
from monitoring.analysis.experiences.protection import for_others
from monitoring.analysis.experiences.report import report_of
from monitoring.analysis.experiences.student_groups import BITS, FURTHER, RACES, STUDENT_GROUPS, cohort_of
from monitoring.analysis.experiences.years import ExperienceYear, year_of
from monitoring.analysis.groups import GROUPS
from monitoring.intake.layouts import shared_columns
from monitoring.intake.layouts.student import FURTHER_GROUPS
from tests.analysis.experiences.states import YEAR, cohort, state_of, years_of
from tests.analysis.people.sent import ONE, A, B

NEW = next(one for one in CATEGORIES if one.id == "T_EXP_LT1")
EVERY = sum(one.bit for one in CATEGORIES)


def students(**low_income: str) -> pl.DataFrame:
    """By name Y or N; all at one school."""
    rows = {"sasid": list(low_income), "econ_dis": list(low_income.values())}
    nothing = dict.fromkeys(("race_ethnicity", "el", "swd"), pl.lit(None, pl.String))
    return cohort_of(pl.DataFrame(rows).with_columns(org_code=pl.lit(A), **nothing))


def taught(*rows: tuple[str, str, bool | None], share: int = 10_000) -> pl.DataFrame:
    """Class, teacher, and whether the teacher is new."""
    made = [
        {
            **dict(zip(SECTION, (A, "02052", name, "FY"), strict=True)),
            "mepid": who,
            "having": NEW.bit if is_new else 0,
            "known": 0 if is_new is None else EVERY,
            "asked": EVERY,
            "share": share,
        }
        for name, who, is_new in rows
    ]
    return pl.DataFrame(made, schema=CLASSES)


def schedule(**classes: str) -> pl.DataFrame:
    """By student the names of classes, a letter each."""
    made = [
        {"sasid": who, **dict(zip(SECTION, (A, "02052", name, "FY"), strict=True)), "status": "ENROLLED"}
        for who, names in classes.items()
        for name in names
    ]
    return pl.DataFrame(made)


def row_of(report: pl.DataFrame, *, org: str = A, window: int = 1, group: str = "low_income") -> dict[str, Any]:
    (row,) = report.filter(org_code=org, window=window, category_id=NEW.id, group_id=group).iter_rows(named=True)
    return row


def reported(who: pl.DataFrame, *years: ExperienceYear) -> dict[str, Any]:
    return row_of(report_of(who, years, school_year=YEAR))


def test_seven_classes_of_which_two_are_taught_by_two_are_nine_experiences() -> None:
    classes = taught(*((name, f"t{name}", False) for name in "abcdefg"), ("a", "other", True), ("b", "other", True))
    year = year_of(YEAR, schedule(one="abcdefg"), classes)
    row = reported(students(one="Y"), year)
    assert (row["focal_known"], row["focal_having"], row["teachers"]) == (9, 2, 8)
    assert (row["focal_students"], row["focal_met"], row["reason"]) == (1, 1, "zero_denominator")


def test_several_classes_with_one_teacher_are_several_experiences() -> None:
    year = year_of(YEAR, schedule(one="ab"), taught(("a", "same", True), ("b", "same", True)))
    row = reported(students(one="Y"), year)
    assert (row["focal_having"], row["teachers_having"]) == (2, 1)


def test_a_class_that_was_left_is_no_experience() -> None:
    left = schedule(one="ab").with_columns(
        status=pl.when(pl.col("section_id") == "b").then(pl.lit("WITHDRAWN")).otherwise("status")
    )
    row = reported(students(one="Y"), year_of(YEAR, left, taught(("a", "x", True), ("b", "y", True))))
    assert row["focal_having"] == 1


def compared(focal: tuple[int, int], reference: tuple[int, int]) -> dict[str, Any]:
    """Of so many classes of each side so many with a new teacher; a class a student."""
    rows, who = [], {}
    for side, (new, every) in (("Y", focal), ("N", reference)):
        for place in range(every):
            name = f"{side}{place}"
            who[name] = side
            rows.append((name, f"t{name}", place < new))
    sat = {"sasid": list(who), "section_id": list(who), "status": "ENROLLED"}
    place_of = {"org_code": A, "course_code": "02052", "term": "FY"}
    return reported(students(**who), year_of(YEAR, pl.DataFrame({**sat, **place_of}), taught(*rows)))


def test_a_ratio_of_one_and_a_half_is_a_gap_and_a_little_less_is_none() -> None:
    at = compared((3, 100), (2, 100))
    assert (at["ratio"], at["is_gap"]) == (pytest.approx(1.5), True)
    below = compared((1499, 5000), (1000, 5003))
    assert below["is_gap"] is False
    assert f"{below['ratio']:.2f}" == "1.50"


@pytest.mark.parametrize(("focal", "reference"), [((3, 7), (2, 7)), ((27, 70), (9, 35)), ((1, 3), (2, 9))])
def test_no_rounding_of_rates_decides(focal: tuple[int, int], reference: tuple[int, int]) -> None:
    """Ratios of one and a half whose rates are no finite fractions."""
    assert compared(focal, reference)["is_gap"] is True
    assert compared(focal, (reference[0] * 1000 + 1, reference[1] * 1000))["is_gap"] is False


def test_where_the_others_met_none_there_is_no_ratio_but_as_edwin_has_it() -> None:
    row = compared((3, 10), (0, 10))
    assert (row["ratio"], row["is_gap"], row["reason"]) == (None, None, "reference_zero")
    assert (row["focal_rate"], row["reference_rate"]) == (0.3, 0.0)
    compat = as_edwin_has_it(pl.DataFrame([row])).row(0, named=True)
    assert (compat["ratio"], compat["is_gap"], compat["reason"]) == (pytest.approx(3), True, None)
    assert compat["weighted_ratio"] == pytest.approx(3)


def test_nobody_of_whom_nothing_is_known_counts_on_either_side() -> None:
    year = year_of(YEAR, schedule(one="a", other="b"), taught(("a", "x", None), ("b", "y", True)))
    row = reported(students(one="Y", other="N"), year)
    assert (row["focal_known"], row["focal_asked"], row["focal_rate"], row["reason"]) == (
        0,
        1,
        None,
        "zero_denominator",
    )


@pytest.mark.parametrize(("unknown", "reason"), [(1, None), (2, "too_many_missing")])
def test_where_of_more_than_a_fifth_of_a_side_nothing_is_known_there_is_no_rate(
    unknown: int, reason: str | None
) -> None:
    """Of five experiences of the group one is unknown, or two; all that is known is of the category."""
    answers = [None] * unknown + [True] * (5 - unknown)
    classes = [(f"c{place}", f"t{place}", answer) for place, answer in enumerate(answers)]
    names = [name for name, _, _ in classes]
    sat = {"sasid": [*["one"] * 5, *["other"] * 5], "section_id": names * 2, "status": "ENROLLED"}
    rows = pl.DataFrame({**sat, "org_code": A, "course_code": "02052", "term": "FY"})
    row = reported(students(one="Y", other="N"), year_of(YEAR, rows, taught(*classes)))
    assert (row["focal_having"], row["focal_known"], row["focal_asked"]) == (5 - unknown, 5 - unknown, 5)
    rate = None if reason else 1.0
    assert (row["focal_rate"], row["focal_weighted_rate"], row["ratio"], row["weighted_ratio"]) == (rate,) * 4
    assert (row["reason"], row["is_gap"]) == (reason, None if reason else False)


def test_the_cohort_of_this_year_is_followed_back_and_those_who_left_are_not() -> None:
    now = year_of(YEAR, schedule(one="a", other="a"), taught(("a", "x", False)))
    before = year_of(YEAR - 1, schedule(one="a", gone="a"), taught(("a", "y", True)))
    report = report_of(students(one="Y", other="N"), [before, now], school_year=YEAR)
    assert [
        (row_of(report, window=one)["focal_having"], row_of(report, window=one)["focal_known"]) for one in (1, 3)
    ] == [
        (0, 1),
        (1, 2),
    ]
    assert row_of(report, window=3)["reference_known"] == 1


def test_twice_is_in_two_years_that_follow_each_other() -> None:
    def of(*years: int) -> dict[str, Any]:
        made = [year_of(one, schedule(one="a"), taught(("a", "x", True))) for one in years]
        return row_of(report_of(students(one="Y"), made, school_year=YEAR), window=5)

    assert (of(YEAR - 1, YEAR)["focal_twice"], of(YEAR - 2, YEAR)["focal_twice"]) == (1, 0)
    assert of(YEAR - 2, YEAR)["focal_met"] == 1


def test_weighted_by_contribution_a_class_counts_once_however_many_teach_it() -> None:
    classes = pl.concat([taught(("a", "new", True), share=2_500), taught(("a", "old", False), share=7_500)])
    year = year_of(YEAR, schedule(one="a", other="b"), pl.concat([classes, taught(("b", "new", True))]))
    row = reported(students(one="Y", other="N"), year)
    assert (row["focal_rate"], row["focal_weighted_rate"]) == (0.5, 0.25)
    assert (row["ratio"], row["weighted_ratio"]) == (0.5, 0.25)


def test_coverage_is_of_seats_in_classes_with_a_teacher() -> None:
    now = year_of(YEAR, schedule(one="ab", other="a"), taught(("a", "x", False)))
    before = year_of(YEAR - 1, schedule(one="b", gone="a"), taught(("a", "x", False)))
    report = report_of(students(one="Y", other="N"), [before, now], school_year=YEAR)
    found = [row_of(report, org=org, window=window) for org in (A, ONE) for window in (1, 3)]
    assert [(row["seats"], row["seats_taught"]) for row in found] == [(3, 2), (4, 2)] * 2


def test_without_any_schedule_every_row_says_that_nobody_is_known_to_have_met_anybody() -> None:
    report = report_of(students(one="Y", other="N"), [], school_year=YEAR)
    assert set(report["reason"]) == {"zero_denominator"}
    row = row_of(report)
    assert (row["focal_students"], row["reference_students"], row["seats"], row["teachers"]) == (1, 1, 0, 0)


def test_others_see_nothing_of_a_side_that_one_teacher_is_behind() -> None:
    """Six students of the group meet one such teacher, and others two more: both sides together have three."""
    six, others = {f"f{n}": "Y" for n in range(6)}, {f"r{n}": "N" for n in range(9)}
    classes = taught(("a", "x", True), *((name, f"t{name}", name in "bc") for name in "bcdef"))
    sat = schedule(**dict.fromkeys(six, "a"), **dict.fromkeys(others, "bcdef"))
    report = report_of(students(**six, **others), [year_of(YEAR, sat, classes)], school_year=YEAR)
    row = row_of(report)
    assert (row["focal_rate"], row["teachers_having"], row["teachers_without"]) == (1.0, 3, 3)
    hidden = row_of(for_others(report))
    assert (hidden["focal_rate"], hidden["focal_having"], hidden["reason"]) == (None, None, "suppressed")


def test_others_see_nothing_of_a_side_of_which_one_student_sits_in_a_class() -> None:
    many = {f"r{n}": "N" for n in range(9)} | {f"f{n}": "Y" for n in range(9)}
    classes = taught(*((name, f"t{name}", name in "abc") for name in "abcdef"))
    sat = schedule(f0="abcdef", **{name: "abcdef" for name in many if name.startswith("r")})
    report = report_of(students(**many), [year_of(YEAR, sat, classes)], school_year=YEAR)
    assert (row_of(report)["focal_students"], row_of(report)["focal_met_known"]) == (9, 1)
    assert row_of(for_others(report))["reason"] == "suppressed"


def test_a_class_in_which_very_many_sit_is_one_class_and_its_teacher_one() -> None:
    who = {f"f{n}": "Y" for n in range(400)} | {f"r{n}": "N" for n in range(300)}
    sat = schedule(**dict.fromkeys(who, "a") | {"f0": "ab"})
    row = reported(students(**who), year_of(YEAR, sat, taught(("a", "x", True), ("b", "y", False))))
    assert (row["focal_known"], row["focal_having"], row["reference_having"], row["seats"]) == (401, 400, 300, 701)
    assert (row["teachers_having"], row["teachers_without"], row["focal_teachers_having"]) == (1, 1, 1)


@pytest.mark.parametrize("kind", [pl.String, pl.Int64])
def test_who_has_no_number_is_of_the_cohort_and_sits_nowhere(kind: type[pl.DataType]) -> None:
    """Nor does whoever has none in the files of the year."""
    sasid = pl.Series("sasid", [0, None, 1]).cast(kind)
    who = students(a="Y", b="Y", c="N").with_columns(sasid)
    seats = pl.DataFrame({"class": [0, 0, 0]}, schema={"class": pl.UInt32}).with_columns(sasid)
    year = year_of(YEAR, schedule(one="a"), taught(("a", "x", True)))
    row = reported(who, ExperienceYear(YEAR, seats.select("sasid", "class"), year.classes))
    assert (row["focal_students"], row["focal_known"], row["reference_known"], row["seats"]) == (2, 1, 1, 2)


def test_whom_two_districts_report_counts_in_both() -> None:
    here, there = (students(one="Y", other="N").with_columns(org_code=pl.lit(org)) for org in (A, "07770505"))
    year = year_of(YEAR, schedule(one="ab", other="a"), taught(("a", "x", True), ("b", "y", False)))
    report = report_of(pl.concat([here, there.head(1)]), [year], school_year=YEAR)
    found = [row_of(report, org=org) for org in (A, "07770505")]
    assert [(row["focal_known"], row["reference_known"], row["seats"]) for row in found] == [(2, 1, 3), (2, 0, 2)]


def test_students_reported_at_the_office_are_in_the_district_alone() -> None:
    who = students(one="Y", office="N").with_columns(
        org_code=pl.when(pl.col("sasid") == "office").then(pl.lit(ONE)).otherwise("org_code")
    )
    year = year_of(YEAR, schedule(one="a", office="a"), taught(("a", "x", True)))
    report = report_of(who, [year], school_year=YEAR)
    assert set(report["org_code"]) == {A, ONE}
    district, school = row_of(report, org=ONE), row_of(report)
    assert (district["focal_known"], district["reference_known"]) == (1, 1)
    assert (school["focal_known"], school["reference_known"]) == (1, 0)


def test_groups_by_which_schools_are_compared_too_have_one_name() -> None:
    assert set(GROUPS) < {group.id for group in STUDENT_GROUPS}
    assert set(RACES) == set(shared_columns.RACES)
    assert set(FURTHER) == set(FURTHER_GROUPS)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    state = state_of(seed)
    who, years = cohort(state, ONE), years_of(state)
    turned = [ExperienceYear(one.school_year, one.seats.reverse(), one.classes.reverse()) for one in reversed(years)]
    first = report_of(who, years, school_year=YEAR)
    assert first.equals(report_of(who.reverse(), turned, school_year=YEAR))
    assert {A, B, ONE} >= set(first["org_code"])


@pytest.mark.parametrize("seed", range(3))
def test_changing_sides_turns_the_ratio_over(seed: int) -> None:
    """Who has disabilities as those who have not, and the other way round."""
    state = state_of(seed)
    who, years = cohort(state, ONE), years_of(state)
    bit = pl.lit(BITS["students_with_disabilities"], pl.UInt32)
    turned = who.with_columns(
        inside=pl.when((pl.col("known") & bit) > 0).then(pl.col("inside") ^ bit).otherwise("inside")
    )
    one, other = (
        report_of(cohort, years, school_year=YEAR).filter(group_id="students_with_disabilities")
        for cohort in (who, turned)
    )
    both = (
        one.join(other, on=["window", "org_code", "category_id"], suffix="_turned")
        .drop_nulls(["ratio", "ratio_turned"])
        .filter(pl.col("ratio") > 0)
    )
    assert both.height > 0
    assert (both["ratio"] * both["ratio_turned"] - 1).abs().max() < 1e-12  # type: ignore[operator]


def test_of_nobody_the_report_has_its_columns_and_no_rows() -> None:
    students = {
        "sasid": ["a"],
        "org_code": "00010505",
        "econ_dis": "Y",
        "race_ethnicity": "WHITE",
        "el": "N",
        "swd": "N",
    }
    somebody = cohort_of(pl.DataFrame(students))
    whole, nothing = (report_of(one, (), school_year=2025) for one in (somebody, somebody.clear()))
    assert (nothing.schema, nothing.height) == (whole.schema, 0)
