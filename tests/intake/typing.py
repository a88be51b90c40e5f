"""Typing rows in as people do, in one line."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Sequence
from typing import Any

from districts.wall import in_district, in_state
from monitoring.intake.actions import send_typed
from monitoring.intake.blank_files import REMARK, sample_csv
from monitoring.intake.entry.typed import ONCE, Typed, TypedRow
from monitoring.intake.models import Upload
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.declaration import Report
from tests.districts.cast import Tenant
from tests.intake.uploading import again, run_check


def typed_of(layout: Report, rows: Sequence[dict[str, str]]) -> Typed:
    """Rows by the names of columns; the year and collection of the first are those of all."""
    once = {name: rows[0].get(name, "") for name in ONCE if layout.has(name)}
    cells = [
        {column.name: row.get(column.title, "") for column in layout.columns if column.name not in ONCE} for row in rows
    ]
    return Typed(once, tuple(TypedRow(one) for one in cells))


def sample_rows(layout: Report, district: str) -> list[dict[str, str]]:
    """Sound rows, and one for each thing that can be wrong with a cell that is typed in rows; by title."""
    text = sample_csv(layout, district=district).decode("utf-8-sig")
    once = tuple(f"{name}:" for name in ONCE)
    rows = [row for row in csv.DictReader(io.StringIO(text)) if not row[REMARK].startswith(once)]
    return [{name: cell for name, cell in row.items() if name != REMARK} for row in rows]


def send_rows(tenant: Tenant, layout: str | Report, typed: Typed, **options: Any) -> Upload:
    """Send what the tenant's usual sender typed; nothing is checked yet."""
    report = REPORTS[layout] if isinstance(layout, str) else layout
    is_state = tenant.district.is_state
    member = tenant.member("ese_analyst" if is_state else "district_steward")
    with in_state(tenant.id) if is_state else in_district(tenant.id):
        return send_typed(layout=report, key=uuid.uuid4(), typed=typed, version=0, by=member, **options)


def checked_rows(tenant: Tenant, layout: str | Report, typed: Typed, **options: Any) -> Upload:
    upload = send_rows(tenant, layout, typed, **options)
    run_check(upload)
    return again(upload)
