"""How much of a gap in experiences lies between schools: by hand, and as the parts of random reports."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from monitoring.analysis.experiences.parts import KEY, PARTS, parts_for_others, parts_of_report
from monitoring.analysis.experiences.report import report_of
from tests.analysis.experiences.states import YEAR, cohort, state_of, years_of
from tests.analysis.people.sent import ONE, A, B

SIDES = ("focal", "reference")


def row(org: str, focal: tuple[int, int], reference: tuple[int, int], **more: Any) -> dict[str, Any]:
    """A row of a report: having and known of both sides, resting on many."""
    named = {"school_year": YEAR, "window": 1, "category_id": "T_OOF", "group_id": "low_income", "org_code": org}
    amounts = {
        f"{side}_{name}": amount
        for side, pair in zip(SIDES, (focal, reference), strict=True)
        for name, amount in zip(("having", "known"), pair, strict=True)
    }
    behind = ("met_known", "teachers_having", "teachers_without")
    many = dict.fromkeys((f"{side}_{name}" for side in SIDES for name in behind), 90)
    return {**named, **amounts, **many, "reason": None, **more}


def two_schools(**more: Any) -> pl.DataFrame:
    """In one school, with most of the group, a fifth of all experiences are out of field; in the other a tenth."""
    rows = [row(A, (60, 300), (20, 100)), row(B, (10, 100), (30, 300), **more), row(ONE, (70, 400), (50, 400))]
    return pl.DataFrame(rows)


def test_where_both_sides_meet_the_same_in_each_school_all_of_the_gap_lies_between_schools() -> None:
    (found,) = parts_of_report(two_schools()).iter_rows(named=True)
    assert found["gap"] == pytest.approx(70 / 400 - 50 / 400)
    assert [found[name] for name in PARTS] == pytest.approx([0.05, 0])


def test_where_schools_are_alike_all_of_it_lies_within_them() -> None:
    rows = [row(A, (30, 100), (10, 100)), row(B, (30, 100), (10, 100)), row(ONE, (60, 200), (20, 200))]
    (found,) = parts_of_report(pl.DataFrame(rows)).iter_rows(named=True)
    assert [found["gap"], *(found[name] for name in PARTS)] == pytest.approx([0.2, 0, 0.2])


def test_of_what_is_good_to_meet_the_gap_is_of_those_who_are_not() -> None:
    turned = two_schools().with_columns(category_id=pl.lit("T_EVAL_HIGH"))
    (found,) = parts_of_report(turned).iter_rows(named=True)
    assert found["gap"] == pytest.approx(-0.05)


def test_others_see_no_parts_where_one_of_the_schools_is_too_small_to_be_shown() -> None:
    (shown,) = parts_for_others(two_schools()).iter_rows(named=True)
    assert shown == parts_of_report(two_schools()).row(0, named=True)
    (hidden,) = parts_for_others(two_schools(focal_teachers_having=2)).iter_rows(named=True)
    assert [hidden[name] for name in ("gap", *PARTS, "reason")] == [None, None, None, "suppressed"]


@pytest.mark.parametrize(
    ("students", "teachers", "is_shown"), [(5, 3, False), (6, 2, False), (6, 3, True), (0, 0, False)]
)
def test_others_see_no_parts_where_what_a_district_has_beside_its_schools_is_too_small(
    students: int, teachers: int, is_shown: bool
) -> None:
    """Of both schools together 180 students and teachers of each kind; at the office so many more."""
    behind = {"met_known": students, "teachers_having": teachers, "teachers_without": teachers}
    many = {f"{side}_{name}": 180 + more for side in SIDES for name, more in behind.items()}
    schools = [row(A, (60, 300), (20, 100)), row(B, (10, 100), (30, 300))]
    report = pl.DataFrame([*schools, row(ONE, (71, 410), (52, 410), **many)])
    (found,) = parts_for_others(report).iter_rows(named=True)
    assert (found["gap"] is not None, found["reason"]) == (is_shown, None if is_shown else "suppressed")
    nobody = pl.DataFrame([*schools, row(ONE, (70, 400), (50, 400), **many)])  # at the office met a teacher
    assert parts_for_others(nobody)["gap"].null_count() == 0


@pytest.mark.parametrize("seed", range(4))
def test_parts_of_any_report_add_up_to_the_gap_of_its_district(seed: int) -> None:
    state = state_of(seed)
    report = report_of(cohort(state, ONE), years_of(state), school_year=YEAR)
    report = report.with_columns(reason=pl.lit(None, pl.String))  # as if no more were asked about than is known
    whole = report.filter(pl.col("org_code") == ONE, category_id="T_EXP_LT1")
    whole = whole.filter(pl.col("focal_known") > 0, pl.col("reference_known") > 0)
    both = parts_of_report(report).join(whole, on=KEY)
    assert both.height == whole.height > 0
    rates = pl.col("focal_having") / pl.col("focal_known") - pl.col("reference_having") / pl.col("reference_known")
    apart = both.select(
        (rates - pl.col("gap")).abs().max(), parts=(pl.sum_horizontal(PARTS) - pl.col("gap")).abs().max()
    )
    assert max(apart.row(0)) < 1e-12
