"""Objects of intake for the tests of every address (tests/architecture/address_parts.py)."""

from __future__ import annotations

import uuid

from django.utils import timezone

from monitoring.intake.models import ColumnProposal, SavedMapping, SharedStaff, Upload
from tests.districts.cast import Tenant
from tests.web.stored_state import LAST


def upload_of(tenant: Tenant) -> Upload:
    """An upload that has ended, of which no file is read."""
    fields = {
        "size": 10,
        "content_hash": "0" * 64,
        "stored_name": f"uploads/{tenant.org_code}",
        "sent_by_name": f"Sender of {tenant.org_code}",
        "state": Upload.State.ACCEPTED,
    }
    name = f"file of {tenant.org_code}.csv"
    return Upload.objects.get_or_create(district=tenant.district, file_name=name, defaults=fields)[0]


def proposal_id(tenant: Tenant) -> uuid.UUID:
    fields = {"report": "dese_teacher_data", "mapping": {}, "titles": {}, "evidence": ""}
    made, _ = ColumnProposal.objects.get_or_create(
        district=tenant.district, upload=upload_of(tenant), school_year=2021, defaults=fields
    )
    return uuid.UUID(str(made.pk))


def staff_code(tenant: Tenant) -> str:
    """Of somebody whom the tenant reports, and another as well."""
    fields = {"fte": 8_000, "total": 15_000, "districts": 2, "rows": [7], "found_at": timezone.now()}
    named = {"district": tenant.district, "school_year": LAST, "collection": "OCT"}
    made, _ = SharedStaff.objects.get_or_create(**named, code=f"{tenant.org_code}abcd", defaults=fields)
    return str(made.code)


def mapping_id(tenant: Tenant) -> uuid.UUID:
    """One that the tenant saved; its name and headings stand nowhere else."""
    code = tenant.org_code
    matches = [{"column": "mepid", "heading": f"heading of {code}"}, {"column": "type", "heading": "Lic Type"}]
    named = {"district": tenant.district, "name": f"mapping of {code}", "version": 1, "layout": "license"}
    fields = {"matches": matches, "headings": [f"heading of {code}"], "saved_by_name": f"Sender of {code}"}
    return uuid.UUID(str(SavedMapping.objects.get_or_create(**named, defaults=fields)[0].mapping))


PARTS = {
    "mapping_id": mapping_id,
    "staff_code": staff_code,
    "upload_id": lambda tenant: upload_of(tenant).pk,
    "proposal_id": proposal_id,
    "collection": lambda tenant: "OCT",
    "report": lambda tenant: "dese_teacher_data",
    "layout": lambda tenant: "staff_roster",
}
