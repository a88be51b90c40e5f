"""A figure that is computed from persons, from the files that a steward sends to the rows behind it on a page."""

from __future__ import annotations

import csv
import io
import re
import uuid

import pytest
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.test import Client

from districts import outbox
from districts.wall import across_districts
from monitoring.intake.models import Snapshot
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.results.demo.october import october_files
from monitoring.results.models import SchoolValue, SummedFiles
from tests.districts.cast import Cast
from tests.intake.uploading import send
from tests.web.reads import reads
from tests.web.signing import sign

SCHOOL, PEOPLE = "00100001", ("00100001", "00100002", "00100003")
OF_THE_STACK = 11  # signing in and opening the scope
COLLECTION = "/d/00100000/collections/2024-25/OCT/"
VALUE = f"/d/00100000/schools/{SCHOOL}/values/2024-25/1/T_UNQ_LICENSE/"


def licenses() -> bytes:
    """All but one of the teachers hold a license, provisional as it is."""
    columns = REPORTS["license"].columns
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.title for column in columns)
    said = {"type": "PROVISIONAL", "status": "ACTIVE", "valid_from": "2020-07-01", "valid_to": "2030-06-30"}
    for who in PEOPLE[:2]:
        writer.writerow({**said, "mepid": who}.get(column.name, column.example_cell) for column in columns)
    return text.getvalue().encode()


@pytest.fixture
def clients(cast: Cast) -> dict[str, Client]:
    found = {role: Client() for role in ("district_steward", "certifier")}
    for role, client in found.items():
        client.force_login(cast.north.person(role))
    found["ese_analyst"] = Client()
    found["ese_analyst"].force_login(cast.agency.person("ese_analyst"))
    for layout, data in {**october_files(SCHOOL, "2024-25"), "license": licenses()}.items():
        send(cast.north, data, name=f"{layout}.csv")
    outbox.run_waiting()
    return found


def facts(client: Client, path: str = VALUE) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    said = re.sub(r"<[^>]+>|\s+", " ", page.content.decode())
    return re.sub(r" +", " ", said)


def test_a_figure_of_people_leads_to_their_rows_and_is_the_districts_until_it_is_certified(
    clients: dict[str, Client],
) -> None:
    own = facts(clients["district_steward"])
    assert "Value 33.3% Counted 1 Out of 3" in own
    assert "Known of 3" in own
    told = dict(re.findall(r"(\w+)\.csv .*? (\d+(?:–\d+)?|many) [A-Z][a-z]+ \d", own))
    assert told == {"work_assignment": "2–4", "license": "2–3", "staff_roster": "2–4"}
    theirs = VALUE.replace("/d/", "/state/districts/")
    assert clients["ese_analyst"].get(theirs).status_code == 404
    assert clients["district_steward"].post(f"{COLLECTION}submit/").status_code == 302
    assert sign(clients["certifier"], COLLECTION).status_code == 302
    outbox.run_waiting()
    shown = facts(clients["ese_analyst"], theirs)
    assert "Value 33.3% Counted 1 Out of 3" in shown
    assert (".csv" in shown, shown.count("A file of the district’s")) == (False, 3)
    assert len(re.findall(r"the district’s to see [A-Z][a-z]+ \d", shown)) == 3


def test_a_page_whose_files_are_damaged_shows_the_figure_and_says_why_it_tells_no_rows(
    clients: dict[str, Client],
) -> None:
    with across_districts(reason="tests: damage"):
        stored = Snapshot.objects.get(dataset="license", superseded_at=None).stored_name
    default_storage.delete(stored)
    own = facts(clients["district_steward"])
    assert "Value 33.3% Counted 1 Out of 3" in own
    assert "The rows cannot be told A stored file behind this number cannot be read" in own
    assert set(re.findall(r"\w+\.csv .*? (\d+(?:–\d+)?|many) [A-Z][a-z]+ \d", own)) == {"many"}


@pytest.mark.slow
def test_the_rows_behind_a_figure_of_several_years_are_found_with_as_many_reads_as_those_of_one(
    clients: dict[str, Client],
) -> None:
    one_year = reads(clients["certifier"], VALUE)
    with across_districts(reason="tests: a figure that rests on the files of two years"):
        named = {"school__org_code": SCHOOL, "measure": "T_UNQ_LICENSE", "window": "1", "edition": "current"}
        of_year: SchoolValue = QuerySet(SchoolValue).get(**named)
        (known,) = SummedFiles.objects.filter(pk__in=of_year.sources)
        earlier = SummedFiles.objects.get(pk=known.pk)
        earlier.pk, earlier.school_year = uuid.uuid4(), known.school_year - 1
        earlier.save(force_insert=True)
        QuerySet(SchoolValue).filter(pk=of_year.pk).update(sources=[earlier.pk, known.pk], source_rows=[])
    assert (one_year, reads(clients["certifier"], VALUE)) == (OF_THE_STACK + 7, OF_THE_STACK + 7)
