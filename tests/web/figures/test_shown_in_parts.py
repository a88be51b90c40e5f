"""What is too much for one look stands on pages, or where it is asked for; nothing is cut without saying so."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from districts.wall import across_districts
from monitoring.analysis.measures import MEASURES
from monitoring.results.models import DistrictValue, SchoolValue, StateGap, StateValue
from monitoring.results.page_queries import district_page
from tests.districts.cast import Cast, Tenant

PAGE = "/state/districts/00300000/"
WHOLE, PART = "T_TURN", "T_TURN_EXIT"


@pytest.fixture
def ana(cast: Cast, west: Tenant, client: Client) -> Client:
    client.force_login(cast.agency.person("ese_analyst"))
    return client


@pytest.fixture
def parts(ana: Client) -> None:
    """A part of a measure, with the figures of the whole."""
    with across_districts(reason="tests: figures of a part of a measure"):
        for model in (SchoolValue, DistrictValue, StateValue, StateGap):
            for row in model.objects.filter(measure=WHOLE):
                row.pk, row.measure = None, PART
                row.save(force_insert=True)


def names(page: str) -> list[str]:
    """The schools of the table of schools."""
    table = page.partition('id="schools-table"')[2].partition("</table>")[0]
    return re.findall(r'<th scope="row"><a href="[^"]*/schools/[^"]*">([^<]*)</a>', table)


def columns(page: str, table: str) -> list[str]:
    """The measures that a table has a column or a row of."""
    shown = page.partition(f'id="{table}"')[2].partition("</table>")[0]
    return list(dict.fromkeys(re.findall(r'href="[^"]*/measures/(\w+)/"', shown)))


def test_the_schools_of_a_district_stand_on_pages_that_say_which_they_are(
    ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ana.get(PAGE).content.decode()
    assert "schools 1 to" not in whole
    monkeypatch.setattr(district_page, "SCHOOLS", 4)
    shown = [ana.get(f"{PAGE}?schools={number}").content.decode() for number in (1, 2, 3)]
    told = [re.findall(r"schools \d+ to \d+ of \d+", page) for page in shown]
    assert told == [["schools 1 to 4 of 10"], ["schools 5 to 8 of 10"], ["schools 9 to 10 of 10"]]
    assert [name for page in shown for name in names(page)] == names(whole)
    every = ana.get(f"{PAGE}?schools=all").content.decode()
    assert (names(every), "All 10 schools on one page" in shown[0]) == (names(whole), True)
    assert "schools=2#schools-table" in shown[0]


def test_the_chart_of_schools_and_what_was_not_submitted_are_of_all_schools_on_every_page(
    ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(path: str) -> tuple[object, ...]:
        context = ana.get(path).context
        missing = [(one.school.pk, one.measures) for one in context["missing"].schools]
        return context["schools"].spec, context["schools"].sentence, missing

    whole = told(PAGE)
    monkeypatch.setattr(district_page, "SCHOOLS", 4)
    assert [told(f"{PAGE}?schools={number}") for number in (1, 2, 3)] == [whole] * 3


def test_parts_of_measures_stand_in_the_place_of_the_main_ones_where_they_are_asked_for(
    ana: Client, parts: None
) -> None:
    tables = {PAGE: ("beside-state", "schools-table"), "/state/": ("gaps", "comparisons-low_income")}
    for path, ids in tables.items():
        main, turned = (ana.get(f"{path}?year=2021-22{end}").content.decode() for end in ("", "&of=parts"))
        for table in ids:
            assert {bool(MEASURES[name].under) for name in columns(main, table)} == {False}
            assert columns(turned, table) == [PART]
        assert "Parts and variants of these measures</a>" in main
        assert "of=parts" in main
        assert "The main measures</a>" in turned
        assert '<input type="hidden" name="of" value="parts">' in turned


def test_where_no_part_is_known_the_main_measures_are_shown(ana: Client) -> None:
    for path in (PAGE, "/state/", "/state/levels/", "/state/across-districts/"):
        main, turned = (ana.get(f"{path}?year=2021-22{end}").content.decode() for end in ("", "&of=parts"))
        assert "Parts and variants of these measures</a>" not in main
        tables = [
            re.findall(r"<table.*?</table>", page, re.DOTALL) for page in (main, turned.replace("&amp;of=parts", ""))
        ]
        assert tables[0] == tables[1]
