"""Opening districts and schools: by the pipeline or a command, in a scope that crosses districts."""

from typing import Any

from django.db import transaction

from districts import audit
from districts.locks import Lock, wait_for
from districts.models import District, Membership, School
from districts.org_code import STATE_CODE


class NameMissing(ValueError):
    """A district that is to be opened has no name."""


@transaction.atomic
def ensure_district(*, org_code: str, name: str = "", by: Membership | str | None) -> District:
    """The tenant of this code, opened where it is not there yet; the agency needs no name for that. Needs a crossing
    scope.
    """
    wait_for(Lock.DIRECTORY)
    found = District.objects.filter(org_code=org_code).first()
    if found is not None:
        return found
    is_state = org_code == STATE_CODE
    if not (name or is_state):
        raise NameMissing(f"There is no district {org_code} yet.")
    kind = District.Kind.STATE if is_state else District.Kind.DISTRICT
    return open_district(org_code=org_code, name=name or "State agency", kind=kind, by=by)


@transaction.atomic
def open_district(
    *, org_code: str, name: str, kind: str = District.Kind.DISTRICT, by: Membership | str | None, **fields: Any
) -> District:
    """Add a tenant. Its first people come by invitation. Needs a crossing scope."""
    district = District(org_code=org_code, name=name, kind=kind, **fields)
    district.full_clean(exclude=["region", "successor"])
    district.save()
    detail = {"org_code": org_code, "name": name, "kind": kind}
    audit.record(verb="opened", obj=district, detail=detail, by=by, district_id=audit.scope_district() or district.id)
    return district


@transaction.atomic
def open_school(*, district: District, org_code: str, name: str, by: Membership | str | None, **fields: Any) -> School:
    """Add a school to a district. Needs a crossing scope: districts do not write the directory of schools."""
    school = School(district=district, org_code=org_code, name=name, **fields)
    school.full_clean(exclude=["district", "successor"])
    school.save()
    audit.record(verb="opened", obj=school, detail={"org_code": org_code, "name": name}, by=by)
    return school
