"""A browser in which rows are typed in."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import Any

from django.test import Client

from districts.wall import across_districts, in_district
from monitoring.intake.entry.kept import opened
from monitoring.intake.models import EntryDraft, Upload
from tests.districts.cast import Tenant
from tests.intake.layout_cases import ROSTER

HERE = "/d/00100000/entry/"
ROSTERS = HERE + "staff_roster/"
HTMX = {"HX-Request": "true"}
KEY = uuid.UUID(int=7)


def fields(*rows: dict[str, str], **more: str) -> dict[str, str]:
    """What a browser sends of a staff roster."""
    cells = {f"{at}.{name}": cell for at, row in enumerate(rows) for name, cell in {**ROSTER, **row}.items()}
    return {"draft": str(KEY), "rows": str(len(rows)), "version": "0", "school_year": "2024-25", **cells, **more}


def post(client: Client, act: str, *rows: dict[str, str], path: str = ROSTERS, **more: Any) -> Any:
    headers = more.pop("headers", {})
    return client.post(path, fields(*rows, do=act, **more), headers=headers)


def drafts(tenant: Tenant) -> list[EntryDraft]:
    with across_districts(reason="tests"):
        return list(EntryDraft.objects.filter(district_id=tenant.id))


def typed_in(tenant: Tenant) -> list[str]:
    """The ids in the tenant's only draft."""
    (draft,) = drafts(tenant)
    with in_district(tenant.id):
        return [row.cells.get("mepid", "") for row in opened(draft).rows]


def shown_ids(answer: Any) -> list[str]:
    return re.findall(r'name="\d+\.mepid" value="([^"]*)"', answer.content.decode())


def text_of(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def sent_upload(answer: Any, tenant: Tenant) -> Upload:
    assert answer.status_code == 302, text_of(answer)
    with across_districts(reason="tests"):
        return Upload.objects.get(pk=answer.headers["Location"].split("/")[-2], district_id=tenant.id)
