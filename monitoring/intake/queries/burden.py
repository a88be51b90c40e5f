"""What collections have cost a district: for its members, or in any scope that reads the district's rows."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localtime

from monitoring.intake.burden.cost import Cost, Of, OnRecord, SentFile, costs_of, years_named
from monitoring.intake.certification.facts import Event
from monitoring.intake.models import CertificationEvent, Explanation, Finding, MinutesEstimate, Upload
from monitoring.intake.queries.collections import calendars

COUNTED = [state for state in Upload.ENDED if state != Upload.State.QUARANTINED]  # what was set aside is our trouble
FIELDS = ("id", "report", "school_years", "collections", "received_at", "state", "rows", "sent_by_name")


def costs_of_district(district_id: int) -> list[Cost]:
    """Of every school year and collection of which anything is on record. Six queries."""
    uploads = Upload.objects.filter(district_id=district_id, state__in=COUNTED).order_by("received_at", "id")
    files = sent_files(uploads.values_list(*FIELDS), _errors_of(district_id))
    explained: dict[Of, list[tuple[str, str, str]]] = defaultdict(list)
    for one in Explanation.objects.filter(district_id=district_id):
        explained[one.school_year, one.collection].append((one.layout, one.rule_id, one.by_name))
    acts: dict[Of, list[Event]] = defaultdict(list)
    for act in (
        CertificationEvent.objects.filter(district_id=district_id).defer("snapshots", "beside").order_by("number")
    ):
        acts[act.school_year, act.collection].append(act.event)
    minutes = latest_minutes(MinutesEstimate.objects.filter(district_id=district_id)).get(district_id, {})
    return costs_of(OnRecord(files, calendars(years_named(files)), acts, explained, minutes))


def cost_of_collection(district_id: int, of: Of) -> Cost | None:
    """One line of the ledger; None where nothing is on record. Six queries."""
    found = costs_of_district(district_id)
    return next((one for one in found if (one.school_year, one.collection) == of), None)


def is_estimated(district_id: int, of: Of) -> bool:
    """Whether the district was asked before how long a collection took it, and said so. One query."""
    year, collection = of
    said = MinutesEstimate.objects.filter(district_id=district_id, school_year=year, collection=collection)
    return said.exists()


def sent_files(rows: Iterable[tuple[Any, ...]], errors: dict[uuid.UUID, dict[str, int]]) -> list[SentFile]:
    """Uploads as the ledger counts them; `rows`: FIELDS. No query of its own."""
    return [
        SentFile(
            report,
            tuple(years),
            tuple(collections),
            localtime(received_at).date(),
            state == Upload.State.REFUSED,
            rows,
            sent_by_name,
            errors.get(pk, {}),
        )
        for pk, report, years, collections, received_at, state, rows, sent_by_name in rows
    ]


def latest_minutes(estimates: Iterable[MinutesEstimate]) -> dict[int, dict[Of, int | None]]:
    """By district, what was said last of each collection. `estimates`: oldest first."""
    said: dict[int, dict[Of, int | None]] = defaultdict(dict)
    for one in estimates:
        said[one.district_id][one.school_year, one.collection] = one.minutes
    return said


def _errors_of(district_id: int) -> dict[uuid.UUID, dict[str, int]]:
    """By upload the errors of its last check, by rule."""
    errors: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    found = Finding.objects.filter(district_id=district_id, severity=Finding.Severity.ERROR)
    for upload_id, rule_id, total in found.order_by().values_list("upload_id", "rule_id", "total"):
        errors[upload_id][rule_id] = total
    return errors
