"""Walking along a district's record of events."""

import logging

from django.db import transaction
from django.utils import timezone

from districts.audit import ChainReport, check_chain
from districts.models import ChainCheck, District

log = logging.getLogger("districts.audit")


@transaction.atomic
def check_record(*, district: District, head: str | None = None) -> ChainReport:
    """Walk the whole chain and keep what was found. Needs a crossing scope.

    `head`, or that of the last sound walk, must be on the way. No audit event: a check would add one to every record
    each day.
    """
    sound = ChainCheck.objects.filter(district=district, what="").first()
    report = check_chain(district.pk, head=head or (sound.head if sound else None))
    ChainCheck.objects.create(
        district=district, checked_at=timezone.now(), events=report.events, head=report.head, what=report.what
    )
    level = logging.INFO if report.ok else logging.ERROR
    log.log(level, "record of %s: %s events; %s", district.org_code, report.events, report.what or "sound")
    return report
