"""Method E: as worked by hand, as the slow implementation has it, and unmoved by what should not move it."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from districts.models import School as Listed
from monitoring.analysis.title_one import (
    GROUPS_NAMED,
    MEASURES_NAMED,
    STATUSES,
    compute_title_one_gaps,
    place_schools,
)
from monitoring.analysis.values import compute_sums
from tests.analysis import slow_title_one as slow
from tests.analysis.alternative_implementations import Sent, all_sums
from tests.analysis.random_inputs import sent_frame

YEAR = 2021
MEASURE_IDS = ("T_EXP_LT3", "T_OOF_80", "T_UNQ")
ORGS = tuple(f"{number:04d}0001" for number in range(1, 21))


def placed(schools: list[slow.School], group: str = "low_income") -> pl.DataFrame:
    rows = [
        (YEAR, group, one.org, one.district, one.status, one.enrolled, one.of_group, one.share and float(one.share))
        for one in schools
    ]
    schema = {
        "school_year": pl.Int16, "group_id": pl.String, "org_code": pl.String, "district_code": pl.String,
        "title1_status": pl.String, "enrolled": pl.Int64, "of_group": pl.Int64, "share": pl.Float64,
    }  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return place_schools(frame.with_columns(missing_reason=pl.lit(None, pl.String)))


def compared(schools: list[slow.School], sent: list[Sent], *, group: str = "low_income") -> pl.DataFrame:
    wanted = [(YEAR, measure, window) for measure in MEASURE_IDS for window in ("1", "pooled3")]
    frame = pl.DataFrame(wanted, schema=["school_year", "measure_id", "window"], orient="row")
    return compute_title_one_gaps(compute_sums(sent_frame(sent)), placed(schools, group), frame)


def school(number: int, status: str, enrolled: int | None, of_group: int | None, district: int = 0) -> slow.School:
    code = f"{district or number:04d}0000"
    return slow.School(ORGS[number - 1], code, status, enrolled, of_group, None)


def figure(number: int, counted: float, teachers: float, measure: str = "T_OOF_80") -> Sent:
    return Sent(YEAR, ORGS[number - 1], measure, round(counted * 10_000), round(teachers * 10_000))


def one_gap(schools: list[slow.School], sent: list[Sent], **asked: Any) -> dict[str, Any]:
    rows = compared(schools, sent, **asked).filter(measure_id="T_OOF_80", window="1")
    return rows.row(0, named=True)


BY_HAND = [
    school(1, "SWP", 200, 150),
    school(2, "TAS", 100, 50),
    school(3, "NONE", 400, 100),
    school(4, "ELIG", 100, 20),
    school(5, "NONE", 50, 50),  # nobody of it is on the reference side
]
FIGURES = [figure(1, 4, 20), figure(2, 1, 10), figure(3, 2, 40), figure(4, 1, 10), figure(5, 5, 5)]


def test_a_case_worked_by_hand() -> None:
    """Title I, low-income: (150 x 4/20 + 50 x 1/10) / 200 = 35/200. Not Title I, others: (300 x 2/40 + 80 x 1/10) / 380
    = 23/380. All: (200 x 4/20 + 100 x 1/10 + 400 x 2/40 + 100 x 1/10 + 50 x 5/5) / 850 = 130/850. To close
    (35/200 - 23/380) x 200 = 35 - 12.1 = 22.9, so 23 students. Of the state's schools pooled, teachers would say 5/30
    and 3/50, which is another question.
    """
    gap = one_gap(BY_HAND, FIGURES)
    assert (gap["method"], gap["scope"], gap["partition"], gap["cut"]) == ("E", "title1", "state", None)
    assert [gap[f"{side}_rate"] for side in ("focal", "reference", "all")] == [35 / 200, 23 / 380, 130 / 850]
    assert (gap["focal_numerator"], gap["focal_denominator"]) == (350_000, 2_000_000)
    assert [gap[f"{side}_schools"] for side in ("focal", "reference", "all")] == [2, 2, 5]
    assert gap["difference"] == 35 / 200 - 23 / 380
    assert gap["ratio"] == pytest.approx(35 * 380 / (200 * 23))
    assert gap["people_to_close"] == 23
    assert (gap["interval_reason"], gap["verdict"], gap["reason"]) == ("few_units", "too_few", None)
    assert gap["fewest_districts"] == 2


def test_intervals_are_of_students_with_schools_as_clusters_and_enough_teachers() -> None:
    """Six schools of 100 of the group at each side with the rates 1/10 and 3/10 three times each, and 1/10 five times
    and 3/10 once: variances 6/5 x 6 x 100 / 600^2 and 6/5 x (5 x (100/30)^2 + (500/30)^2) / 600^2.
    """
    focal, reference = ([0.1, 0.3] * 3, [0.1] * 5 + [0.3])
    schools = [school(n, "SWP" if n <= 6 else "NONE", 200, 100) for n in range(1, 13)]
    sent = [figure(n, rate * 40, 40) for n, rate in enumerate([*focal, *reference], start=1)]
    gap = one_gap(schools, sent)
    assert gap["difference"] == pytest.approx(0.2 - 0.8 / 6)
    first = 6 / 5 * 6 * 100 / 600**2
    second = 6 / 5 * (5 * (100 / 30) ** 2 + (500 / 30) ** 2) / 600**2
    free = (first + second) ** 2 / ((first**2 + second**2) / 5)
    assert 9.2 < free < 9.3
    half = gap["difference_high"] - gap["difference"]
    assert half == pytest.approx(2.254 * math.sqrt(first + second), rel=2e-3)  # t for 9.25, from a printed table
    assert gap["verdict"] == "cannot_tell"
    few_teachers = one_gap(schools, [figure(n, rate * 4, 4) for n, rate in enumerate([*focal, *reference], start=1)])
    assert few_teachers["difference"] == gap["difference"]  # as many students have such teachers
    assert (few_teachers["interval_reason"], few_teachers["verdict"]) == ("few_expected", "too_few")


def test_schools_that_are_alike_have_no_interval_though_students_are_counted_to_a_ten_thousandth() -> None:
    schools = [school(n, "SWP" if n <= 6 else "NONE", 20 + n, 7 + n) for n in range(1, 13)]
    gap = one_gap(schools, [figure(n, 10, 30) for n in range(1, 13)])
    assert (gap["interval_reason"], gap["verdict"]) == ("units_alike", "too_few")


def test_every_status_of_the_directory_counts_for_one_side_with_its_reason() -> None:
    assert [one.code for one in STATUSES] == list(Listed.Title1)
    assert [one.code for one in STATUSES if one.is_title_one] == ["SWP", "TAS"]
    assert all(one.why.endswith(".") for one in STATUSES)


def test_the_law_names_two_groups_and_teachers_alone() -> None:
    assert GROUPS_NAMED == ("low_income", "students_of_color")
    assert {"T_EXP_LT3", "T_OOF_80", "T_OOF", "T_EVAL_LOW"} <= set(MEASURES_NAMED)
    assert not [name for name in MEASURES_NAMED if not name.startswith("T_")]


FIVE = [school(n, status, 100, 50) for n, status in enumerate(["SWP", "SWP", "SWP", "NONE", "NONE"], start=1)]
FIVE_FIGURES = [figure(n, 1, 10) for n in range(1, 6)]


def test_one_school_in_five_without_a_status_is_left_out_and_counted_as_missing_and_two_are_too_many() -> None:
    one = [replace(FIVE[0], status=""), *FIVE[1:]]
    gap = one_gap(one, FIVE_FIGURES)
    assert [gap[name] for name in ("focal_schools", "focal_missing", "all_schools", "all_missing")] == [2, 0, 4, 1]
    assert gap["reason"] is None
    gap = one_gap([*one[:2], replace(one[2], status=""), *one[3:]], FIVE_FIGURES)
    assert (gap["reason"], gap["focal_reason"], gap["all_rate"]) == ("no_title1_status", "no_title1_status", None)


def test_without_a_status_and_without_a_figure_are_too_many_together() -> None:
    schools = [school(n, "SWP" if n % 2 else "NONE", 100, 50) for n in range(1, 13)]
    schools[0], schools[1] = replace(schools[0], status=""), replace(schools[1], status="")
    gap = one_gap(schools, [figure(n, 1, 10) for n in range(1, 12)])  # one of twelve without a figure
    assert [gap[name] for name in ("reason", "all_reason", "focal_reason")] == ["too_many_missing"] * 2 + [None]


def test_all_students_are_on_one_side() -> None:
    gap = one_gap([replace(one, status="SWP") for one in FIVE], FIVE_FIGURES)
    assert (gap["reason"], gap["focal_rate"], gap["difference"]) == ("one_side", 0.1, None)


def test_all_is_the_same_for_every_group_so_that_no_school_can_be_taken_from_it() -> None:
    """Were it of the schools whose group is known, two groups would differ by the one school of which one is not."""
    others = [replace(BY_HAND[0], of_group=None), *(replace(one, of_group=10) for one in BY_HAND[1:])]
    names = [f"all_{name}" for name in ("schools", "missing", "numerator", "denominator", "rate")]
    first, second = one_gap(BY_HAND, FIGURES), one_gap(others, FIGURES, group="students_of_color")
    assert [first[name] for name in names] == [second[name] for name in names]
    assert second["focal_missing"] == 1


def test_what_is_left_of_all_beside_both_sides_is_of_districts_too() -> None:
    """Title I schools of the group alone, others without it, and one with both, which all less both would tell."""
    schools = [school(n, "SWP", 100, 100) for n in range(1, 7)] + [school(n, "NONE", 100, 0) for n in range(7, 13)]
    sent = [figure(n, n % 3, 10) for n in range(1, 13)]
    assert one_gap(schools, sent)["fewest_districts"] == 6
    assert one_gap([replace(schools[0], of_group=60), *schools[1:]], sent)["fewest_districts"] == 1


@st.composite
def states(draw: st.DrawFn) -> tuple[list[slow.School], list[Sent]]:
    orgs = draw(st.lists(st.sampled_from(ORGS), unique=True, min_size=2))
    usual = ["SWP", "TAS", "NONE", "ELIG"]
    statuses = st.sampled_from(usual * draw(st.integers(1, 6)) + [""])
    shares = st.sampled_from([Fraction(0), Fraction(11, 2), Fraction(49, 4), Fraction(100)])
    schools = []
    for place, org in enumerate(orgs):
        enrolled = draw(st.one_of(st.integers(1, 900), st.sampled_from([100, 300, 0, None])))
        of_group = draw(st.one_of(st.integers(0, enrolled or 5), st.none(), st.just((enrolled or 5) // 2)))
        share = draw(shares) if of_group is None and draw(st.integers(0, 5)) else None
        schools.append(slow.School(org, f"{place // 2:04d}0000", draw(statuses), enrolled, of_group, share))
    sent = []
    for year in (YEAR - 2, YEAR - 1, YEAR):
        for org in orgs:
            for measure in MEASURE_IDS:
                if draw(st.integers(0, 9)):
                    teachers = draw(st.integers(0, 60)) * 5_000
                    why = draw(st.sampled_from([None] * 12 + ["suppressed"]))
                    amounts = (None, None) if why else (draw(st.integers(0, teachers)), teachers)
                    sent.append(Sent(year, org, measure, amounts[0], amounts[1], why))
    return schools, sent


@given(states())
@settings(max_examples=60, deadline=None)
def test_gaps_are_those_of_the_definition(state: tuple[list[slow.School], list[Sent]]) -> None:
    schools, sent = state
    sums = all_sums(sent)
    fast = compared(schools, sent)
    assert fast.height == len(MEASURE_IDS) * 2
    for row in fast.iter_rows(named=True):
        key = (row["measure_id"], row["window"])
        _check(
            row, schools, {org: value for (year, org, *rest), value in sums.items() if (year, *rest) == (YEAR, *key)}
        )


def _check(row: dict[str, Any], schools: list[slow.School], values: dict[str, Any]) -> None:
    sides = {name: slow.side_of(schools, values, name, row["window"]) for name in ("focal", "reference", "all")}
    nobody = slow.why_nobody(schools)
    if nobody not in (None, "one_side"):
        sides |= {name: slow.Side([], 0, [nobody], row["window"]) for name in ("focal", "reference")}
        assert [row[f"{name}_reason"] for name in ("focal", "reference")] == [nobody] * 2
    for name, side in sides.items():
        assert (row[f"{name}_schools"], row[f"{name}_missing"]) == (len(side.known), side.missing)
        if row[f"{name}_reason"] is None:
            assert row[f"{name}_numerator"] == side.counted * 10_000
            assert row[f"{name}_denominator"] == side.students * 10_000
            assert row[f"{name}_rate"] == float(side.rate)
            room = Fraction(len(side.known), 20_000) / side.students
            assert abs(side.rate - side.exact_rate) <= room
        else:
            assert row[f"{name}_rate"] is None
            if side.known:
                assert side.why is not None
                assert row[f"{name}_reason"] == side.why
    if nobody:
        assert row["reason"] == nobody
    focal, reference = sides["focal"], sides["reference"]
    whys = [row[f"{name}_reason"] for name in ("focal", "reference", "all")]
    if row["reason"] is not None:
        assert row["reason"] in [nobody, *whys]
        assert [row[name] for name in ("difference", "ratio", "people_to_close", "verdict")] == [None] * 4
        return
    assert (nobody, whys) == (None, [None] * 3)
    assert row["fewest_districts"] == slow.fewest_districts(schools, values, YEAR, row["window"])
    assert row["difference"] == float(focal.rate) - float(reference.rate)
    assert row["people_to_close"] == max(0, math.ceil((focal.rate - reference.rate) * focal.students))
    found = slow.interval(focal, reference)
    assert row["interval_reason"] == found.reason
    expected = [found.low, found.high]
    assert [row["difference_low"], row["difference_high"]] == (
        expected if found.low is None else pytest.approx(expected, rel=1e-9, abs=1e-9)
    )
    assert row["verdict"] == slow.verdict(focal, reference, found)


@given(states(), st.randoms())
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_changes_no_byte(state: tuple[list[slow.School], list[Sent]], random: Any) -> None:
    schools, sent = state
    again = compared(random.sample(schools, len(schools)), random.sample(sent, len(sent)))
    assert compared(schools, sent).equals(again)


@given(states())
@settings(max_examples=20, deadline=None)
def test_every_school_twice_changes_no_rate(state: tuple[list[slow.School], list[Sent]]) -> None:
    schools, sent = state
    twins = [replace(one, org=f"9{one.org[1:]}") for one in schools]
    theirs = [replace(one, org=f"9{one.org[1:]}") for one in sent]
    once, twice = compared(schools, sent), compared([*schools, *twins], [*sent, *theirs])
    same = ["reason", "focal_rate", "reference_rate", "all_rate", "difference", "ratio", "fewest_districts"]
    assert once.select(same).equals(twice.select(same))
    counts = ["focal_schools", "focal_missing", "all_schools", "all_missing"]
    assert (once.select(pl.col(counts) * 2)).equals(twice.select(counts))


@given(states())
@settings(max_examples=20, deadline=None)
def test_twice_as_many_teachers_of_every_kind_change_no_rate(state: tuple[list[slow.School], list[Sent]]) -> None:
    schools, sent = state
    double = [replace(one, numerator=2 * one.numerator, denominator=2 * (one.denominator or 0)) if one.numerator
              is not None else one for one in sent]  # fmt: skip
    same = ["reason", "focal_rate", "reference_rate", "all_rate", "difference", "people_to_close"]
    assert compared(schools, sent).select(same).equals(compared(schools, double).select(same))
