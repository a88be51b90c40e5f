"""The districts' work assignments are compared for people whom several report, and ESE resolves what was found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import Membership
from districts.school_year import show_school_year
from districts.wall import in_job
from monitoring.intake.actions.hand_over import NotPossible
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import SharedStaff, SharedStaffCheck, SharedStaffResolution, Snapshot
from monitoring.intake.queries.shared_staff import assignments_of, numbers_of, rows_of_case
from monitoring.intake.shared_staff import code_of, find_shared_staff

NUMBERS = ("fte", "total", "districts")  # what is resolved; in which rows of a file it stands is another matter
AT_ONCE = 500
Found = dict[tuple[int, str], dict[str, Any]]  # by district and code, what is said of a person


def compare_staff(*, school_year: int, collection: str) -> bool:
    """Find anew who is reported by several districts; whether there was anything to do. In a scope that crosses
    districts. Where the numbers come out the same they stay, with their resolution.
    """
    wait_for(Lock.SHARED_STAFF)
    sent = assignments_of(school_year, collection)
    inputs = _hash_of(sent)
    known = SharedStaffCheck.objects.filter(school_year=school_year, collection=collection, inputs_hash=inputs)
    if known.exists():
        return False
    frames = {one.district_id: read_snapshot(one) for one in sent}
    of: dict[str, Any] = {"school_year": school_year, "collection": collection}
    key = settings.EQP_PSEUDONYM_KEY
    found = {
        (row.pop("district"), code_of(row.pop("mepid"), **of, key=key)): row
        for row in find_shared_staff(frames).iter_rows(named=True)
    }
    _replace(found, of)
    SharedStaffCheck.objects.update_or_create(**of, defaults={"inputs_hash": inputs, "at": timezone.now()})
    return True


def resolve_shared_staff(
    *, school_year: int, collection: str, code: str, looked_at: str, note: str, by: Membership
) -> bool:
    """Take a person's FTE as they are, with a reason that stays with ESE; False where it was done. Call inside
    `in_state`. `looked_at`: the numbers (`numbers_of`) that ESE has seen; others are not resolved, and those that are
    found later ask anew.
    """
    refuse_stranger(by, "staff.resolve", "state")
    if not note.strip():
        raise NotPossible("Say why, in a few words: others will read it.")
    of = {"school_year": school_year, "collection": collection, "code": code}
    wait_for(Lock.SHARED_STAFF)  # so that nothing is found anew until this is on record
    rows = rows_of_case(school_year, collection, code)
    if not rows:
        raise NotPossible("Nobody is reported so any more.")
    if all(one.resolved_at for one in rows):
        return False
    if looked_at != numbers_of(rows):
        raise NotPossible(
            "Nothing was resolved: its numbers are others than when you looked at them. Look at them now."
        )
    said = {"total": rows[0].total, "note": note.strip(), "by_name": by.name}
    made = SharedStaffResolution.objects.create(district_id=by.district_id, **of, **said)
    detail = {"collection": COLLECTIONS[collection].title, "school_year": show_school_year(school_year)}
    record(verb="staff.resolved", obj=made, detail={**detail, "districts": len(rows)}, by=by)
    for one in rows:
        with in_job(one.district_id):  # each district learns it by its own row
            SharedStaff.objects.filter(pk=one.pk, district_id=one.district_id).update(resolved_at=timezone.now())
            record(verb="staff.resolved", obj=one, detail=detail, by=by)
    return True


def _hash_of(sent: Iterable[Snapshot]) -> str:
    said = "\n".join(f"{one.district_id} {one.content_hash}" for one in sent)
    return hashlib.sha256(said.encode()).hexdigest()


def _replace(found: Found, of: dict[str, Any]) -> None:
    """Put what is found in the place of what was, save what is the same; of that, only the rows are told anew."""
    stand = {(one.district_id, one.code): one for one in SharedStaff.objects.filter(**of)}
    same = {place for place, one in stand.items() if place in found and _has(one, found[place])}
    SharedStaff.objects.filter(pk__in=[one.pk for place, one in stand.items() if place not in same]).delete()
    moved = [stand[place] for place in same if stand[place].rows != found[place]["rows"]]
    for one in moved:
        one.rows = found[one.district_id, one.code]["rows"]
    SharedStaff.objects.bulk_update(moved, ["rows"], batch_size=AT_ONCE)
    now = timezone.now()
    SharedStaff.objects.bulk_create(
        SharedStaff(**of, district_id=district, code=code, found_at=now, **told)
        for (district, code), told in found.items()
        if (district, code) not in same
    )


def _has(one: SharedStaff, told: dict[str, Any]) -> bool:
    return all(getattr(one, name) == told[name] for name in NUMBERS)
