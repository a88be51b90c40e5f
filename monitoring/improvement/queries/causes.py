"""Causes of gaps: the library for everybody, what a district thinks of its own gaps for the district alone, and for ESE
how many districts look into which cause of the library.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from districts.models import District
from monitoring.analysis.strategies.cause_graph import Link
from monitoring.analysis.strategies.causes import Confidence, said_on
from monitoring.analysis.strategies.recommender import NamedCause as CauseOfGap

from ..models import CauseLink, CauseVersion, Claim, Evidence, GapStudy, NamedCause

OF_STUDY = ("number", "measure", "group", "objectives")
OF_CLAIM = (
    "claims__cause",
    "claims__cause__title",
    "claims__since",
    "claims__confidence",
    "claims__strategies",
    "library_title",
    "library_strategies",
)


@dataclass(frozen=True)
class CauseShown:
    """A cause that a district has named for a gap. `claims`: in the order in which they were recorded; `now`: the one
    that holds on the day that is looked at; `version`: of the library, where it is one of its.
    """

    named: NamedCause
    version: CauseVersion | None
    claims: tuple[Claim, ...]
    now: Claim
    evidence: tuple[Evidence, ...] = ()

    @property
    def id(self) -> str:
        """What it is called in links."""
        return str(self.named.number)

    @property
    def title(self) -> str:
        return self.version.title if self.version else self.named.title

    @property
    def text(self) -> str:
        return self.version.text if self.version else self.named.text

    @property
    def confidence(self) -> Confidence:
        return Confidence(self.now.confidence)

    @property
    def is_set_aside(self) -> bool:
        return self.confidence is Confidence.SET_ASIDE

    @property
    def strategies(self) -> tuple[str, ...]:
        """By the library and by the district's own word, each once."""
        of_library = self.version.strategies if self.version else []
        return tuple(dict.fromkeys([*self.now.strategies, *of_library]))


@dataclass(frozen=True)
class Word:
    """A row of what was said, and since when that holds."""

    since: dt.date
    row: Any


@dataclass(frozen=True)
class Studied:
    """A gap under study in brief: its causes as the district holds them, those set aside too."""

    number: int
    measure: str
    group: str
    objectives: tuple[str, ...]
    causes: tuple[CauseOfGap, ...]


@dataclass(frozen=True)
class DrawnLink:
    """A cause feeds another: so the library says, or the district, whose word has a `text`."""

    begin: CauseShown
    end: CauseShown
    is_own: bool
    text: str = ""

    @property
    def ids(self) -> Link:
        return self.begin.id, self.end.id


@dataclass(frozen=True)
class StudyShown:
    """A gap under study as thought of on a day. `first`: the first day from which anything was held at all."""

    study: GapStudy
    causes: tuple[CauseShown, ...]
    links: tuple[DrawnLink, ...]
    first: dt.date | None

    @property
    def held(self) -> tuple[CauseShown, ...]:
        """Those that were not set aside."""
        return tuple(one for one in self.causes if not one.is_set_aside)


def causes_for_all() -> list[CauseVersion]:
    """The library in its order, newest versions. One query."""
    newest = CauseVersion.objects.order_by("cause_id", "-version").distinct("cause_id").select_related("cause")
    return sorted(newest, key=lambda one: one.cause.place)


def cause_by_key(key: str) -> list[CauseVersion]:
    """All versions of a cause, newest first; none where there is no such one. One query."""
    return list(CauseVersion.objects.filter(cause__key=key).select_related("cause"))


def named_by_district(district: District) -> list[NamedCause]:
    """The causes that it has named for any gap. One query."""
    return list(NamedCause.objects.filter(district=district).select_related("cause"))


def title_of_cause(named: NamedCause) -> str:
    return named.title or CauseVersion.objects.filter(cause=named.cause_id)[0].title


def study_by_number(district: District, number: int) -> GapStudy | None:
    return GapStudy.objects.filter(district=district, number=number).first()


def studies_of_district(district: District, day: dt.date) -> list[Studied]:
    """Each gap under study, with what the district holds of its causes on a day. One query: a row a claim, and one a
    gap of which nothing is claimed.
    """
    newest = CauseVersion.objects.filter(cause=OuterRef("claims__cause__cause")).order_by("-version")
    rows = GapStudy.objects.filter(district=district).order_by("number", "claims__cause__number", "claims__number")
    told = rows.annotate(
        library_title=Subquery(newest.values("title")[:1]), library_strategies=Subquery(newest.values("strategies")[:1])
    ).values_list(*OF_STUDY, *OF_CLAIM, named=True)
    return [_studied(list(of_study), day) for _, of_study in groupby(told, key=lambda row: row.number)]


def _studied(rows: list[Any], day: dt.date) -> Studied:
    first = rows[0]
    claimed = [row for row in rows if row.claims__cause is not None]
    by_cause = groupby(claimed, key=lambda row: row.claims__cause)
    now = [said_on([Word(row.claims__since, row) for row in of_cause], day) for _, of_cause in by_cause]
    causes = tuple(_named_cause(one.row) for one in now if one is not None)
    return Studied(first.number, first.measure, first.group, tuple(first.objectives), causes)


def _named_cause(row: Any) -> CauseOfGap:
    strategies = dict.fromkeys([*row.claims__strategies, *(row.library_strategies or [])])
    title = row.library_title or row.claims__cause__title
    return CauseOfGap(title, (row.measure, row.group), Confidence(row.claims__confidence), tuple(strategies))


def study_on(study: GapStudy, day: dt.date) -> StudyShown:
    """One gap under study as the district thought of it on a day, and what it knew. Four queries."""
    library = {one.cause_id: one for one in causes_for_all()}
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for one in Evidence.objects.filter(study=study, day__lte=day):
        evidence[one.cause_id].append(one)
    claims = list(Claim.objects.filter(study=study).select_related("cause"))
    causes = tuple(_shown(claims, library, evidence, day))
    held = [one for one in causes if not one.is_set_aside]
    links = CauseLink.objects.filter(district=study.district_id)
    first = min((one.since for one in claims), default=None)
    return StudyShown(study, causes, tuple(_links(held, links, day)), first)


def _shown(
    claims: Iterable[Claim], library: dict[int, CauseVersion], evidence: dict[int, list[Evidence]], day: dt.date
) -> list[CauseShown]:
    """The surest first, what was set aside last."""
    by_cause: dict[int, list[Claim]] = defaultdict(list)
    for one in claims:
        by_cause[one.cause_id].append(one)
    found = []
    for said in by_cause.values():
        now, named = said_on(said, day), said[0].cause
        if now is not None:
            version = library[named.cause_id] if named.cause_id else None
            found.append(CauseShown(named, version, tuple(said), now, tuple(evidence.get(named.pk, ()))))
    order = [Confidence.HIGH, Confidence.SOME, Confidence.LOW, Confidence.SET_ASIDE]
    return sorted(found, key=lambda one: (order.index(one.confidence), one.named.number))


def _links(held: Sequence[CauseShown], links: Iterable[CauseLink], day: dt.date) -> list[DrawnLink]:
    """Between causes of the gap: the library's, and the district's own word where it has said something."""
    by_pk = {one.named.pk: one for one in held}
    by_key = {one.version.cause.key: one for one in held if one.version}
    said: dict[tuple[int, int], CauseLink] = {}
    for link in links:
        if link.since <= day and link.begin_id in by_pk and link.end_id in by_pk:
            said[link.begin_id, link.end_id] = link
    drawn = [DrawnLink(by_pk[one.begin_id], by_pk[one.end_id], True, one.text) for one in said.values() if one.holds]
    for one in held:
        for key in one.version.leads_to if one.version else ():
            end = by_key.get(key)
            if end is not None and (one.named.pk, end.named.pk) not in said:
                drawn.append(DrawnLink(one, end, False))
    return drawn


def districts_by_cause() -> list[tuple[CauseVersion, int]]:
    """Of each cause of the library, how many districts look into it and do not keep that to themselves. For ESE: who
    they are, of which gap, and what they think, is not asked. Two queries.
    """
    named = NamedCause.objects.exclude(cause=None).order_by()
    counted = dict(named.values_list("cause_id").annotate(many=Count("district_id", distinct=True)))
    return [(one, counted.get(one.cause_id, 0)) for one in causes_for_all()]
