"""Strategies below the trend of a gap: which years have rows, which stage a year is given, and what is drawn."""

from __future__ import annotations

import datetime as dt

import pytest

from monitoring.analysis.strategies.adoption import Stage
from monitoring.improvement.models import Adoption, AdoptionStep, StrategyVersion
from monitoring.improvement.queries import Adopted
from monitoring.improvement.timeline import NOT_WHY, build_timeline, stage_in
from monitoring.results.models import DistrictGap

AIM = ("T_TURN", "low_income")


def adopted(*steps: tuple[Stage, dt.date], title: str = "Mentoring") -> Adopted:
    rows = tuple(AdoptionStep(stage=stage.value, since=since) for stage, since in steps)
    return Adopted(Adoption(number=1), StrategyVersion(title=title, version=1), rows)


def gap(year: int, focal: float, reference: float, **more: str) -> DistrictGap:
    return DistrictGap(
        method="Q",
        scope="district",
        measure="T_TURN",
        group="low_income",
        school_year=year,
        focal_rate=focal,
        reference_rate=reference,
        all_rate=(focal + reference) / 2,
        difference=focal - reference,
        difference_low=focal - reference - 0.05,
        difference_high=focal - reference + 0.05,
        verdict="higher",
        ratio=focal / reference,
        focal_schools=3,
        focal_missing=0,
        reference_missing=0,
        reference_schools=3,
        unit="HEADCOUNT",
        years_used=[year],
        **more,
    )


MENTORING = adopted(
    (Stage.CONSIDERING, dt.date(2018, 5, 1)),
    (Stage.ADOPTED, dt.date(2018, 9, 1)),
    (Stage.PAUSED, dt.date(2019, 12, 1)),
    (Stage.ENDED, dt.date(2020, 9, 1)),
)


def test_a_year_has_the_stage_that_says_most_of_it_and_none_after_the_end() -> None:
    assert [stage_in(MENTORING, year) for year in range(2017, 2023)] == [
        None,
        Stage.CONSIDERING,
        Stage.ADOPTED,
        Stage.ADOPTED,
        Stage.PAUSED,
        None,
    ]


def test_rows_go_from_the_first_year_of_anything_to_the_one_that_runs() -> None:
    timeline = build_timeline(AIM, [gap(2017, 0.3, 0.2), gap(2019, 0.25, 0.2)], [MENTORING], 2021)
    assert [(row.school_year, row.gap is not None) for row in timeline.rows] == [
        (2017, True),
        (2018, False),
        (2019, True),
        (2020, False),
        (2021, False),
    ]


def test_each_strategy_has_a_strip_of_its_own_below_the_trend() -> None:
    other = adopted((Stage.IMPLEMENTING, dt.date(2019, 1, 1)), title="Hire earlier")
    spec = build_timeline(AIM, [gap(2018, 0.3, 0.2), gap(2019, 0.25, 0.2)], [MENTORING, other], 2020).spec
    assert spec is not None
    height = spec["encoding"]["y"]["scale"]["range"][0]
    strips = [layer for layer in spec["layer"] if layer["mark"]["type"] == "rect"]
    tops = [(layer["encoding"]["y"]["value"], layer["encoding"]["y2"]["value"]) for layer in strips]
    assert all(height < top < bottom < spec["height"] for top, bottom in tops)
    assert tops[0][1] < tops[1][0]
    assert [[row["year"] for row in layer["data"]["values"] if row["filled"]] for layer in strips] == [
        ["2018-19", "2019-20"],
        ["2018-19", "2019-20"],
    ]


@pytest.mark.parametrize("gaps", [[], [gap(2019, 0.3, 0.2)]])
def test_the_sentence_names_what_aims_at_the_gap_and_claims_no_cause(gaps: list[DistrictGap]) -> None:
    timeline = build_timeline(AIM, gaps, [MENTORING], 2021)
    assert "“Mentoring” (ended) aims at it." in timeline.sentence
    assert (NOT_WHY in timeline.sentence, timeline.spec is not None) == (bool(gaps), bool(gaps))
