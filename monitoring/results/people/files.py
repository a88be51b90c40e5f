"""Which files of persons a district's school year is computed from: those in force, and those that somebody answers
for.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from monitoring.analysis.people.staff_year import OCTOBER, OF_PERSONS
from monitoring.intake.certification.catalogue import COLLECTIONS, FIGURES
from monitoring.intake.models import Snapshot
from monitoring.intake.queries.certified_rows import Place, Signed, certifications, last_of_each_year
from monitoring.intake.submissions import STAND_IN

_NAMES = uuid.UUID("5d0c3a44-7d21-4a3f-9d1c-2f3f6b1f0c11")
DATASETS = (*OF_PERSONS, "climate_survey")
LOOKED_BACK_ON = ("staff_roster", "work_assignment")  # of the year before
RATINGS = ("evaluation",)  # nobody opens these files as long as no definition in force rests on them
Files = Mapping[str, Snapshot]  # by dataset
Ids = Collection[int] | None  # of districts; None: of all


@dataclass(frozen=True)
class YearFiles:
    """Files of a district's school year, those of the year `before`, and those of the agency that stand in (`lent`)."""

    district_id: int
    district_code: str
    school_year: int
    own: Files
    before: Files
    lent: Files
    is_certified: bool = False
    is_current: bool = False

    @property
    def id(self) -> uuid.UUID:
        """Of the same files it is the same, whatever else changes."""
        parts = {"own": self.own, "before": self.before, "lent": self.lent}
        named = sorted(f"{part} {one.pk}" for part, files in parts.items() for one in files.values())
        return uuid.uuid5(_NAMES, " ".join((self.district_code, str(self.school_year), *named)))

    @property
    def snapshots(self) -> list[Snapshot]:
        found = {one.pk: one for files in (self.own, self.before, self.lent) for one in files.values()}
        return [found[key] for key in sorted(found)]


def year_files(district_ids: Ids = None, *, ratings: bool = False, beside: Collection[str] = ()) -> list[YearFiles]:
    """Of some districts or of all, as they stand and as they are certified; where both are the same, once. `ratings`:
    with those on evaluations; `beside`: with files of further datasets. Three queries. In a scope that reaches all
    tenants' rows.
    """
    datasets = (*DATASETS, *(RATINGS if ratings else ()), *beside)
    signed = certifications([name for name in COLLECTIONS if name != FIGURES], district_ids)
    named = {row.snapshot_id for one in signed.values() if one for row in (*one.rows, *one.beside)}
    known = [one for rows in (_lent(), _sent(district_ids, datasets)) for one in rows.filter(_stands(named))]
    found: dict[uuid.UUID, YearFiles] = {}
    for flag, files in (("is_certified", _answered_for(signed, known)), ("is_current", _in_force(known))):
        for one in files:
            flags: dict[str, Any] = {flag: True}
            found[one.id] = replace(found.get(one.id, one), **flags)
    return list(found.values())


def each_district_once(files: Iterable[YearFiles]) -> list[dict[str, YearFiles]]:
    """By school year, and by code of the district; a further set of a district's files of the year is in another."""
    found: dict[tuple[int, int], dict[str, YearFiles]] = defaultdict(dict)
    sets: Counter[tuple[int, str]] = Counter()
    for one in files:
        place = (one.school_year, one.district_code)
        found[one.school_year, sets[place]][one.district_code] = one
        sets[place] += 1
    return list(found.values())


def _in_force(known: Iterable[Snapshot]) -> Iterator[YearFiles]:
    """As files stand; of what is of all years, the newest for every year."""
    stand = [one for one in known if one.is_current]
    beside: dict[int, list[Snapshot]] = defaultdict(list)
    for one in stand:
        if one.school_year is None:
            beside[one.district_id].append(one)
    lent = next((rows for rows in beside.values() if rows[0].district.is_state), [])
    yield from _of_years(stand, lambda district_id, year: [*lent, *beside[district_id]])


def _answered_for(signed: Mapping[Place, Signed | None], known: Collection[Snapshot]) -> Iterator[YearFiles]:
    """Of each dataset that the certification of the year's latest collection names; of what is of all years, and so of
    no collection, what stood beside the year's last certification. Rows that were sent again as they were are those in
    force.
    """
    by_id = _as_in_force(known)
    order = list(COLLECTIONS)
    places: dict[uuid.UUID, int] = {}
    for (_, _, collection), one in signed.items():
        places |= {row.snapshot_id: order.index(collection) for row in (one.rows if one else ())}
    named = [by_id[key] for key in sorted(places, key=lambda key: places[key]) if key in by_id]
    stood = {place: one.beside for place, one in last_of_each_year(signed).items()}
    yield from _of_years(
        named, lambda *place: [by_id[row.snapshot_id] for row in stood.get(place, ()) if row.snapshot_id in by_id]
    )


def _as_in_force(known: Iterable[Snapshot]) -> Mapping[uuid.UUID, Snapshot]:
    """By id, each as the one in force that holds the same rows, where there is one."""
    in_force = {(*_place(one), one.content_hash): one for one in known if one.is_current}
    return {one.pk: in_force.get((*_place(one), one.content_hash), one) for one in known}


def _of_years(standing: Iterable[Snapshot], beside: Callable[[int, int], Iterable[Snapshot]]) -> Iterator[YearFiles]:
    """Every year of which there is a file of the year itself; of several of a dataset the last counts. `beside`: by
    district's id and school year what is of all years, the agency's first.
    """
    dated: dict[int, dict[int, dict[str, Snapshot]]] = defaultdict(lambda: defaultdict(dict))
    for one in standing:
        if one.school_year is not None:
            dated[one.district_id][one.school_year][one.dataset] = one
    for district_id, years in dated.items():
        code = next(one.district.org_code for files in years.values() for one in files.values())
        for year in sorted(years):
            always = {one.dataset: one for one in beside(district_id, year)}
            own = {**{name: one for name, one in always.items() if one.district_id == district_id}, **years[year]}
            before = {name: one for name, one in years.get(year - 1, {}).items() if name in (*LOOKED_BACK_ON, *RATINGS)}
            lent = {name: one for name, one in always.items() if name not in own}
            yield YearFiles(district_id, code, year, own, before, lent)


def _place(one: Snapshot) -> tuple[int, str, int | None, str]:
    return one.district_id, one.dataset, one.school_year, one.collection


def _stands(named: Collection[uuid.UUID]) -> Q:
    """In force, or named by a certification."""
    return Q(superseded_at=None) | Q(pk__in=named)


def _sent(district_ids: Ids, datasets: Collection[str]) -> QuerySet[Snapshot]:
    rows = Snapshot.objects.filter(dataset__in=datasets, collection__in=("", OCTOBER), rows__gt=0)
    rows = rows.exclude(district__kind="STATE").select_related("district")
    return rows if district_ids is None else rows.filter(district_id__in=district_ids)


def _lent() -> QuerySet[Snapshot]:
    """The agency's files that stand in where a district has none of its own."""
    rows = Snapshot.objects.filter(dataset__in=list(STAND_IN), district__kind="STATE", rows__gt=0)
    return rows.select_related("district").order_by("frozen_at")
