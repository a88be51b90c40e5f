"""Malformed files on their whole way, from a person's browser to the worker: no answer is a failure, no file is left
without an end, and its page tells what was found.
"""

from __future__ import annotations

import functools
from itertools import islice

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from districts.wall import across_districts
from monitoring.intake.models import Finding, Upload
from tests.districts.cast import Cast, Tenant, make_tenant
from tests.intake.malformed import numbers, rows, words
from tests.intake.malformed.files import damaged_files
from tests.intake.malformed.good import DISTRICT, Good, good_tables
from tests.intake.malformed.kind import damaged_tables
from tests.intake.malformed.verdict import as_workbook
from tests.intake.tables import csv_text
from tests.intake.uploading import again, run_check
from tests.tiers import often

Sent = tuple[str, Good, bytes, str]  # name, table, content, what it must come to
GROUPS = 30  # of about eight files
WITH_OTHER_LIMITS = ("a bomb", "many small bombs")


@functools.cache
def a_file_of_each_kind() -> list[Sent]:
    """Tables in turns as CSV and as workbooks."""
    sent = []
    for place, (one, *_) in enumerate(damaged_tables([*numbers.KINDS, *words.KINDS, *rows.KINDS], good_tables())):
        content = as_workbook(one.draft) if place % 2 else csv_text(one.draft.table).encode()
        sent.append((one.name, one.good, content, one.kind.wanted))
    for (file, good), *_ in damaged_files():
        if file.name not in WITH_OTHER_LIMITS:
            sent.append((file.name, good, file.make(good), file.wanted))
    return sent


@pytest.mark.parametrize("group", often(range(GROUPS)))
def test_a_malformed_file_is_answered_and_comes_to_its_end(cast: Cast, group: int) -> None:
    tenants = {
        DISTRICT: make_tenant(DISTRICT, "Boston", roles=("district_steward",)),
        cast.agency.org_code: cast.agency,
    }
    for name, good, content, wanted in islice(a_file_of_each_kind(), group, None, GROUPS):
        said = sent_by(tenants[good.owner], name, content)
        # what would take the place of an earlier group's rows may wait for its sender's word
        assert said in {wanted, "held" if wanted != "refused" else wanted, "" if not content else wanted}, name


def sent_by(tenant: Tenant, name: str, content: bytes) -> str:
    """The state a file comes to; nothing where the form itself does not take it."""
    base = "/state/" if tenant.district.is_state else f"/d/{tenant.org_code}/"
    client = Client()
    client.force_login(tenant.person("ese_analyst" if tenant.district.is_state else "district_steward"))
    answer = client.post(f"{base}uploads/", {"file": SimpleUploadedFile(f"{name}.csv", content)})
    if answer.status_code == 200:
        assert "empty" in answer.content.decode()
        return ""
    assert answer.status_code == 302
    path = answer.headers["Location"]
    with across_districts(reason="tests"):
        upload = Upload.objects.get(pk=path.rstrip("/").rpartition("/")[2])
    assert run_check(upload)
    page = client.get(path)
    assert page.status_code == 200
    with across_districts(reason="tests"):
        told = [one.details[0]["message"] for one in Finding.objects.filter(upload=upload, severity="E")]
    assert [message for message in told if escape(message) not in page.content.decode()] == []
    return str(again(upload).state)
