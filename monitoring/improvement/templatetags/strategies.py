"""How strategies and what is done with them read on pages."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from districts.plain_text import Block, blocks_of
from monitoring.analysis.formatting import figure, points
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.strategies.adoption import IN_FORCE, Stage
from monitoring.analysis.strategies.catalogue import LOCI, OBJECTIVES, OFFICES
from monitoring.analysis.strategies.causes import Confidence
from monitoring.results.models import DistrictGap
from monitoring.results.selection import DIMENSIONS

from ..models import AdoptionStep, Progress

register = template.Library()

NAMES = {"loci": LOCI, "objectives": OBJECTIVES, "offices": OFFICES, "dimensions": DIMENSIONS}
TAGS = {Stage.PAUSED: "hold", Stage.CONSIDERING: "note", Stage.ENDED: "", **dict.fromkeys(IN_FORCE, "done")}
CONFIDENCE_TAGS = {
    Confidence.HIGH: "brand",
    Confidence.SOME: "note",
    Confidence.LOW: "",
    Confidence.SET_ASIDE: "",
}
STATUS_TAGS = {Progress.Status.ON_TRACK: "done", Progress.Status.BEHIND: "note", Progress.Status.STUCK: "hold"}


@register.filter
def blocks(text: str) -> list[Block]:
    return blocks_of(text)


@register.filter
def named(ids: Iterable[str], kind: str) -> str:
    """Titles of ids, separated by semicolons. `kind`: one of NAMES."""
    return "; ".join(NAMES[kind].get(one, one) for one in ids)


@register.filter
def measures_named(ids: Iterable[str]) -> list[tuple[str, str]]:
    """Of each measure that is known still, id and title."""
    return [(one, MEASURES[one].title) for one in ids if one in MEASURES]


@register.filter
def stage_tag(stage: str) -> str:
    return TAGS[Stage(stage)]


@register.filter
def status_tag(entry: Progress) -> str:
    return STATUS_TAGS[Progress.Status(entry.status)]


@register.filter
def confidence_tag(confidence: str) -> str:
    return CONFIDENCE_TAGS[Confidence(confidence)]


@register.filter
def stage_title(stage: Stage | None) -> str:
    return stage.label if stage else "–"


@register.filter
def gap_shown(gap: DistrictGap | None) -> str:
    """The difference in percentage points, or in the measure's own units; a dash where there is none."""
    if gap is None or gap.difference is None:
        return "–"
    measure = MEASURES[gap.measure]
    return figure(gap.difference, measure.unit) if measure.is_mean else points(gap.difference)


@register.filter
def aim_in_words(step: AdoptionStep) -> str:
    """The gap a strategy aims at, and what is expected of it."""
    if not step.measure or step.measure not in MEASURES or step.group not in GROUPS:
        return ""
    gap = f"{MEASURES[step.measure].title}, between schools with the most and the fewest {GROUPS[step.group].students}"
    if step.change is None:
        return gap
    units = "in its own units" if MEASURES[step.measure].is_mean else "points"
    return f"{gap}: expected to get smaller by {step.change.normalize():f} {units}"
