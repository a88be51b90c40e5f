"""Objects of intake for the tests of every address (tests/architecture/address_parts.py)."""

from __future__ import annotations

import uuid

from monitoring.intake.models import ColumnProposal, Upload
from tests.districts.cast import Tenant


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


PARTS = {
    "upload_id": lambda tenant: upload_of(tenant).pk,
    "proposal_id": proposal_id,
    "collection": lambda tenant: "OCT",
    "layout": lambda tenant: "staff_roster",
}
