"""Strategies below the trend of the gap they aim at: a chart, the sentence beside it, and the rows of its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from districts.school_year import SchoolYear
from monitoring.analysis.formatting import school_year
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.methods import METHODS
from monitoring.analysis.sentences import trend_sentence
from monitoring.analysis.strategies.adoption import IN_FORCE, Stage, days_of
from monitoring.results.charts import INK, Spec, TrendPoint, build_trend
from monitoring.results.figures import gap_in_words, in_words
from monitoring.results.models import DistrictGap

from .queries import Adopted

STRIP, BAR = 40, 12  # heights of a strategy's strip in the chart, and of the bar in it
ORDER = (*IN_FORCE, Stage.CONSIDERING, Stage.PAUSED, Stage.ENDED)  # what is told of a year that has several
FILLED, HOLLOW = "#14505a", "#ffffff"
NOT_WHY = "This shows what happened in which year, not what made it happen."


@dataclass(frozen=True)
class Row:
    """A school year: the gap, and of each strategy the stage that it had; None where it was not there, or has ended
    before.
    """

    school_year: int
    gap: DistrictGap | None
    stages: tuple[Stage | None, ...]


@dataclass(frozen=True)
class Timeline:
    """Of one gap. `strategies`: those that aim at it, in the order of the stages of each row."""

    id: str
    title: str
    sentence: str
    spec: Spec | None
    strategies: tuple[Adopted, ...]
    rows: tuple[Row, ...]


def build_timeline(
    aim: tuple[str, str], gaps: Sequence[DistrictGap], adopted: Sequence[Adopted], until: int
) -> Timeline:
    """`gaps`: by school year; `adopted`: what aims at them; `until`: the school year that runs."""
    measure, group = MEASURES[aim[0]], GROUPS[aim[1]]
    rows = tuple(_rows(gaps, adopted, until))
    points = [TrendPoint(school_year(row.school_year), _rates(row.gap), _breaks(row.gap)) for row in rows]
    has_gap = any(gap.difference is not None for gap in gaps)
    spec = build_trend(points, METHODS["Q"].series(group), axis=measure.title, unit=measure.unit) if has_gap else None
    return Timeline(
        f"aim-{measure.id.lower().replace('_', '-')}-{group.id.replace('_', '-')}",
        gap_title(aim),
        _sentence(aim, gaps, adopted),
        _with_strips(spec, rows, adopted) if spec else None,
        tuple(adopted),
        rows,
    )


def _rows(gaps: Sequence[DistrictGap], adopted: Sequence[Adopted], until: int) -> list[Row]:
    """From the first year of anything on."""
    of_gaps = {gap.school_year: gap for gap in gaps}
    begun = (SchoolYear.running(one.spans[0].since) for one in adopted)
    first = min([*of_gaps, *map(int, begun), until])
    return [
        Row(year, of_gaps.get(year), tuple(stage_in(one, year) for one in adopted)) for year in range(first, until + 1)
    ]


def stage_in(one: Adopted, year: int) -> Stage | None:
    """The stage of a school year; of several the one that says most of what was done."""
    first, last = days_of(year)
    found = {span.stage for span in one.spans if span.touches(first, last)}
    had = next((stage for stage in ORDER if stage in found), None)
    return None if had is Stage.ENDED else had


def _rates(gap: DistrictGap | None) -> tuple[float | None, ...]:
    return (gap.focal_rate, gap.reference_rate, gap.all_rate) if gap else (None, None, None)


def _breaks(gap: DistrictGap | None) -> bool:
    return bool(gap and gap.break_text)


def gap_title(aim: tuple[str, str]) -> str:
    return f"{MEASURES[aim[0]].title}: {GROUPS[aim[1]].students}"


def told_of_gap(aim: tuple[str, str], gaps: Sequence[DistrictGap]) -> str:
    """The latest figure of a gap and its trend, in words; says that there is none where there is none. `gaps`: by
    school year.
    """
    known = [gap for gap in gaps if gap.difference is not None]
    if not known:
        return "There is no figure of this gap within the district yet."
    trend = "" if known[-1].break_text else trend_sentence([in_words(gap) for gap in known])
    return " ".join(filter(None, (gap_in_words(known[-1], MEASURES[aim[0]]), trend)))


def _sentence(aim: tuple[str, str], gaps: Sequence[DistrictGap], adopted: Sequence[Adopted]) -> str:
    has_figure = any(gap.difference is not None for gap in gaps)
    names = " and ".join(f"“{one.title}” ({one.stage.value})" for one in adopted)
    aims = f"{names} {'aims' if len(adopted) == 1 else 'aim'} at it."
    return " ".join(filter(None, (told_of_gap(aim, gaps), aims, NOT_WHY if has_figure else "")))


def _with_strips(spec: Spec, rows: Sequence[Row], adopted: Sequence[Adopted]) -> Spec:
    """The trend keeps its height; below it each strategy has a strip of its own, on the same years."""
    height = spec["height"]
    y = spec["encoding"]["y"]
    strips = [layer for number, one in enumerate(adopted) for layer in _strip(one, number, height, rows)]
    return {
        **spec,
        "autosize": {"type": "fit-x", "contains": "padding"},  # strips stand at heights of their own
        "height": height + STRIP * len(adopted) + BAR,
        "encoding": {**spec["encoding"], "y": {**y, "scale": {**y["scale"], "range": [height, 0]}}},
        "layer": [*spec["layer"], *strips],
    }


def _strip(one: Adopted, number: int, height: int, rows: Sequence[Row]) -> list[Spec]:
    top = height + BAR + STRIP * number
    values: list[Any] = [
        {"year": school_year(row.school_year), "stage": stage.label, "filled": stage in IN_FORCE}
        for row in rows
        for stage in (row.stages[number],)
        if stage is not None
    ]
    label: Spec = {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "baseline": "top", "fontSize": 12, "color": INK},
        "encoding": {"x": {"value": 2}, "y": {"value": top}, "text": {"value": one.title}},
    }
    return [_bars(one.title, values, top + STRIP - 2 * BAR), label]


def _bars(title: str, values: list[Any], top: int) -> Spec:
    """A bar a year: filled while it is in force, hollow while it is considered or paused."""
    return {
        "data": {"values": values},
        "mark": {"type": "rect", "stroke": FILLED, "strokeWidth": 1.5},
        "encoding": {
            "y": {"value": top},
            "y2": {"value": top + BAR},
            "fill": {"condition": {"test": "datum.filled", "value": FILLED}, "value": HOLLOW},
            "tooltip": [
                {"field": "year", "type": "ordinal", "title": "School year"},
                {"field": "stage", "type": "nominal", "title": title},
            ],
        },
    }
