"""What the pages tell on which rows are typed in. All need a scope, and name the tenant."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from districts.models import District, School
from districts.school_year import SchoolYear
from monitoring.intake.entry.faults import Told
from monitoring.intake.entry.form import Offered
from monitoring.intake.entry.in_force import typed_from_rows
from monitoring.intake.entry.typed import MOST_ROWS, ONCE, Typed
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import EntryDraft, Snapshot, Upload
from monitoring.intake.queries.uploads import findings_for_page
from monitoring.intake.reports.catalogue import REPORTS, own_layouts
from monitoring.intake.reports.declaration import Report

YEARS = 10  # the running school year and those before it
DAYS = 30  # that a draft is kept after somebody was at it last


@dataclass(frozen=True)
class Typable:
    """A layout that a tenant may type in, with the rows that are in force and may be begun with."""

    layout: Report
    in_force: list[Snapshot]


def layouts_to_type(district: District) -> list[Report]:
    """The layouts that the tenant sends: a district not what the agency keeps for all."""
    return [layout for layout in own_layouts() if district.is_state or not layout.agency_only]


def typables_for_page(district: District) -> list[Typable]:
    """In the order of their numbers. One query. Of persons nothing can be begun with: their ids are pseudonyms."""
    layouts = layouts_to_type(district)
    given = Snapshot.objects.filter(
        district_id=district.pk,
        superseded_at=None,
        report__in=[one.id for one in layouts if not one.persons],
        rows__gt=0,
    ).order_by("-school_year", "collection")
    by_layout: dict[str, list[Snapshot]] = {}
    for one in given:
        if one.dataset == REPORTS[one.report].dataset:
            by_layout.setdefault(one.report, []).append(one)
    return [Typable(layout, by_layout.get(layout.id, [])) for layout in layouts]


def rows_to_start_with(district_id: int, layout: Report, snapshot_id: uuid.UUID) -> Typed | None:
    """The rows in force that a snapshot holds, as they are typed; None where there are none, they are too many to be
    typed, or of persons. One query, and the file.
    """
    if layout.persons:
        return None
    own = Snapshot.objects.filter(district_id=district_id, report=layout.id, dataset=layout.dataset, superseded_at=None)
    found = own.filter(pk=snapshot_id, rows__lte=MOST_ROWS).first()
    return typed_from_rows(layout, read_snapshot(found)) if found else None


def drafts_for_page(district_id: int) -> list[EntryDraft]:
    """Without what was typed. One query."""
    return list(EntryDraft.objects.filter(district_id=district_id).defer("sealed").select_related("mends"))


def draft_of(district_id: int, layout: Report, key: uuid.UUID) -> EntryDraft | None:
    own = EntryDraft.objects.filter(district_id=district_id, layout=layout.id, key=key)
    return own.select_related("mends__district").first()


def offered_for(district: District, layout: Report, *, today: dt.date) -> Offered:
    """What there is to choose from. The agency's codes are too many to choose from, and where organizations themselves
    are told, theirs may be new. At most one query.
    """
    running = SchoolYear.running(today)
    years = [str(running - back) for back in range(YEARS)]
    if district.is_state or layout.dataset == "organizations" or not layout.has("org_code"):
        return Offered(years)
    schools = School.objects.filter(district_id=district.pk).values_list("org_code", "name")
    own = (district.org_code, district.name)
    return Offered(years, [(code, f"{name} ({code})") for code, name in (own, *schools)])


def findings_to_mend(upload: Upload, typed: Typed) -> list[Told]:
    """What the checks said of an upload, at the places where its rows stand now. One query."""
    places = {row.was: at for at, row in enumerate(typed.rows) if row.was is not None}
    titles = {column.title: column.name for column in REPORTS[upload.report].columns} if upload.report else {}
    return list(_told(upload, places, titles))


def _told(upload: Upload, places: dict[int, int], titles: dict[str, str]) -> Iterator[Told]:
    for finding in findings_for_page(upload):
        for detail in finding.details:
            row, column = detail["row"], titles.get(detail["column"] or "")
            if row is not None and row not in places:
                continue  # it was removed, and what was said of it with it
            is_once = column in ONCE
            yield Told(
                detail["message"],
                detail["how_to_fix"],
                severity=finding.severity,
                at=None if is_once else places.get(row),
                column=column if is_once or row is not None else None,
                rule_id=finding.rule_id,
            )


def tenants_with_old_drafts() -> list[int]:
    """The ids of the tenants that have drafts nobody has gone on with; across tenants, for the beat."""
    old = EntryDraft.objects.filter(kept_at__lt=timezone.now() - timedelta(days=DAYS))
    return sorted(set(old.values_list("district_id", flat=True)))
