"""Which figures districts have certified. Needs a scope that sees every district."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import NamedTuple

from monitoring.intake.certification.catalogue import FIGURES
from monitoring.intake.certification.facts import Act
from monitoring.intake.models import CertificationEvent


class Certified(NamedTuple):
    """Rows that somebody has answered for."""

    report: str
    snapshot_id: uuid.UUID
    content_hash: str


def certified_figures() -> Mapping[tuple[int, int], frozenset[Certified]]:
    """By district and school year the rows of the certification that stands. One query."""
    acts = CertificationEvent.objects.filter(
        collection=FIGURES, act__in=(Act.CERTIFY, Act.WITHDRAW, Act.RETURN)
    ).order_by("district_id", "school_year", "number")
    told = acts.values_list("district_id", "school_year", "act", "snapshots")
    return {
        (district, year): frozenset(
            Certified(report, uuid.UUID(snapshot), content) for report, snapshot, content in rows
        )
        if act == Act.CERTIFY
        else frozenset()
        for district, year, act, rows in told
    }
