"""Which files of persons a district's school year is computed from: those in force, and those that somebody answers
for.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from monitoring.analysis.people.staff_year import OCTOBER, OF_PERSONS
from monitoring.intake.certification.catalogue import COLLECTIONS, FIGURES, collections_of
from monitoring.intake.models import Snapshot
from monitoring.intake.queries.certified_rows import certified_rows
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


def year_files(district_ids: Ids = None, *, ratings: bool = False) -> list[YearFiles]:
    """Of some districts or of all, as they stand and as they are certified; where both are the same, once. `ratings`:
    with those on evaluations. Three queries, four where a certified file is not in force any more. In a scope that
    reaches all tenants' rows.
    """
    datasets = (*DATASETS, *RATINGS) if ratings else DATASETS
    in_force, answered_for = _in_force(district_ids, datasets), _answered_for(district_ids, datasets)
    lent = _lent()
    found: dict[uuid.UUID, YearFiles] = {}
    for flag, standing in (("is_certified", answered_for), ("is_current", in_force)):
        for one in _of_years(standing, lent):
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


def _of_years(standing: Mapping[int, Mapping[int | None, Files]], lent: Files) -> Iterator[YearFiles]:
    """Every year of which there is a file of the year itself."""
    for district_id, years in standing.items():
        always = years.get(None, {})
        code = next(one.district.org_code for files in years.values() for one in files.values())
        for year in sorted(year for year in years if year is not None):
            own = {**always, **years[year]}
            before = {name: one for name, one in years.get(year - 1, {}).items() if name in (*LOOKED_BACK_ON, *RATINGS)}
            borrowed = {name: one for name, one in lent.items() if name not in own}
            yield YearFiles(district_id, code, year, own, before, borrowed)


def _in_force(district_ids: Ids, datasets: Collection[str]) -> Mapping[int, Mapping[int | None, Files]]:
    return _by_year(_snapshots(district_ids, datasets).filter(superseded_at=None))


def _answered_for(district_ids: Ids, datasets: Collection[str]) -> Mapping[int, Mapping[int | None, Files]]:
    """Of each dataset that the certification of the year's latest collection names; of a dataset that belongs to no
    collection, which is of all years, what is in force, once the district has certified anything. Rows that were sent
    again as they were are those in force.
    """
    certified = certified_rows([name for name in COLLECTIONS if name != FIGURES], district_ids)
    order = list(COLLECTIONS)
    wanted: dict[uuid.UUID, tuple[int, str]] = {}
    for (_, year, collection), rows in certified.items():
        wanted |= {row.snapshot_id: (year, collection) for row in rows if row.report in datasets}
    stand = _snapshots(district_ids, datasets)
    found = list(stand.filter(Q(id__in=list(wanted)) | Q(superseded_at=None)))
    in_force = {(*_place(one), one.content_hash): one for one in found if one.superseded_at is None}
    named = [
        (order.index(wanted[one.pk][1]), in_force.get((*_place(one), one.content_hash), one))
        for one in found
        if one.pk in wanted
    ]
    has_certified = {district_id for (district_id, _, _), rows in certified.items() if rows}
    free = [
        one
        for one in found
        if one.superseded_at is None and not collections_of(one.dataset) and one.district_id in has_certified
    ]
    return _by_year([*free, *(one for _, one in sorted(named, key=lambda pair: pair[0]))])


def _place(one: Snapshot) -> tuple[int, str, int | None, str]:
    return one.district_id, one.dataset, one.school_year, one.collection


def _snapshots(district_ids: Ids, datasets: Collection[str]) -> QuerySet[Snapshot]:
    rows = Snapshot.objects.filter(dataset__in=datasets, collection__in=("", OCTOBER), rows__gt=0)
    rows = rows.exclude(district__kind="STATE").select_related("district")
    return rows if district_ids is None else rows.filter(district_id__in=district_ids)


def _by_year(snapshots: Iterable[Snapshot]) -> Mapping[int, Mapping[int | None, Files]]:
    """By district, school year and dataset; of several the last."""
    found: dict[int, dict[int | None, dict[str, Snapshot]]] = defaultdict(lambda: defaultdict(dict))
    for one in snapshots:
        found[one.district_id][one.school_year][one.dataset] = one
    return found


def _lent() -> Files:
    """The agency's files that stand in where a district has none of its own."""
    of_agency = Snapshot.objects.filter(
        dataset__in=list(STAND_IN), superseded_at=None, district__kind="STATE", rows__gt=0
    )
    return {one.dataset: one for one in of_agency.order_by("frozen_at")}
