"""What another year says of rows that were handed over waits until their collection is open to changes."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Sum

from monitoring.intake.actions.ask_for_checks import ask_again
from monitoring.intake.certification.standing import Standing
from monitoring.intake.changes.locked_rows import as_told
from monitoring.intake.changes.superseding import WAITS
from monitoring.intake.details import shown
from monitoring.intake.grain import Grain
from monitoring.intake.models import Finding, Upload


def put_off_check(upload: Upload, locks: Mapping[Grain, Standing]) -> None:
    """Leave all that is known of a file as it is, and say beside it what would not be so, were it not for `locks`."""
    found = as_told(WAITS, locks)
    details = [shown(detail) for detail in found.details.iter_rows(named=True)]
    Finding.objects.filter(upload=upload, rule_id=WAITS).delete()
    Finding.objects.create(
        district_id=upload.district_id,
        upload=upload,
        rule_id=WAITS,
        severity=found.rule.severity,
        total=found.total,
        details=details,
    )
    warnings = Finding.objects.filter(upload=upload, severity=Finding.Severity.WARNING)
    upload.warnings = warnings.aggregate(all=Sum("total"))["all"]


def ask_for_what_waits(*, district_id: int, year: int) -> None:
    """One promise for each file of the school year that is to be checked anew now; in the transaction that opens one
    of its collections to changes.
    """
    waiting = Finding.objects.filter(
        district_id=district_id, rule_id=WAITS, upload__school_years__contains=[year]
    ).order_by("upload__received_at")
    ask_again(waiting.values_list("upload_id", flat=True), district_id=district_id)
