"""Opening districts and schools: by the pipeline or a command, in a scope that crosses districts."""

from typing import Any

from django.db import transaction

from districts import audit
from districts.models import District, Membership, School


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
