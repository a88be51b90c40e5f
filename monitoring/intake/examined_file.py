"""A file examined as an upload of a tenant would be, beside what is on record, with nothing stored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from districts.models import District
from districts.school_year import SchoolYear
from monitoring.intake import files
from monitoring.intake.changes.superseding import beside_current, current_of
from monitoring.intake.examination import Examination, examine
from monitoring.intake.mapping.column_mapping import OwnColumns
from monitoring.intake.models import Upload
from monitoring.intake.past import Known, known_organizations, load_past, read_agency, read_agency_years
from monitoring.intake.pseudonyms import Pseudonyms
from monitoring.intake.queries.mappings import mappings_in_force
from monitoring.intake.reading.limits import DEFAULT
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Past


def examine_for(path: Path, org_code: str, *, school_year: int | None = None, collection: str = "") -> Examination:
    """As the tenant with this code would send it, and would name its `school_year` and `collection` beside it. Needs a
    scope; a tenant that is not on record has no past.
    """
    tenant = District.objects.filter(org_code=org_code).first()
    known = Known(known_organizations(), read_agency_years, read_agency)

    def past(report: Report) -> Past:
        return load_past(report, district=tenant, known=known) if tenant else Past()

    limits = replace(DEFAULT, file_bytes=files.upload_limit())
    running = int(SchoolYear.running(timezone.localdate()))
    own = OwnColumns(mappings_in_force(tenant.pk) if tenant else (), school_year, collection)
    found = examine(
        files.chunks_of(path),
        owner=org_code,
        past=past,
        running=running,
        came_on=timezone.localdate(),
        pseudonyms=Pseudonyms(settings.EQP_PSEUDONYM_KEY),
        own=own,
        limits=limits,
    )
    if not (tenant and found.report):
        return found
    current = current_of(tenant.pk, found.report.id)
    unsent = Upload(district=tenant, received_at=timezone.now())
    return beside_current(found, current, upload=unsent, organizations=known.organizations)[0]
