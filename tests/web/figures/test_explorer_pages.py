"""The gap explorer: every choice in the address, what is not there said kindly, and no other district's schools."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from django.test import Client

from districts.wall import across_districts
from monitoring.analysis.measures import MEASURES
from monitoring.results.exploration import Choice
from monitoring.results.models import DistrictGap, SchoolValue, StateGap
from tests.districts.cast import Cast, Tenant

STATE, OWN = "/state/explore/", "/d/00300000/explore/"
CHOICE = "year=2020-21&window=1&group=students_of_color&measure=T_OOF_80&place=level-HIGH"


@pytest.fixture
def ana(cast: Cast, west: Tenant, client: Client) -> Client:
    client.force_login(cast.agency.person("ese_analyst"))
    return client


@pytest.fixture
def wanda(west: Tenant, client: Client) -> Client:
    """Westbrook's administrator."""
    client.force_login(west.person("district_admin"))
    return client


def test_the_address_holds_every_choice(ana: Client) -> None:
    page = ana.get(f"{STATE}?{CHOICE}")
    choice = page.context["choice"]
    assert (choice.query, choice.selection.unknown) == (CHOICE, ())
    chosen = re.findall(r'<option value="([^"]*)" selected>', page.content.decode())
    assert chosen == ["2020-21", "T_OOF_80", "students_of_color", "1", "level-HIGH"]


def test_a_choice_is_loaded_anew_without_the_rest_of_the_page_where_scripts_run(ana: Client) -> None:
    form = re.search(r'<form class="filters"[^>]*>', ana.get(STATE).content.decode())
    assert form is not None
    attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', form[0]))
    told = ("method", "hx-get", "hx-target", "hx-push-url")
    assert [attributes[name] for name in told] == ["get", STATE, "#explored", "true"]


def test_each_comparison_beside_is_a_link_that_changes_one_choice(ana: Client) -> None:
    page = ana.get(f"{STATE}?year=2020-21").content.decode()
    links = re.findall(r'<th scope="row"[^>]*><a href="\?([^"]*)">', page)
    start = {"year": "2020-21", "window": "headline", "group": "low_income", "measure": "T_EXP_LT3", "place": "state"}
    changed = [
        {name for name, value in (pair.split("=") for pair in link.split("&amp;")) if start[name] != value}
        for link in links
    ]
    assert {len(names) for names in changed} == {1}
    assert set().union(*changed) == {"year", "group", "measure"}


def test_what_was_not_there_is_said_and_the_nearest_that_is_offered(ana: Client) -> None:
    page = ana.get(f"{STATE}?year=2021-22&group=english_learners")
    nearest = [(one.text, one.query) for one in page.context["nearest"]]
    same = "window=headline&group={}&measure=T_EXP_LT3&place=state"
    assert nearest == [
        ("2020-21", "year=2020-21&" + same.format("english_learners")),
        ("Low-income students", "year=2021-22&" + same.format("low_income")),
    ]
    assert page.context["sentence"].endswith("withheld until a question about the file's columns is settled.")
    away = ana.get(f"{STATE}?place=level-K12&year=2021-22")
    assert [one.text for one in away.context["nearest"]] == ["All schools of the state, 2021-22"]
    assert ana.get(f"{STATE}?{away.context['nearest'][0].query}").context["gap"].difference is not None


def test_a_window_that_a_measure_does_not_have_is_told(ana: Client) -> None:
    told = "This measure is shown for one year only"
    pages = [ana.get(f"{STATE}?window=pooled3&measure={name}").content.decode() for name in ("T_SATIS", "T_EXP_LT3")]
    assert [told in page for page in pages] == [True, False]


def test_a_choice_that_is_no_place_is_told(ana: Client) -> None:
    page = ana.get(f"{STATE}?place=nowhere")
    assert (page.context["selection"].unknown, page.context["choice"].place.key) == (("nowhere",), "state")
    assert "“nowhere” is not among what there is here." in page.content.decode()


def test_a_district_begins_with_its_own_schools_and_sees_nobody_elses(wanda: Client, cast: Cast) -> None:
    own = wanda.get(OWN)
    assert own.context["choice"].place.key == "district-00300000"
    assert {unit.part.district.org_code for unit in own.context["listed"]} == {"00300000"}
    for place in ("state", "level-HIGH", "districts", "district-00100000"):
        page = wanda.get(f"{OWN}?year=2021-22&place={place}")
        listed = page.context.get("listed", [])
        assert {unit.part.district.org_code for unit in listed} <= {"00300000"}
        others = [one.name for tenant in (cast.north, cast.south) for one in tenant.schools]
        assert [name for name in others if name in page.content.decode()] == []
    assert wanda.get(f"{OWN}?place=district-00100000").context["selection"].unknown == ("district-00100000",)


def test_a_district_that_cannot_compare_its_own_schools_begins_with_the_state_and_is_told(
    cast: Cast, west: Tenant, client: Client
) -> None:
    client.force_login(cast.north.person("certifier"))
    assert client.get("/d/00100000/explore/").context["choice"].place.key == "state"
    told = client.get("/d/00100000/explore/?place=district-00100000&year=2021-22").context["sentence"]
    assert told == ("In 2021-22 nothing is compared within Northfield: it takes four schools whose shares are known.")


def test_a_comparison_of_too_few_districts_tells_a_district_no_figure(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("certifier"))
    page = client.get("/d/00100000/explore/?place=state&year=2021-22")
    shown = (page.context["gap"].difference, page.context["ends"].ends, page.context["split"])
    assert shown == (None, None, "")
    assert {unit.adds for unit in page.context["listed"]} <= {None}


def test_the_schools_listed_add_up_to_the_gap(ana: Client) -> None:
    page = ana.get(f"{STATE}?year=2021-22")
    adds = [unit.adds for unit in page.context["listed"]]
    assert sum(adds) == pytest.approx(float(page.context["ends"].ends.difference), abs=1e-12)
    assert page.context["ends"].rest == 0
    with across_districts(reason="tests: a figure that is not wholly in the state's"):
        school = page.context["listed"][0].part.school
        SchoolValue.objects.filter(school=school, measure="T_EXP_LT3", school_year=2022).update(is_in_state=False)
    again = ana.get(f"{STATE}?year=2021-22")
    assert float(again.context["ends"].rest) == pytest.approx(adds[0], abs=1e-12)
    assert "All else in the sums: schools without a figure that is wholly in them" in again.content.decode()
    assert "All else in the sums" not in page.content.decode()


def test_both_files_hold_what_the_page_shows(ana: Client) -> None:
    page = ana.get(f"{STATE}?{CHOICE}")
    gaps, units = (
        list(csv.DictReader(io.StringIO(ana.get(f"{STATE}{name}.csv?{CHOICE}").content.decode())))
        for name in ("gaps", "units")
    )
    explored = page.context["explored"]
    shown = {row.pk for row in (*explored.trend, *explored.groups, *explored.measures)}
    assert len(gaps) == len(shown)
    assert [row["name"] for row in units] == [unit.part.name for unit in page.context["listed"]]
    assert [row["adds"] for row in units] == [str(unit.adds) for unit in page.context["listed"]]
    nothing = ana.get(f"{STATE}units.csv?measure=T_ABS_GT10&year=2021-22")
    assert nothing.status_code == 404


def test_a_file_answers_no_question_that_was_not_asked(ana: Client) -> None:
    asked = ("place=nowhere", "measure=T_NONE", "year=1999-00", "group=nobody")
    told = {ana.get(f"{STATE}{name}.csv?{one}").status_code for name in ("gaps", "units") for one in asked}
    assert told == {404}
    rows = list(csv.DictReader(io.StringIO(ana.get(f"{STATE}units.csv?{CHOICE}").content.decode())))
    names = ("school_year", "measure", "group", "window", "place")
    chosen = ("2020-21", "T_OOF_80", "students_of_color", "1", "level-HIGH")
    assert {tuple(row[name] for name in names) for row in rows} == {chosen}


def test_of_principals_no_school_is_told_by_itself(ana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    choice = ana.get(f"{STATE}?{CHOICE}").context["choice"]
    across = ana.get(f"{STATE}?place=districts").context["choice"]
    of_principals = [
        replace(one, selection=replace(one.selection, measure=MEASURES["P_TURN"])) for one in (choice, across)
    ]
    assert [one.tells_units for one in (choice, across, *of_principals)] == [True, True, False, True]
    monkeypatch.setattr(Choice, "tells_units", False)
    assert "ends" not in ana.get(f"{STATE}?{CHOICE}").context
    assert ana.get(f"{STATE}units.csv?{CHOICE}").status_code == 404


def test_addresses_of_gaps_over_the_years_lead_here(ana: Client, west: Tenant) -> None:
    told = [
        ana.get(path).headers["Location"] for path in ("/state/years/", "/state/districts/00300000/years/?window=1")
    ]
    assert told == [STATE, f"{STATE}?window=1&place=district-00300000"]
    ana.force_login(west.person("district_admin"))
    assert ana.get("/d/00300000/years/").headers["Location"] == f"{OWN}?place=district-00300000"


def test_what_is_not_certified_is_marked(wanda: Client) -> None:
    assert "watermark" not in wanda.get(OWN).content.decode()
    with across_districts(reason="tests: figures that nobody has certified"):
        DistrictGap.objects.filter(school_year=2022).update(is_preliminary=True)
    assert "watermark" in wanda.get(OWN).content.decode()


def test_people_to_close_are_counted_only_where_a_gap_is_clear(ana: Client) -> None:
    told = {}
    for verdict in ("higher", "cannot_tell"):
        with across_districts(reason="tests: what may be said of a difference"):
            StateGap.objects.filter(difference__isnull=False).update(verdict=verdict)
        told[verdict] = "Not clear that there is a gap" in ana.get(f"{STATE}?year=2021-22").content.decode()
    assert told == {"higher": False, "cannot_tell": True}
