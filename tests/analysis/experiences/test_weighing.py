"""The report weighed by the teachers' shares of classes is what the slow and obvious implementation says."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import assume, given, settings

from monitoring.analysis.experiences.dese_compat import as_edwin_has_it
from monitoring.analysis.experiences.report import report_of
from monitoring.analysis.experiences.weighing import weighed
from tests.analysis.experiences import slow
from tests.analysis.experiences.states import YEAR, cohort, seeds, state_of, years_of
from tests.analysis.people.sent import ONE


def weighed_ratio(one: slow.Compared) -> Fraction | None:
    if not (one.focal.weighted_known and one.reference.weighted_known and one.reference.weighted_having):
        return None
    if one.is_incomplete:
        return None
    focal = Fraction(one.focal.weighted_having, one.focal.weighted_known)
    return focal / Fraction(one.reference.weighted_having, one.reference.weighted_known)


@given(seeds)
@settings(max_examples=3, deadline=None)
def test_rates_ratios_and_the_rule_are_those_of_weighed_classes(seed: int) -> None:
    state = state_of(seed)
    assume((ONE, YEAR) in state.years)
    report = weighed(report_of(cohort(state, ONE), years_of(state), school_year=YEAR)).filter(window=3)
    expected = slow.report(state, ONE, YEAR, 3)
    for row in report.iter_rows(named=True):
        one = expected[row["org_code"], row["category_id"], row["group_id"]]
        ratio = weighed_ratio(one)
        assert (row["ratio"] is None) == (ratio is None)
        assert (row["ratio"] is None) == (row["reason"] is not None)
        assert (row["ratio_low"], row["interval_reason"]) == (None, None)
        if ratio is not None:
            assert row["ratio"] == pytest.approx(float(ratio), rel=1e-12)
            assert row["is_gap"] == (None if row["category_id"] == "T_EVAL_HIGH" else ratio * 2 >= 3)
            assert row["focal_rate"] == pytest.approx(one.focal.weighted_having / one.focal.weighted_known)


def test_as_edwin_has_it_one_experience_stands_for_none_when_weighed_too() -> None:
    counts = {"focal_having": 3, "focal_known": 10, "reference_having": 0, "reference_known": 5}
    counts |= {f"{name.replace('_', '_weighted_', 1)}": number * 5_000 for name, number in counts.items()}
    rates = {"focal_weighted_rate": 0.3, "reference_weighted_rate": 0.0, "focal_rate": 0.3, "reference_rate": 0.0}
    nothing = dict.fromkeys(("ratio", "weighted_ratio", "is_gap", "ratio_low", "ratio_high", "interval_reason"))
    row = {"category_id": "T_UNQ", **counts, **rates, **nothing, "reason": "reference_zero"}
    (told,) = weighed(as_edwin_has_it(pl.DataFrame([row]))).iter_rows(named=True)
    # 0.3 against one whole experience of 2.5 whole ones
    assert (told["ratio"], told["is_gap"], told["reason"]) == (pytest.approx(0.3 / (1 / 2.5)), False, None)
