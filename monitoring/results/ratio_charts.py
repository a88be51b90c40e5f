"""Charts of ratios of experiences with their intervals, one a line, beside the state's rule. Vega-Lite specs, as in
charts.py.

An interval is a line of its own through its point, so that it is seen in print and without colour; where none can be
given, the point is hollow. A ratio that is an equity gap is a triangle, and stands on or right of the dashed line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitoring.analysis.experiences.ratios import GAP

from .charts import COLORS, SOFT, Spec, frame
from .gap_charts import ROW

AXIS = "How many times as often"
RED = "#9d1c1c"
LETTERS = 140  # pixels of a label, so that ratios have half of a phone
MOST, LEAST = 4.0, 2.0  # where the axis may end; what reaches further ends at its edge
RULE = GAP[0] / GAP[1]
RULES = ((1.0, "1: as often as others"), (RULE, f"{RULE:g}: equity gap"))


@dataclass(frozen=True)
class RatioPoint:
    """A ratio with its interval, or None where there is none."""

    label: str
    ratio: float | None
    low: float | None = None
    high: float | None = None
    is_gap: bool = False


def build_ratios(points: Sequence[RatioPoint]) -> Spec:
    """Ratios below each other, in the order given, from 0 to at most MOST."""
    labels = [point.label for point in points]
    axis = {"title": None, "labelLimit": LETTERS, "grid": False}
    return {
        **frame(height=ROW * len(points) + 90),
        "data": {"values": list(_rows(points))},
        "encoding": {"y": {"field": "label", "type": "nominal", "sort": labels, "axis": axis}},
        "layer": [_rules(end_of_axis(points)), _intervals(), _dots(end_of_axis(points))],
    }


def end_of_axis(points: Iterable[RatioPoint]) -> float:
    """
    >>> end_of_axis([RatioPoint("a", 1.2, 0.7, 2.6)]), end_of_axis([RatioPoint("a", 31.0)])
    (3.0, 4.0)
    """
    reached = [number for point in points for number in (point.ratio, point.high) if number is not None]
    return min(MOST, max(LEAST, float(int(max(reached, default=0)) + 1)))


def beyond(points: Iterable[RatioPoint]) -> list[RatioPoint]:
    """Those whose ratio lies beyond the end of the axis, and is shown at it."""
    points = list(points)
    return [point for point in points if point.ratio is not None and point.ratio > end_of_axis(points)]


def _rows(points: Sequence[RatioPoint]) -> Iterable[Spec]:
    end = end_of_axis(points)
    for point in points:
        yield {
            "label": point.label,
            "ratio": point.ratio,
            "at": _within(point.ratio, end),
            "low": _within(point.low, end),
            "high": _within(point.high, end),
            "from": point.low,
            "to": point.high,
            "kind": "gap" if point.is_gap else "other",
            "fill": "none" if point.low is None else "gap" if point.is_gap else "other",
        }


def _within(number: float | None, end: float) -> float | None:
    return None if number is None else min(number, end)


def _at(field: str, end: float | None = None) -> Spec:
    scale = {} if end is None else {"scale": {"domain": [0, end], "nice": False}}
    ends = {"titleAnchor": "end", "titleAlign": "right"}
    axis = {"title": AXIS, "values": [0, 0.5, 1, 1.5, 2, 3, 4], "format": "~g", **ends}
    return {"field": field, "type": "quantitative", "axis": axis, **scale}


def _rules(end: float) -> Spec:
    return {
        "data": {"values": [{"place": place, "told": told} for place, told in RULES]},
        "mark": {"type": "rule", "strokeWidth": 2},
        "encoding": {
            "x": _at("place", end),
            "y": None,
            "color": _of_rules([SOFT, RED]),
            "strokeDash": _of_rules([[1, 0], [7, 4]]),
        },
    }


def _of_rules(values: list[object]) -> Spec:
    legend = {"title": None, "orient": "top", "columns": 1, "labelLimit": 0, "symbolType": "stroke", "symbolSize": 300}
    scale = {"domain": [told for _, told in RULES], "range": values}
    return {"field": "told", "type": "nominal", "sort": None, "scale": scale, "legend": legend}


def _intervals() -> Spec:
    return {
        "transform": [{"filter": "datum.low != null"}],
        "mark": {"type": "rule", "strokeWidth": 2},
        "encoding": {"x": _at("low"), "x2": {"field": "high"}, "stroke": _by_kind([RED, COLORS[0]])},
    }


def _dots(end: float) -> Spec:
    fill = {"field": "fill", "type": "nominal", "legend": None}
    return {
        "transform": [{"filter": "datum.ratio != null"}],
        "mark": {"type": "point", "size": 110, "opacity": 1, "strokeWidth": 2},
        "encoding": {
            "x": _at("at", end),
            "stroke": _by_kind([RED, COLORS[0]]),
            "fill": {**fill, "scale": {"domain": ["none", "gap", "other"], "range": ["#ffffff", RED, COLORS[0]]}},
            "shape": _by_kind(["triangle-up", "circle"]),
            "tooltip": [
                {"field": "label", "type": "nominal", "title": "Of"},
                {"field": "ratio", "type": "quantitative", "title": "Ratio", "format": ",.2f"},
                {"field": "from", "type": "quantitative", "title": "From", "format": ",.2f"},
                {"field": "to", "type": "quantitative", "title": "To", "format": ",.2f"},
            ],
        },
    }


def _by_kind(values: list[str]) -> Spec:
    return {"field": "kind", "type": "nominal", "legend": None, "scale": {"domain": ["gap", "other"], "range": values}}
