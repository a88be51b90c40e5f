"""The pages of what collections cost: asked once when certifying, changed later, and read by ESE together alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
from django.test import Client

from districts.wall import in_district
from monitoring.intake.models import MinutesEstimate
from monitoring.intake.tasks import sum_up_estimates
from tests.districts.cast import Cast
from tests.intake.collecting import IN_TIME, all_stand, do, stands
from tests.intake.test_burden import districts_that_answer
from tests.web.reads import reads
from tests.web.signing import sign

OCTOBER = "/d/00100000/collections/2024-25/OCT/"
LEDGER, OF_ALL = "/d/00100000/collections/burden/", "/state/collections/burden/?year=2025"
READS = {LEDGER: 17, "/d/00100000/collections/burden.csv": 17, OF_ALL: 19, "/state/collections/burden.csv": 19}
ASKED = "About how many minutes did this collection take your district"


@pytest.fixture(autouse=True)
def _october() -> Iterator[None]:
    with time_machine.travel(IN_TIME):
        yield


def as_(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login((cast.agency if role == "ese_analyst" else cast.north).person(role))
    return client


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def minutes_kept(cast: Cast) -> list[int | None]:
    with in_district(cast.north.id):
        return list(MinutesEstimate.objects.order_by("id").values_list("minutes", flat=True))


def test_a_district_is_asked_once_when_it_certifies_and_may_change_or_leave_it_out(cast: Cast) -> None:
    all_stand(cast.north)
    do("submit", cast.north.member("district_steward"))
    dave, carol, alice = (as_(cast, role) for role in ("certifier", "district_steward", "district_admin"))
    assert [ASKED in text_of(one, OCTOBER) for one in (dave, carol)] == [True, False]
    refused = dave.post(f"{OCTOBER}certify/", {"words": "I certify", "minutes": "two hours"}).content.decode()
    assert "Write minutes as a whole number, or leave it blank." in unescape(refused)
    sign(dave, OCTOBER, minutes="240")
    assert minutes_kept(cast) == [240]
    dave.post(f"{OCTOBER}withdraw/", {"reason": "A class is missing."})
    carol.post(f"{OCTOBER}submit/")
    assert (ASKED in text_of(dave, OCTOBER), "Certify it" in text_of(dave, OCTOBER)) == (False, True)
    sign(dave, OCTOBER)
    assert "October collection 2024-25 4 0 0 0 0 3 0 240 Change it" in text_of(carol, LEDGER)
    assert "Change it" not in text_of(alice, LEDGER)
    assert "Ensure this value is greater than or equal to 1" in unescape(
        carol.post(f"{OCTOBER}estimate/", {"minutes": "0"}).content.decode()
    )
    carol.post(f"{OCTOBER}estimate/", {"minutes": "300"})
    assert "Your estimate is left out." in carol.post(f"{OCTOBER}estimate/", {}, follow=True).content.decode()
    assert minutes_kept(cast) == [240, 300, None]
    header, line = alice.get("/d/00100000/collections/burden.csv").content.decode().splitlines()
    assert header.startswith("school_year,collection,files,files_refused,rows,errors_mended,warnings_explained,people,")
    assert line == "2024-25,OCT,4,0,0,0,0,3,2024-10-20,2024-10-20,0,"


def test_certifying_without_a_number_keeps_none(cast: Cast) -> None:
    all_stand(cast.north)
    do("submit", cast.north.member("district_steward"))
    sign(as_(cast, "certifier"), OCTOBER, minutes="")
    assert minutes_kept(cast) == []


def test_ese_reads_all_districts_together(cast: Cast) -> None:
    for tenant in (cast.north, cast.south):
        stands(tenant, "student")
    erin = as_(cast, "ese_analyst")
    page = text_of(erin, OF_ALL)
    assert "October collection All districts 2 1 (1 to 1) none certified too few answers" in page
    assert [name for name in ("Northfield", "Southport", "00100000") if name in page] == []
    districts_that_answer([60, 120, 180, 240, 300])
    sum_up_estimates()
    assert "none certified 180 (120 to 240) 5 answered" in text_of(erin, OF_ALL)
    assert "No district has sent a file" in text_of(erin, "/state/collections/burden/?year=2024")
    _, line, _ = erin.get("/state/collections/burden.csv?year=2025").content.decode().splitlines()
    assert line == "2024-25,OCT,,2,1.0,1.0,1.0,0,,,,5,120.0,180.0,240.0"


def test_more_files_and_words_do_not_mean_more_reads(cast: Cast) -> None:
    dave, erin = as_(cast, "certifier"), as_(cast, "ese_analyst")
    stands(cast.north, "student")

    def counted() -> dict[str, int]:
        return {path: reads(dave if path.startswith("/d/") else erin, path) for path in READS}

    assert counted() == READS
    for tenant in (cast.north, cast.south):
        all_stand(tenant)
    do("submit", cast.north.member("district_steward"))
    do("certify", cast.north.member("certifier"))
    districts_that_answer([60, 120, 180, 240, 300])
    sum_up_estimates()
    assert counted() == READS
