"""What kills have left behind: stored bytes that no row names, and removals that did not come to an end."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import District
from monitoring.intake import files
from monitoring.intake.actions.remove_original import ask_for_removal
from monitoring.intake.models import Comparison, Snapshot, Upload
from monitoring.intake.reports.catalogue import REPORTS

DAYS = 30
ON_PERSONS = [report.id for report in REPORTS.values() if report.persons]


def sweep_files(*, district_id: int) -> int:
    """Destroy a tenant's stored bytes that no row names, and ask again for removals that are due. Call inside the
    tenant's job scope. Returns how many files were destroyed.

    A file has its name only under the tenant's lock, in the transaction that writes its row; so what has none while the
    locks are held will never have one.
    """
    swept = _destroy_strays(district_id)
    _let_go_of_old_ones(district_id)
    for upload in Upload.objects.filter(district_id=district_id, original=Upload.Original.TO_REMOVE):
        ask_for_removal(upload)
    return swept


def _let_go_of_old_ones(district_id: int) -> None:
    """Files on persons, and files of which nobody knows what they hold, are kept for DAYS at most."""
    old = timezone.now() - timedelta(days=DAYS)
    perhaps_on_persons = Upload.objects.filter(
        district_id=district_id, original=Upload.Original.KEPT, received_at__lt=old, report__in=["", *ON_PERSONS]
    )
    perhaps_on_persons.filter(state__in=Upload.ENDED).update(original=Upload.Original.TO_REMOVE)


def _destroy_strays(district_id: int) -> int:
    stored = files.stored_names(district_id)
    if not stored - _needed(district_id):
        return 0
    wait_for(Lock.ORIGINALS, district_id)
    wait_for(Lock.SNAPSHOTS, district_id)
    strays = stored - _needed(district_id)
    for name in sorted(strays):
        files.destroy(name)
    if strays:
        tenant = District.objects.get(pk=district_id)
        record(verb="files.swept", obj=tenant, detail={"files": len(strays)}, by=None, district_id=district_id)
    return len(strays)


def _needed(district_id: int) -> set[str]:
    """The names that rows of the tenant still stand for."""
    uploads = Upload.objects.filter(district_id=district_id).exclude(original=Upload.Original.REMOVED)
    rows = (uploads, *(model.objects.filter(district_id=district_id) for model in (Snapshot, Comparison)))
    own = {name for some in rows for name in some.values_list("stored_name", flat=True)}
    return own.union(*(names(district_id) for names in files.NAMED_ABOVE))
