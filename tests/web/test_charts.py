"""Charts: what is drawn, where lines end, and that the same spec becomes SVG without a browser."""

from __future__ import annotations

import re

import pytest

from monitoring.results.charts import Bar, Spec, TrendPoint, build_bars, build_distribution, build_trend
from monitoring.results.gap_charts import GapPoint, build_gap_trend, build_gaps
from monitoring.results.ratio_charts import RatioPoint, beyond, build_ratios, end_of_axis

SERIES = ("Most", "Fewest")
POINTS = [
    TrendPoint("2018-19", (0.12, 0.05)),
    TrendPoint("2019-20", (None, None)),
    TrendPoint("2020-21", (0.13, 0.06), breaks=True),
]


def svg(spec: Spec) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg({**spec, "width": 600}))


def test_a_line_ends_at_every_break_and_a_year_without_figure_stays_on_the_axis() -> None:
    spec = build_trend(POINTS, SERIES, axis="Share")
    assert [(row["year"], row["rate"], row["part"]) for row in spec["data"]["values"] if row["series"] == "Most"] == [
        ("2018-19", 0.12, 0),
        ("2019-20", None, 0),
        ("2020-21", 0.13, 1),
    ]
    assert spec["encoding"]["x"]["scale"]["domain"] == ["2018-19", "2019-20", "2020-21"]
    assert [row["year"] for row in spec["layer"][0]["data"]["values"]] == ["2020-21"]


def test_series_differ_by_colour_by_line_and_by_shape() -> None:
    _, lines, points = build_trend(POINTS, SERIES, axis="Share")["layer"]
    ranges = [lines["encoding"][name]["scale"]["range"] for name in ("color", "strokeDash")]
    ranges.append(points["encoding"]["shape"]["scale"]["range"])
    assert [len({str(one) for one in found}) for found in ranges] == [2, 2, 2]


def test_bars_stand_in_the_order_given_and_a_missing_rate_is_no_zero() -> None:
    spec = build_bars([Bar("B", 0.2), Bar("A", None)], reference=0.1, reference_label="State: 10.0%", axis="Share")
    assert spec["encoding"]["y"]["sort"] == ["B", "A"]
    assert [row["rate"] for row in spec["data"]["values"]] == [0.2, None]


def test_every_chart_can_be_drawn_on_the_server_too() -> None:
    charts = [
        build_trend(POINTS, SERIES, axis="Share"),
        build_bars([Bar("A", 0.2)], reference=0.1, reference_label="State: 10.0%", axis="Share"),
        build_distribution([0.1, 0.2, 0.21], reference=None, reference_label="", axis="Share"),
    ]
    assert [svg(chart).startswith("<svg") for chart in charts] == [True, True, True]


@pytest.mark.parametrize("most", [0.004, 0.028, 0.3, 1.0])
def test_no_two_ticks_of_an_axis_say_the_same(most: float) -> None:
    drawn = svg(build_trend([TrendPoint("2018-19", (most,)), TrendPoint("2019-20", (0.0,))], ("State",), axis="Share"))
    ticks = re.findall(r">([\d.]+)%</text>", drawn)
    assert len(ticks) > 2
    assert len(set(ticks)) == len(ticks)


def test_years_in_between_have_their_place_and_no_line_runs_over_them() -> None:
    points = [TrendPoint("2012-13", (0.2,)), TrendPoint("2015-16", (0.1,)), TrendPoint("2016-17", (0.1,))]
    spec = build_trend(points, ("State",), axis="Share")
    years = ["2012-13", "2013-14", "2014-15", "2015-16", "2016-17"]
    assert spec["encoding"]["x"]["scale"]["domain"] == years
    assert [(row["year"], row["rate"]) for row in spec["data"]["values"]] == list(
        zip(years, [0.2, None, None, 0.1, 0.1], strict=True)
    )


def test_long_names_of_an_axis_go_over_several_lines() -> None:
    name = "Teachers rated Needs Improvement or Unsatisfactory"
    specs = [
        build_trend(POINTS, SERIES, axis=name)["encoding"]["y"],
        build_bars([Bar("A", 0.2)], reference=None, reference_label="", axis=name)["layer"][0]["encoding"]["x"],
        build_distribution([0.1], reference=None, reference_label="", axis=name)["layer"][0]["encoding"]["x"],
    ]
    wrapped = ["Teachers rated Needs Improvement", "or Unsatisfactory"]
    assert [axis["axis"]["title"] for axis in specs] == [wrapped] * 3


def test_dollars_are_drawn_as_dollars() -> None:
    spec = build_trend([TrendPoint("2016-17", (78_708.0,))], ("State",), axis="Average teacher salary", unit="USD_MEAN")
    assert spec["encoding"]["y"]["axis"]["format"] == "$,.0f"
    assert "$80,000" in svg(spec)


GAPS = [
    GapPoint("2017-18", 0.11, 0.1, 0.12),
    GapPoint("2018-19", None),
    GapPoint("2020-21", 0.0816, breaks=True, is_chosen=True),
]


def test_a_gaps_band_ends_at_breaks_and_at_years_without_a_figure() -> None:
    rows = [(row["year"], row["gap"], row["part"], row["shape"]) for row in build_gap_trend(GAPS)["data"]["values"]]
    assert rows == [
        ("2017-18", 11.0, 0, "other"),
        ("2018-19", None, 1, "other"),
        ("2019-20", None, 2, "other"),
        ("2020-21", 8.2, 3, "chosen"),
    ]
    assert [row["year"] for row in build_gap_trend(GAPS)["layer"][1]["data"]["values"]] == ["2020-21"]


def test_gaps_beside_each_other_stand_in_the_order_given_with_their_intervals() -> None:
    spec = build_gaps([GapPoint("B", 0.05, 0.01, 0.09, is_chosen=True), GapPoint("A", 0.07)])
    assert spec["encoding"]["y"]["sort"] == ["B", "A"]
    assert [(row["low"], row["high"], row["told"]) for row in spec["data"]["values"]] == [
        (1.0, 9.0, "with its 95% interval"),
        (None, None, "no interval can be given"),
    ]


def test_charts_of_gaps_can_be_drawn_on_the_server_too() -> None:
    assert [svg(spec).startswith("<svg") for spec in (build_gap_trend(GAPS), build_gaps(GAPS))] == [True, True]


RATIOS = [
    RatioPoint("B", 2.5, 1.6, 9.0, is_gap=True),
    RatioPoint("A", 0.8, 0.4, 1.3),
    RatioPoint("C", 31.0, is_gap=True),
]


def test_ratios_stand_in_the_order_given_beside_the_states_rule_and_no_further_than_the_axis() -> None:
    spec = build_ratios(RATIOS)
    assert spec["encoding"]["y"]["sort"] == ["B", "A", "C"]
    drawn = [(one["label"], one["at"], one["high"], one["to"]) for one in spec["data"]["values"]]
    assert drawn == [("B", 2.5, 4.0, 9.0), ("A", 0.8, 1.3, 1.3), ("C", 4.0, None, None)]
    assert [one["place"] for one in spec["layer"][0]["data"]["values"]] == [1.0, 1.5]
    assert [point.label for point in beyond(RATIOS)] == ["C"]
    assert [end_of_axis(some) for some in (RATIOS, [RatioPoint("A", 1.2)], [])] == [4.0, 2.0, 2.0]


def test_a_gap_by_the_states_rule_has_a_shape_of_its_own_and_what_rests_on_few_is_hollow() -> None:
    shown = [(one["kind"], one["fill"]) for one in build_ratios(RATIOS)["data"]["values"]]
    assert shown == [("gap", "gap"), ("other", "other"), ("gap", "none")]
    shape = build_ratios(RATIOS)["layer"][2]["encoding"]["shape"]["scale"]
    assert dict(zip(shape["domain"], shape["range"], strict=True)) == {"gap": "triangle-up", "other": "circle"}


def test_charts_of_ratios_can_be_drawn_on_the_server_too() -> None:
    assert svg(build_ratios(RATIOS)).startswith("<svg")
