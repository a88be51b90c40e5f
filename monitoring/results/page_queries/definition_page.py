"""What pages show of definitions: of one measure all versions, and of a version what may become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from districts.models import District, Membership
from districts.roles import may
from monitoring.analysis.definitions.definition import Definition, State
from monitoring.analysis.definitions.difference import Changed, difference, rule_in_words, years_in_words
from monitoring.analysis.definitions.lifecycle import (
    MOVES,
    NEED_A_REASON,
    Consequence,
    Refusal,
    Returned,
    Step,
    consequences,
    refusals,
)
from monitoring.analysis.definitions.lifecycle import DualRun as Standing
from monitoring.definitions.actions import DECIDE, DRAFT, facts_for
from monitoring.definitions.queries import History, histories_for_ese, returned_by, versions_for_everybody

from ..dual_runs.asking import latest_dual_run, standing_of
from ..dual_runs.comparison import Comparison, comparisons_of
from ..models import DualRun

ASKED_WITH = {**dict.fromkeys(NEED_A_REASON, "reason"), Step.PUT_OFF: "due"}
DECIDED = (Step.ACTIVATE, Step.RETIRE, Step.SEND_BACK)


@dataclass(frozen=True)
class Version:
    """A version as everybody sees it, with what differs from the last one before it that was ever active."""

    definition: Definition
    years: str
    rule: tuple[tuple[str, str], ...]
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Offer:
    """A step that can be asked for. `asks`: what has to be given with it; `why_not`: what keeps it from being done,
    apart from that.
    """

    step: Step
    button: str
    asks: str
    why_not: tuple[Refusal, ...]
    consequences: tuple[Consequence | Returned, ...]


@dataclass(frozen=True)
class DefinitionPage:
    """`other`: the version that it is compared with; `names`: of the districts in the comparison, by code."""

    history: History
    versions: tuple[Definition, ...]
    rule: tuple[tuple[str, str], ...]
    years: str
    other: Definition | None
    changes: tuple[Changed, ...]
    offers: tuple[Offer, ...]
    dual_run: DualRun | None
    standing: Standing
    comparisons: tuple[Comparison, ...]
    names: Mapping[str, str]

    @property
    def definition(self) -> Definition:
        return self.history.definition


def versions_on_page(measure_id: str) -> tuple[Version, ...]:
    """The versions that were ever active and those that are promised, the latest first. One query."""
    known = [one for one in versions_for_everybody(measure_id) if one.was_active or one.state is State.PENDING]
    return tuple(_told(one, [each for each in known if each.was_active]) for one in reversed(known))


def _told(one: Definition, active: list[Definition]) -> Version:
    before = [each for each in active if each.version < one.version]
    changes = difference(before[-1], one) if before else ()
    return Version(one, years_in_words(one), rule_in_words(one), changes)


def definition_page_for_ese(
    measure_id: str, version: int, *, compared_with: int | None, by: Membership
) -> DefinitionPage | None:
    """One version with all that was done with it; None where there is none. At most five queries; five more
    where there is a dual run that has ended.
    """
    histories = histories_for_ese(measure_id)
    if version not in histories:
        return None
    history, one = histories[version], histories[version].definition
    versions = tuple(each.definition for each in histories.values())
    others = [each for each in versions if each.version != version]
    latest = latest_dual_run(measure_id, version)
    standing = standing_of(latest, one, others)
    other = _compared_with(one, others, compared_with)
    comparisons = comparisons_of(latest.comparison) if latest and latest.state == DualRun.State.DONE else ()
    return DefinitionPage(
        history,
        versions,
        rule_in_words(one),
        years_in_words(one),
        other,
        difference(other, one) if other else (),
        _offers(histories, version, standing, by),
        latest,
        standing,
        comparisons,
        _names(comparisons),
    )


def _compared_with(one: Definition, others: list[Definition], asked: int | None) -> Definition | None:
    """The version that is asked for, or else the latest one that was active before it."""
    named = next((each for each in others if each.version == asked), None)
    earlier = [each for each in others if each.version < one.version and each.was_active]
    return named or (earlier[-1] if earlier else None)


def _offers(histories: dict[int, History], version: int, standing: Standing, by: Membership) -> tuple[Offer, ...]:
    """What the reader may ask for, in the order of the lifecycle."""
    one, facts = histories[version].definition, facts_for(histories, version, by=by, dual_run=standing)
    found = []
    for step, move in MOVES.items():
        if one.state in move.sources and may(by, DECIDE if step in DECIDED else DRAFT):
            asks = ASKED_WITH.get(step, "")
            why_not = tuple(why for why in refusals(step, one, facts) if why.code != asks)
            ended: tuple[Consequence | Returned, ...] = ()
            if step is Step.ACTIVATE:
                ended = consequences(one, facts.others)
            elif step is Step.RETIRE:
                ended = returned_by(histories, one)
            found.append(Offer(step, move.button, asks, why_not, ended))
    return tuple(found)


def _names(comparisons: tuple[Comparison, ...]) -> dict[str, str]:
    codes = {pair.of for one in comparisons for pair in one.districts}
    return dict(District.objects.filter(org_code__in=codes).values_list("org_code", "name")) if codes else {}
