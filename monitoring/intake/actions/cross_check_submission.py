"""A district's files of one school year and collection are checked against each other."""

from __future__ import annotations

from django.utils import timezone

from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import District
from monitoring.intake.cross_checks.run import CrossFinding as Found
from monitoring.intake.cross_checks.run import cross_check
from monitoring.intake.models import CrossFinding
from monitoring.intake.queries.certified_rows import beside_of_closed
from monitoring.intake.submissions import ReadStandIn, load_submission

FIELDS = ("severity", "dataset", "total", "details", "digest")
Told = dict[str, dict[str, object]]  # by rule, the fields of a finding that its files decide


def cross_check_submission(
    *, district_id: int, school_year: int, collection: str, read_agency: ReadStandIn
) -> list[CrossFinding]:
    """Put what the rules find now in the place of what they found before. Call inside the tenant's job scope.

    Done twice it changes no finding. `read_agency`: see load_submission. What is closed is looked at with what stood
    beside it when it was certified: what a newer file of licenses says is not its own.
    """
    wait_for(Lock.CROSS_FINDINGS, district_id)
    stood = beside_of_closed(district_id, school_year, collection)
    sent = load_submission(
        district_id,
        school_year=school_year,
        collection=collection,
        read_agency=read_agency,
        beside=None if stood is None else [one[:2] for one in stood],
    )
    told = {found.rule.id: _told(found) for found in cross_check(sent)}
    where = {"district_id": district_id, "school_year": school_year, "collection": collection}
    stand = {one.rule_id: one for one in CrossFinding.objects.filter(**where)}
    stale = [one.pk for rule, one in stand.items() if told.get(rule) != {name: getattr(one, name) for name in FIELDS}]
    CrossFinding.objects.filter(pk__in=stale).delete()
    new = {rule: fields for rule, fields in told.items() if rule not in stand or stand[rule].pk in stale}
    now = timezone.now()
    made = CrossFinding.objects.bulk_create(
        CrossFinding(**where, rule_id=rule, found_at=now, **fields) for rule, fields in new.items()
    )
    _record(told, district_id=district_id, school_year=school_year, collection=collection)
    return [one for one in stand.values() if one.pk not in stale] + made


def _told(found: Found) -> dict[str, object]:
    details = list(found.details.iter_rows(named=True))
    return dict(zip(FIELDS, (found.rule.severity, found.rule.dataset, found.total, details, found.digest), strict=True))


def _record(told: Told, *, district_id: int, school_year: int, collection: str) -> None:
    counts = {
        name: sum(int(str(fields["total"])) for fields in told.values() if fields["severity"] == letter)
        for name, letter in (("errors", "E"), ("warnings", "W"))
    }
    detail = {"school_year": school_year, "collection": collection, **counts}
    record(verb="submission.checked", obj=District(pk=district_id), detail=detail, by=None, district_id=district_id)
