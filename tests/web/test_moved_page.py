"""Which numbers moved with a file: from what to what, the largest first, for those who may see them."""

from __future__ import annotations

import pytest
from django.test import Client

from districts import outbox
from districts.models import School
from districts.wall import across_districts, in_district
from monitoring.intake.models import Upload
from monitoring.results.page_queries import school_page_for_its_members
from tests.districts.cast import Cast
from tests.intake.uploading import send
from tests.web.reads import reads

HEADER = ["school_year", "org_code", "student_group", "enrolled"]


@pytest.fixture
def steward(cast: Cast, client: Client) -> Client:
    client.force_login(cast.north.person("district_steward"))
    return client


def sent(cast: Cast, *poor: int) -> Upload:
    """Three schools of 400 students, so many of whom are of low income; checked, and figures brought up to date."""
    with across_districts(reason="tests"):
        codes = list(
            School.objects.filter(district_id=cast.north.id).order_by("org_code").values_list("org_code", flat=True)
        )
    rows = [
        ("2020-21", code, group, number)
        for code, some in zip(codes, poor, strict=False)
        for group, number in (("all", 400), ("low_income", some))
    ]
    upload = send(cast.north, [HEADER, *rows])
    outbox.run_waiting()
    return upload


@pytest.mark.slow
def test_what_moved_with_a_file_is_told_from_what_to_what_and_leads_to_each_number(cast: Cast, steward: Client) -> None:
    first, second = sent(cast, 100, 100, 100), sent(cast, 100, 108, 160)
    path = f"/d/00100000/uploads/{second.pk}/"
    assert f'href="{path}moved/"' in steward.get(path).content.decode()
    shown = steward.get(f"{path}moved/")
    counts = {one.kind: (one.own, one.of_state) for one in shown.context["moved"].counts}
    assert (counts["share"], shown.context["kind"], shown.context["moved"].others) == ((2, 0), "share", 0)
    assert [(one.was, one.now) for one in shown.context["own"]] == [(25, 40), (25, 27)]
    page = shown.content.decode()
    for words in ("25.0%", "40.0%", "+15.0 points", "+2.0 points", "Low-income students"):
        assert words in page
    (link,) = {one.school.org_code for one in shown.context["own"]} - {shown.context["own"][1].school.org_code}
    address = f"/d/00100000/schools/{link}/shares/2020-21/low_income/"
    assert f'href="{address}"' in page
    assert steward.get(address).status_code == 200
    with in_district(cast.north.id):  # its page shows the share, though the state's figures do not rest on it
        band = school_page_for_its_members(School.objects.get(org_code=link), 2021).bands["low_income"]
    assert (band.share, band.scope) == (40, "district")
    before = steward.get(f"/d/00100000/uploads/{first.pk}/moved/").content.decode()
    assert "no number that stood before is another one now" in before
    assert steward.get(f"{path}moved/?kind=other").status_code == 404
    assert reads(steward, f"{path}moved/") == 19


def test_of_a_file_that_gives_no_figure_it_is_said_that_none_rests_on_it(cast: Cast, steward: Client) -> None:
    upload = send(cast.north, [["a"], ["b"]])
    outbox.run_waiting()
    page = steward.get(f"/d/00100000/uploads/{upload.pk}/moved/").content.decode()
    assert "No figure rests on this file: nothing of it was taken." in page
