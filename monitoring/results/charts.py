"""Charts as Vega-Lite specs, plain dictionaries: the browser draws them, and the same spec becomes SVG in a printed
report.

Colour never stands alone: every series also has its own line pattern and point shape. No line runs across a break.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from monitoring.analysis.formatting import school_year

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
INK, SOFT, LINE = "#1c2b33", "#46555e", "#d6d3ca"
COLORS = ("#14505a", "#b3641a", "#6b7280")
DASHES = ([1, 0], [7, 4], [2, 3])
BAR = 26  # height of a bar with its space
PERCENT = {"format": "~%", "tickCount": 5}
DOLLARS = {"format": "$,.0f", "tickCount": 5}
NUMBERS = {"format": ",.1f", "tickCount": 5}
TITLE_LETTERS = 34  # of a line of an axis title; longer ones are cut off at the chart's edge
LEGEND_WIDTH = 300  # pixels of a label; what is longer ends in an ellipsis, not at the edge of a phone
SHAPES = ("circle", "square", "triangle-up")

Spec = dict[str, Any]


@dataclass(frozen=True)
class TrendPoint:
    """One school year of a comparison. `rates` holds one rate (0..1) or None per series; `breaks` = not comparable with
    the year before.
    """

    school_year: str
    rates: tuple[float | None, ...]
    breaks: bool = False


@dataclass(frozen=True)
class Bar:
    """One named rate (0..1), or None where there is none; `group` tells the bars of one kind from those of another."""

    label: str
    rate: float | None
    group: str = ""


def build_trend(points: Sequence[TrendPoint], series: Sequence[str], axis: str, *, unit: str = "") -> Spec:
    """Rates (or amounts, by unit) over the years, one line a series, interrupted at every break and every year without
    a figure. Each year between the first and the last has its place, also where there is no point of it.
    """
    title = {"title": wrap(axis, TITLE_LETTERS)}
    return _trend(points, series, unit=unit, height=300, title=title, columns=1)


def build_small_trend(points: Sequence[TrendPoint], series: Sequence[str], *, unit: str = "") -> Spec:
    """The same, small and without a title of its axis: for where several stand below their titles."""
    return _trend(points, series, unit=unit, height=150, title={"title": None}, columns=len(series))


def _trend(
    points: Sequence[TrendPoint], series: Sequence[str], *, unit: str, height: int, title: Spec, columns: int
) -> Spec:
    points = every_year(points, len(series))
    years = [point.school_year for point in points]
    ticks, shown = _formats(unit)
    return {
        **frame(height=height),
        "data": {"values": list(_trend_rows(points, series))},
        "encoding": {
            "x": year_axis(years),
            "y": {
                "field": "rate",
                "type": "quantitative",
                "axis": {**title, **ticks},
                "scale": {"zero": True},
            },
        },
        "layer": [
            break_rules(point.school_year for point in points if point.breaks),
            _lines(series, columns),
            _points(series, shown, columns),
        ],
    }


def year_axis(years: Sequence[str]) -> Spec:
    """School years from left to right, each with its place, also where there is nothing of it."""
    return {
        "field": "year",
        "type": "ordinal",
        "scale": {"domain": list(years)},
        "axis": {"title": None, "labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 6, "grid": False},
    }


def _formats(unit: str) -> tuple[Spec, str]:
    """How figures of a unit are written at an axis, and at a point."""
    if unit.startswith("USD"):
        return DOLLARS, "$,.0f"
    return (NUMBERS, ",.2f") if unit.endswith("_MEAN") else (PERCENT, ".1%")


def every_year(points: Sequence[TrendPoint], series: int) -> list[TrendPoint]:
    """The points with empty ones for the years in between of which there is none; oldest first, as they came."""
    found = {int(point.school_year[:4]): point for point in points}
    years = range(min(found), max(found) + 1) if found else ()
    return [found.get(year) or TrendPoint(school_year(year + 1), (None,) * series) for year in years]


def _trend_rows(points: Sequence[TrendPoint], series: Sequence[str]) -> Iterable[Spec]:
    """One row per year and series; `part` counts the stretches between breaks, so that each is a line of its own."""
    part = 0
    for point in points:
        part += point.breaks
        for name, rate in zip(series, point.rates, strict=True):
            yield {"year": point.school_year, "series": name, "rate": rate, "part": part}


def _lines(series: Sequence[str], columns: int) -> Spec:
    return {
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {
            "color": _by_series(series, COLORS, columns),
            "strokeDash": _by_series(series, DASHES, columns),
            "detail": {"field": "part", "type": "nominal"},
        },
    }


def _points(series: Sequence[str], rate_format: str, columns: int) -> Spec:
    return {
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
        "encoding": {
            "color": _by_series(series, COLORS, columns),
            "shape": _by_series(series, SHAPES, columns),
            "tooltip": [
                {"field": "series", "type": "nominal", "title": "Schools"},
                {"field": "year", "type": "ordinal", "title": "School year"},
                {"field": "rate", "type": "quantitative", "title": "Figure", "format": rate_format},
            ],
        },
    }


def _by_series(series: Sequence[str], values: Sequence[Any], columns: int) -> Spec:
    legend = {"title": None, "orient": "top", "columns": columns, "labelLimit": LEGEND_WIDTH, "symbolSize": 120}
    return {
        "field": "series",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": list(series), "range": list(values[: len(series)])},
        "legend": legend,
    }


def break_rules(years: Iterable[str]) -> Spec:
    """A dotted upright in every year whose figures are not comparable with the year before."""
    return {
        "data": {"values": [{"year": year, "note": "series breaks here"} for year in years]},
        "mark": {"type": "rule", "strokeDash": [2, 4], "color": SOFT, "strokeWidth": 1.5, "xOffset": -14},
        "encoding": {
            "x": {"field": "year", "type": "ordinal"},
            "y": None,
            "tooltip": {"field": "note", "type": "nominal"},
        },
    }


def build_bars(bars: Sequence[Bar], *, reference: float | None, reference_label: str, axis: str) -> Spec:
    """Named rates beside one reference line, such as a district's schools beside the state. Order is the caller's."""
    labels = [bar.label for bar in bars]
    layers = [_bar_layer(axis)]
    if reference is not None:
        layers.append(_reference_line(reference, reference_label))
    return {
        **frame(height=BAR * len(bars) + 70),
        "data": {"values": [{"label": bar.label, "rate": bar.rate, "group": bar.group} for bar in bars]},
        "encoding": {
            "y": {
                "field": "label",
                "type": "nominal",
                "sort": labels,
                "axis": {"title": None, "labelLimit": 190, "grid": False},
            }
        },
        "layer": layers,
    }


def _bar_layer(axis: str) -> Spec:
    tooltip = [
        {"field": "label", "type": "nominal", "title": "Where"},
        {"field": "rate", "type": "quantitative", "title": "Rate", "format": ".1%"},
    ]
    return {
        "mark": {"type": "bar", "height": {"band": 0.62}, "color": COLORS[0]},
        "encoding": {
            "x": {
                "field": "rate",
                "type": "quantitative",
                "axis": {"title": wrap(axis, TITLE_LETTERS), "titleAnchor": "end", "titleAlign": "right", **PERCENT},
            },
            "tooltip": tooltip,
        },
    }


def build_distribution(rates: Sequence[float], *, reference: float | None, reference_label: str, axis: str) -> Spec:
    """How many schools there are at each rate, in steps of five points, beside one reference line: for more schools
    than bars can show.
    """
    step = {"maxbins": 20, "step": 0.05}
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "color": COLORS[0], "binSpacing": 2},
            "encoding": {
                "x": {
                    "field": "rate",
                    "bin": step,
                    "type": "quantitative",
                    "axis": {"title": wrap(axis, TITLE_LETTERS), **PERCENT},
                },
                "y": {"aggregate": "count", "type": "quantitative", "axis": {"title": "Schools", "tickMinStep": 1}},
                "tooltip": [
                    {"field": "rate", "bin": step, "type": "quantitative", "title": "Rate", "format": ".0%"},
                    {"aggregate": "count", "type": "quantitative", "title": "Schools"},
                ],
            },
        }
    ]
    if reference is not None:
        layers.append(_reference_line(reference, reference_label))
    return {**frame(height=260), "data": {"values": [{"rate": rate} for rate in rates]}, "layer": layers}


def _reference_line(rate: float, label: str) -> Spec:
    return {
        "data": {"values": [{"rate": rate, "label": label}]},
        "mark": {"type": "rule", "color": COLORS[1], "strokeWidth": 2.5, "strokeDash": [7, 4]},
        "encoding": {
            "x": {"field": "rate", "type": "quantitative"},
            "y": None,
            "strokeDash": {
                "field": "label",
                "type": "nominal",
                "scale": {"range": [[7, 4]]},
                "legend": {"title": None, "orient": "top", "labelLimit": 0, "symbolStrokeColor": COLORS[1]},
            },
        },
    }


def frame(height: int) -> Spec:
    """What all charts share: as wide as the page gives, quiet lines, the page's own type face."""
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": "transparent",
        "config": {
            "font": "Public Sans, Arial, sans-serif",
            "view": {"stroke": None},
            "axis": {
                "labelColor": INK,
                "titleColor": SOFT,
                "labelFontSize": 13,
                "titleFontSize": 13,
                "titleFontWeight": "normal",
                "gridColor": "#e7e5de",
                "domainColor": LINE,
                "tickColor": LINE,
            },
            "legend": {"labelColor": INK, "labelFontSize": 13},
        },
    }
