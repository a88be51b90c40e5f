"""Files are checked against each other, in the transaction that changes what one of them says."""

from __future__ import annotations

from collections.abc import Iterable

from districts.outbox import enqueue
from monitoring.intake.cross_checks.catalogue import CROSS_DATASETS
from monitoring.intake.grain import Grain
from monitoring.intake.models import Snapshot
from monitoring.intake.submissions import collections_of
from monitoring.intake.topics import CROSS_TOPIC, key_of


def ask_for_cross_checks(grains: Iterable[Grain], *, district_id: int) -> None:
    """One promise for each school year and collection in which rows of these stand. Many files in a minute cost one
    run. Rows of no school year stand in each of which the tenant has a file.
    """
    touched = [grain for grain in grains if grain.dataset in CROSS_DATASETS]
    years = _years(district_id) if any(grain.school_year is None for grain in touched) else []
    places = {
        (year, collection)
        for grain in touched
        for year in (years if grain.school_year is None else [grain.school_year])
        for collection in collections_of(grain.dataset, grain.collection)
    }
    for school_year, collection in sorted(places):
        payload = {"school_year": school_year, "collection": collection}
        enqueue(topic=CROSS_TOPIC, key=key_of(school_year, collection), payload=payload, district_id=district_id)


def ask_everybody_for_cross_checks(grains: Iterable[Grain]) -> None:
    """The same of every tenant that has files, after the agency's rows that stand in have changed; in a scope that
    reaches all tenants' rows.
    """
    touched = list(grains)
    dated = Snapshot.objects.filter(superseded_at=None, dataset__in=CROSS_DATASETS).exclude(school_year=None)
    for district_id in sorted(set(dated.order_by().values_list("district_id", flat=True))):
        ask_for_cross_checks(touched, district_id=district_id)


def _years(district_id: int) -> list[int]:
    current = Snapshot.objects.filter(district_id=district_id, superseded_at=None, dataset__in=CROSS_DATASETS)
    return sorted({int(year) for year in current.values_list("school_year", flat=True) if year is not None})
