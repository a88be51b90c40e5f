"""Which rows districts have certified. Needs a scope that sees the districts in question."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import NamedTuple

from monitoring.intake.certification.catalogue import FIGURES
from monitoring.intake.certification.facts import Act
from monitoring.intake.models import CertificationEvent


class Certified(NamedTuple):
    """Rows that somebody has answered for."""

    report: str
    snapshot_id: uuid.UUID
    content_hash: str


def certified_rows(
    collections: Collection[str], district_ids: Collection[int] | None = None
) -> Mapping[tuple[int, int, str], frozenset[Certified]]:
    """By district, school year and collection the rows of the certification that stands; of all districts, or of
    some. One query.
    """
    acts = CertificationEvent.objects.filter(
        collection__in=collections, act__in=(Act.CERTIFY, Act.WITHDRAW, Act.RETURN)
    ).order_by("district_id", "school_year", "collection", "number")
    acts = acts if district_ids is None else acts.filter(district_id__in=district_ids)
    told = acts.values_list("district_id", "school_year", "collection", "act", "snapshots")
    return {
        (district, year, collection): frozenset(
            Certified(report, uuid.UUID(snapshot), content) for report, snapshot, content in rows
        )
        if act == Act.CERTIFY
        else frozenset()
        for district, year, collection, act, rows in told
    }


def certified_figures() -> Mapping[tuple[int, int], frozenset[Certified]]:
    """Of the collection of figures, by district and school year."""
    return {(district, year): rows for (district, year, _), rows in certified_rows((FIGURES,)).items()}
