"""Charts of gaps with their intervals: one over the years, and several side by side. Vega-Lite specs, as in charts.py.

Points are in percentage points, as the tables beside have them. An interval is a line of its own through its point, so
that it is seen in print and without colour; where none can be given, the point is hollow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitoring.analysis.formatting import per_hundred, school_year

from .charts import COLORS, SOFT, Spec, break_rules, frame, year_axis

AXIS = "Gap in percentage points"
ROW = 34  # height of a comparison with its space
LABEL = 190  # pixels of a label; what is longer ends in an ellipsis, and stands whole in the table
NO_INTERVAL, WITH_INTERVAL = "no interval can be given", "with its 95% interval"


@dataclass(frozen=True)
class GapPoint:
    """A difference (0..1) with its interval, or None where there is none. `label`: its school year, or what it is of.
    `breaks`: not comparable with the point before. `is_chosen`: the one that the page is about.
    """

    label: str
    difference: float | None
    low: float | None = None
    high: float | None = None
    breaks: bool = False
    is_chosen: bool = False


def build_gap_trend(points: Sequence[GapPoint]) -> Spec:
    """A gap over the years, oldest first, with a band for its interval, interrupted at every break and every year
    without a figure. `label` of a point: its school year.
    """
    points = _every_year(points)
    return {
        **frame(height=280),
        "data": {"values": list(_rows(points, "year"))},
        "encoding": {"x": year_axis([point.label for point in points])},
        "layer": [
            _zero("y"),
            break_rules(point.label for point in points if point.breaks),
            _band(),
            _interval("y"),
            {
                "mark": {"type": "line", "strokeWidth": 2.5, "color": COLORS[0]},
                "encoding": {"y": _gap("y"), "detail": {"field": "part", "type": "nominal"}},
            },
            _dots("y"),
        ],
    }


def build_gaps(points: Sequence[GapPoint]) -> Spec:
    """Gaps beside each other, one a line in the order given, each with its interval; the chosen one is a diamond."""
    labels = [point.label for point in points]
    axis = {"title": None, "labelLimit": LABEL, "grid": False}
    return {
        **frame(height=ROW * len(points) + 70),
        "data": {"values": list(_rows(points, "label"))},
        "encoding": {"y": {"field": "label", "type": "nominal", "sort": labels, "axis": axis}},
        "layer": [_zero("x"), _interval("x"), _dots("x")],
    }


def _every_year(points: Sequence[GapPoint]) -> list[GapPoint]:
    """The points with empty ones for the years in between of which there is none."""
    found = {int(point.label[:4]): point for point in points}
    years = range(min(found), max(found) + 1) if found else ()
    return [found.get(year) or GapPoint(school_year(year + 1), None) for year in years]


def _rows(points: Sequence[GapPoint], name: str) -> Iterable[Spec]:
    """One row a point; `part` counts the stretches between breaks and gaps in the series."""
    part = 0
    for point in points:
        part += point.breaks or point.difference is None
        yield {
            name: point.label,
            "gap": _points(point.difference),
            "low": _points(point.low),
            "high": _points(point.high),
            "part": part,
            "shape": "chosen" if point.is_chosen else "other",
            "told": WITH_INTERVAL if point.low is not None else NO_INTERVAL,
        }


def _points(difference: float | None) -> float | None:
    return None if difference is None else float(per_hundred(difference))


def _gap(channel: str) -> Spec:
    axis = {"title": AXIS, "tickCount": 5, "format": ",.0f", "labelFlush": channel == "x"}
    return {"field": "gap", "type": "quantitative", "axis": axis, "scale": {"zero": True, "nice": True}}


def _zero(channel: str) -> Spec:
    """No gap."""
    other = "x" if channel == "y" else "y"
    place = {"field": "at", "type": "quantitative"}
    mark = {"type": "rule", "color": SOFT, "strokeWidth": 1.5}
    return {"data": {"values": [{"at": 0}]}, "mark": mark, "encoding": {channel: place, other: None}}


def _band() -> Spec:
    return {
        "transform": [{"filter": "datum.low != null"}],
        "mark": {"type": "area", "color": COLORS[0], "opacity": 0.16},
        "encoding": {
            "y": {**_gap("y"), "field": "low"},
            "y2": {"field": "high"},
            "detail": {"field": "part", "type": "nominal"},
        },
    }


def _interval(channel: str) -> Spec:
    return {
        "transform": [{"filter": "datum.low != null"}],
        "mark": {"type": "rule", "strokeWidth": 2, "color": COLORS[0]},
        "encoding": {channel: {**_gap(channel), "field": "low"}, f"{channel}2": {"field": "high"}},
    }


def _dots(channel: str) -> Spec:
    """Hollow where no interval can be given."""
    is_hollow = {"test": f"datum.told == '{NO_INTERVAL}'", "value": "#ffffff"}
    return {
        "mark": {"type": "point", "size": 110, "opacity": 1, "stroke": COLORS[0], "strokeWidth": 2},
        "encoding": {
            channel: _gap(channel),
            "fill": {"condition": is_hollow, "value": COLORS[0]},
            "shape": {
                "field": "shape",
                "type": "nominal",
                "scale": {"domain": ["chosen", "other"], "range": ["diamond", "circle"]},
                "legend": None,
            },
            "tooltip": [
                {"field": "label" if channel == "x" else "year", "type": "nominal", "title": "Of"},
                {"field": "gap", "type": "quantitative", "title": "Points", "format": ",.1f"},
                {"field": "low", "type": "quantitative", "title": "From", "format": ",.1f"},
                {"field": "high", "type": "quantitative", "title": "To", "format": ",.1f"},
            ],
        },
    }
