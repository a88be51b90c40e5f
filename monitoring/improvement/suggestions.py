"""What a district could look at, put together of what is stored. Nothing of it is stored itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitoring.analysis.sentences import CLEAR
from monitoring.analysis.strategies.recommender import GapNow, NamedCause, Offered, Suggestion, suggest
from monitoring.results.models import DistrictGap

from .models import Resource
from .queries import Adopted, Listed, Studied

SHOWN = 5
Aim = tuple[str, str]


@dataclass(frozen=True)
class Shown:
    """A suggestion, and the resources that it names."""

    suggestion: Suggestion
    resources: tuple[Resource, ...]


def suggestions_for(
    gaps: Mapping[Aim, Sequence[DistrictGap]],
    causes: Sequence[NamedCause],
    objectives: Collection[str],
    catalogue: Sequence[Listed],
    resources: Sequence[Resource],
    ended: Collection[str] = (),
) -> list[Shown]:
    """The first few. `gaps`: of each, by school year; `catalogue`: what is not taken up; `ended`: keys of what was."""
    now = [gap_now(aim, found) for aim, found in gaps.items()]
    by_title = {one.title: one for one in resources}
    offered = [_offered(one, resources, one.strategy.key in ended) for one in catalogue]
    found = suggest(now, causes, objectives, offered)[:SHOWN]
    return [Shown(one, tuple(by_title[title] for title in one.strategy.resources)) for one in found]


def gap_now(aim: Aim, gaps: Sequence[DistrictGap]) -> GapNow:
    known = [gap for gap in gaps if gap.difference is not None]
    return GapNow(*aim, known[-1].difference, known[-1].verdict in CLEAR) if known else GapNow(*aim, None)


def objectives_of(adopted: Iterable[Adopted], studies: Iterable[Studied]) -> frozenset[str]:
    """Those that the district has named, with a strategy that has not ended or with a gap under study."""
    of_adopted = (name for one in adopted if one.stage != "ended" for name in one.latest.objectives)
    return frozenset(of_adopted) | {name for one in studies for name in one.objectives}


def _offered(one: Listed, resources: Iterable[Resource], was_ended: bool) -> Offered:
    words, key = one.version.words, one.strategy.key
    helping = tuple(resource.title for resource in resources if key in resource.strategies)
    return Offered(key, words.title, words.measures, words.objectives, helping, was_ended)
