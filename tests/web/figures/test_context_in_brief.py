"""On a district's page in brief and in its PDF: whom students meet in their classes, and achievement as context."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from districts.wall import across_districts
from monitoring.analysis.experiences.leading import leading_sentences
from monitoring.results.experiences.packing import packed, unpacked
from monitoring.results.experiences.stored import Kind
from monitoring.results.models import ExperienceReport, ExperienceTable, SharedExperiences
from monitoring.results.picture import NO_CAUSE
from monitoring.results.picture_pdf import data_of
from tests.districts.cast import Cast, Tenant
from tests.intake.uploading import checked

PAGE = "/d/00300000/summary/?year=2021-22"
STATES = "/state/districts/00300000/summary/?year=2021-22"
OWN = "/d/00100000/summary/?year=2021-22"
SENT = ["school_year", "org_code", "student_group", "subject", "tested", "meeting"]


@pytest.fixture
def dora(west: Tenant, client: Client) -> Client:
    client.force_login(west.person("district_admin"))
    return client


def picture(client: Client, path: str = PAGE) -> Any:
    return client.get(path).context["picture"]


def stored(model: Any, west: Tenant) -> Any:
    with across_districts(reason="tests: the stored report"):
        return model.objects.get(district=west.district, report__school_year=2022, window=3, kind=Kind.DISTRICT)


def test_the_page_says_what_the_report_on_experiences_has_in_the_sight_of_its_reader(
    dora: Client, west: Tenant, cast: Cast
) -> None:
    own = leading_sentences(unpacked(stored(ExperienceTable, west).rows))
    page = dora.get(PAGE).content.decode()
    assert list(picture(dora).experiences) == own
    assert [sentence for sentence in own if escape(sentence) not in page] == []
    assert data_of(picture(dora))["experiences"] == tuple(own)
    table = stored(SharedExperiences, west)
    hidden = unpacked(table.rows).with_columns(ratio=None, reason=None)
    with across_districts(reason="tests: nothing of it is shared"):
        SharedExperiences.objects.filter(pk=table.pk).update(rows=packed(hidden))
    dora.force_login(cast.agency.person("ese_analyst"))
    assert list(picture(dora, STATES).experiences) == leading_sentences(hidden)
    assert list(picture(dora, STATES).experiences) != own


def test_a_report_that_is_not_certified_makes_the_page_preliminary_for_its_members_and_is_not_the_agencys(
    dora: Client, west: Tenant, cast: Cast
) -> None:
    before = picture(dora).page.is_preliminary
    with across_districts(reason="tests: not certified"):
        ExperienceReport.objects.filter(district=west.district, school_year=2022).update(is_certified=False)
    assert (before, picture(dora).page.is_preliminary) == (False, True)
    dora.force_login(cast.agency.person("ese_analyst"))
    seen = picture(dora, STATES)
    assert (seen.experiences, seen.page.is_preliminary) == ((), False)
    assert "There is no report on students’ experiences for 2021-22" in dora.get(STATES).content.decode()


def test_achievement_stands_as_context_for_the_districts_own_members(dora: Client, cast: Cast) -> None:
    dora.force_login(cast.north.person("district_admin"))
    assert picture(dora, OWN).achievement == ()
    rows = [
        ["2020-21", "00100001", "all", "ELA", "80", "36"],
        ["2020-21", "00100001", "low_income", "ELA", "40", "10"],
        ["2020-21", "00100001", "students_of_color", "ELA", "9", "9"],
    ]
    assert checked(cast.north, [SENT, *rows]).state == "accepted"
    told = picture(dora, OWN).achievement
    assert told == (
        "2020-21, as the district sent it: In English language arts 45.0% of all students met or exceeded "
        "expectations; low-income students 25.0%.",
        NO_CAUSE,
    )
    assert re.findall(r"\b(?:because|caus\w+|effect|leads? to|due to)\b", " ".join(told[:-1])) == []
    page = dora.get(OWN).content.decode()
    assert [sentence for sentence in told if escape(sentence) not in page] == []
    dora.force_login(cast.agency.person("ese_analyst"))
    assert picture(dora, OWN.replace("/d/", "/state/districts/")).achievement == ()
    dora.force_login(cast.south.person("district_admin"))
    assert picture(dora, OWN.replace("00100000", "00200000")).achievement == ()


def test_more_students_meeting_expectations_than_were_tested_is_an_error(cast: Cast) -> None:
    upload = checked(cast.north, [SENT, ["2020-21", "00100001", "all", "ELA", "80", "81"]])
    assert upload.rows_accepted == 0
