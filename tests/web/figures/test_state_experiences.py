"""Students' experiences across the state: what the agency's page shows, and what of it stands beside a district's."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import Any

import polars as pl
import pytest
from django.test import Client

from districts.models import District
from districts.wall import across_districts
from monitoring.analysis.experiences.protection import for_others
from monitoring.results.experiences.of_state import add_up_experiences
from monitoring.results.experiences.packing import packed, unpacked
from monitoring.results.models import ExperienceReport, ExperienceTable, SharedExperiences, StateExperiences
from tests.districts.cast import Cast, Tenant
from tests.web.reads import reads

PAGE, FILE = "/state/experiences/", "/state/experiences.csv"
CHOSEN = "year=2021-22&history=3&measure=T_EXP_LT1&group=low_income&counting=class"
HIDDEN = "year=2021-22&history=1&measure=T_UNQ&group=low_income"  # nobody is unqualified: too few teachers are
SIDES = ("focal", "reference")


def frames(kind: str = "district", model: Any = ExperienceTable, window: int = 3) -> pl.DataFrame:
    with across_districts(reason="tests: reports as they are stored"):
        rows = model.objects.filter(report__school_year=2022, report__is_certified=True, window=window, kind=kind)
        return pl.concat(unpacked(one.rows) for one in rows)


def chosen(rows: pl.DataFrame, group: str = "low_income") -> list[dict[str, Any]]:
    return rows.filter(category_id="T_EXP_LT1", group_id=group).sort("org_code").to_dicts()


@pytest.fixture
def ana(cast: Cast, west: Tenant, client: Client) -> Client:
    client.force_login(cast.agency.person("ese_analyst"))
    return client


def test_the_states_page_asks_the_database_a_fixed_number_of_times(ana: Client) -> None:
    found = {path: reads(ana, path) for path in (PAGE, f"{PAGE}?{HIDDEN}", f"{PAGE}?year=2020-21", FILE)}
    assert found == {PAGE: 18, f"{PAGE}?{HIDDEN}": 18, f"{PAGE}?year=2020-21": 18, FILE: 16}


def test_the_state_is_the_sum_of_its_districts(ana: Client) -> None:
    page = ana.get(f"{PAGE}?{CHOSEN}")
    rows = chosen(frames())
    assert len(rows) == 3
    having, known = (
        {side: sum(row[f"{side}_{name}"] for row in rows) for side in SIDES} for name in ("having", "known")
    )
    focal, others = (having[side] / known[side] for side in SIDES)
    assert page.context["sentences"][0] == (
        f"Low-income students across the state met a first-year teacher in {focal * 100:.1f} of 100 experiences, other "
        f"students in {others * 100:.1f}: {focal / others:.2f} times as often."
    )
    assert page.context["sentences"][-1] == "3 of 3 districts have reports of 2021-22 of certified files."
    assert "chance" not in " ".join(page.context["sentences"])
    lies = page.context["lies"]
    assert [title for title, _ in lies.parts][-1] == "Together: the gap"
    assert lies.parts[-1][1] == f"{(focal - others) * 100:.1f} points"


def test_the_parts_of_the_states_gap_add_up_as_they_are_shown(ana: Client) -> None:
    """Each of them rounded by itself would come to 10.1 points."""
    with across_districts(reason="tests: parts of a gap"):
        row = StateExperiences.objects.as_seen_by("agency", "everybody").get(school_year=2022, window=3, kind="state")
        parts = {"between_districts": 0.0335, "between_schools": 0.0335, "within_schools": 0.033}
        whole = unpacked(row.rows).with_columns(gap=pl.lit(0.1), **{name: pl.lit(one) for name, one in parts.items()})
        StateExperiences.objects.filter(pk=row.pk).update(rows=packed(whole))
    lies = ana.get(f"{PAGE}?{CHOSEN}").context["lies"]
    assert [told for _, told in lies.parts] == ["3.4 points", "3.3 points", "3.3 points", "10.0 points"]
    assert lies.sentence.startswith("Of a gap of 10.0 points, 3.4 lie between districts, 3.3 between schools of one")


def test_a_rate_that_too_little_is_known_of_says_so_of_experiences(ana: Client) -> None:
    with across_districts(reason="tests: too little is known"):
        for kind in ("state", "districts"):
            for row in StateExperiences.objects.as_seen_by("agency").filter(school_year=2022, window=3, kind=kind):
                nothing = dict.fromkeys(("ratio", "focal_rate", "reference_rate"))
                rows = unpacked(row.rows).with_columns(reason=pl.lit("too_many_missing"), **nothing)
                StateExperiences.objects.filter(pk=row.pk).update(rows=packed(rows))
    page = ana.get(f"{PAGE}?{CHOSEN}").content.decode()
    assert "of more than a fifth of these experiences it is not known" in page
    assert "have no figure" not in page


def test_districts_are_listed_with_what_others_see_of_them(ana: Client) -> None:
    page = ana.get(f"{PAGE}?{CHOSEN}")
    shared = chosen(frames(model=SharedExperiences))
    names = ("org_code", "focal_rate", "reference_rate", "ratio", "ratio_low", "ratio_high", "is_gap", "reason")
    listed = [tuple(getattr(row, name) for name in names) for row in page.context["listed"]]
    assert listed == [tuple(row[name] for name in names) for row in shared]
    body = page.content.decode()
    for code in ("00100000", "00200000", "00300000"):
        assert f'href="/state/districts/{code}/experiences/?{CHOSEN.replace("&", "&amp;")}"' in body


def test_what_is_too_small_to_be_shown_is_said_to_be_so(ana: Client) -> None:
    page = ana.get(f"{PAGE}?{HIDDEN}")
    assert [(row.reason, row.focal_rate) for row in page.context["listed"]] == [("suppressed", None)] * 3
    assert page.context["told"] == "There is no ratio to show. Of 3 the numbers are too small to be shown."
    assert page.content.decode().count("not published, because the numbers are small") == 3


def test_a_list_is_sorted_and_narrowed_as_asked(ana: Client) -> None:
    _make_other_ratios()
    ratios = {row["org_code"]: row["ratio"] for row in chosen(frames(model=SharedExperiences))}
    by_ratio = sorted(ratios, key=lambda code: -ratios[code])
    assert by_ratio != sorted(ratios)
    shown = {query: _codes(ana, query) for query in ("", "order=ratio", "only=gaps", "only=gaps&order=ratio")}
    gaps = [code for code in by_ratio if ratios[code] >= 1.5]
    assert 0 < len(gaps) < 3
    assert shown == {
        "": sorted(ratios),
        "order=ratio": by_ratio,
        "only=gaps": sorted(gaps),
        "only=gaps&order=ratio": gaps,
    }


def _codes(client: Client, query: str) -> list[str]:
    """Of the page; the file has the same."""
    rows = csv.DictReader(io.StringIO(client.get(f"{FILE}?{CHOSEN}&{query}").content.decode()))
    found = [row.org_code for row in client.get(f"{PAGE}?{CHOSEN}&{query}").context["listed"]]
    assert [row["org_code"] for row in rows] == found
    return found


def _make_other_ratios() -> None:
    """The first district's others meet twice as many first-year teachers, the third's half as many."""
    with across_districts(reason="tests: districts of other ratios"):
        for code, times in (("00100000", 0.5), ("00300000", 1.1)):
            for model in (ExperienceTable, SharedExperiences):
                for one in model.objects.filter(district__org_code=code, report__school_year=2022, kind="district"):
                    rows = unpacked(one.rows).with_columns(
                        pl.col("ratio") * times, is_gap=pl.col("ratio") * times >= 1.5
                    )
                    model.objects.filter(pk=one.pk).update(rows=packed(rows))
        add_up_experiences(school_year=2022)


def test_what_no_district_has_certified_is_in_nothing(ana: Client, west: Tenant) -> None:
    with across_districts(reason="tests: a report that waits"):
        ExperienceReport.objects.filter(district=west.district, school_year=2022).update(is_certified=False)
        add_up_experiences(school_year=2022)
    page = ana.get(f"{PAGE}?{CHOSEN}")
    assert [row.org_code for row in page.context["listed"]] == ["00100000", "00200000"]
    assert page.context["sentences"][-1] == "2 of 3 districts have reports of 2021-22 of certified files."
    assert "00300000" not in page.content.decode()
    assert "00300000" not in ana.get(f"{FILE}?{CHOSEN}").content.decode()


def test_a_year_without_reports_says_what_it_takes(ana: Client) -> None:
    with across_districts(reason="tests: nothing certified"):
        StateExperiences.objects.filter(school_year=2022).delete()
    page = ana.get(f"{PAGE}?year=2021-22")
    assert page.context["report"] is None
    assert "There is no report for 2021-22" in page.content.decode()
    assert ana.get(f"{FILE}?year=2021-22").status_code == 404
    assert ana.get(f"{FILE}?year=1999-00").status_code == 404


def test_the_page_begins_where_not_only_the_first_have_certified(ana: Client) -> None:
    starts = {}
    for many in (9, 5, 4):
        with across_districts(reason="tests: so many schools' districts have certified"):
            rows = StateExperiences.objects.as_seen_by("agency", "districts")
            rows.filter(school_year=2021).update(schools=9)
            rows.filter(school_year=2022).update(schools=many)
        starts[many] = ana.get(PAGE).context["choice"].year
    assert starts == {9: 2022, 5: 2022, 4: 2021}


def test_shares_and_what_edwin_does_are_counted_in_the_list_too(ana: Client) -> None:
    rows = chosen(frames(model=SharedExperiences))
    weighed = ana.get(f"{PAGE}?{CHOSEN.replace('=class', '=share')}").context["listed"]
    assert [row.focal_rate for row in weighed] == [row["focal_weighted_rate"] for row in rows]
    assert [row.ratio for row in weighed] == [row["weighted_ratio"] for row in rows]
    assert ana.get(f"{PAGE}?{CHOSEN}&compat=edwin").status_code == 200


def test_a_list_of_many_stands_on_pages(ana: Client) -> None:
    with across_districts(reason="tests: many districts"):
        row = StateExperiences.objects.get(school_year=2022, window=3, kind="districts")
        one = unpacked(row.rows).filter(org_code="00100000")
        many = pl.concat(one.with_columns(org_code=pl.lit(f"{number:04d}0000")) for number in range(20, 60))
        StateExperiences.objects.filter(pk=row.pk).update(rows=packed(many))
    pages = [ana.get(f"{PAGE}?{CHOSEN}&page={number}").context["listed"] for number in (1, 2)]
    assert [len(page) for page in pages] == [25, 15]
    assert ana.get(f"{FILE}?{CHOSEN}").content.decode().count("\n") == 41
    after = re.findall(r'href="\?([^"]*)" rel="next"', ana.get(f"{PAGE}?{CHOSEN}&order=ratio").content.decode())
    assert [html.unescape(query) for query in after] == [f"{CHOSEN}&order=ratio&page=2#districts"]


def test_what_was_asked_of_the_list_is_kept_by_every_link_and_by_the_form(ana: Client) -> None:
    body = html.unescape(ana.get(f"{PAGE}?{CHOSEN}&order=ratio&only=gaps").content.decode())
    links = {query for query in re.findall(r'href="([^"]*)"', body) if query.startswith((f"?{CHOSEN}", FILE))}
    assert links >= {
        f"?{CHOSEN}&only=gaps#districts",
        f"?{CHOSEN}&order=ratio#districts",
        f"{FILE}?{CHOSEN}&order=ratio&only=gaps",
    }
    kept = re.findall(r'type="hidden" name="(order|only)" value="(\w+)"', body)
    assert kept == [("order", "ratio"), ("only", "gaps")]


def test_the_state_stands_beside_a_district_as_its_members_may_see_it(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("certifier"))
    page = client.get(f"/d/00100000/experiences/?{CHOSEN}")
    rows = chosen(frames())
    having, known = (
        {side: sum(row[f"{side}_{name}"] for row in rows) for side in SIDES} for name in ("having", "known")
    )
    focal, others = (having[side] / known[side] for side in SIDES)
    assert page.context["across"].endswith(f"{focal / others:.2f} times as often.")
    beside = next(line.beside for line in page.context["groups"] if line.is_chosen)
    assert (beside.focal_rate, beside.ratio) == (focal, pytest.approx(focal / others))
    assert page.content.decode().count('data-label="State"') == len(page.context["groups"] + page.context["categories"])


def test_of_fewer_than_three_districts_their_members_are_told_why_nothing_is_shown(
    cast: Cast, west: Tenant, client: Client
) -> None:
    with across_districts(reason="tests: a report that waits"):
        ExperienceReport.objects.filter(district=west.district, school_year=2022).update(is_certified=False)
        add_up_experiences(school_year=2022)
    client.force_login(cast.north.person("certifier"))
    page = client.get(f"/d/00100000/experiences/?{CHOSEN}")
    told = "Low-income students across the state and a first-year teacher: too few districts have figures."
    assert page.context["across"] == told
    assert told in page.content.decode()
    assert {line.beside for line in page.context["groups"]} == {None}
    assert 'data-label="State"' not in page.content.decode()


def test_nothing_small_is_in_the_answers_to_the_agency(ana: Client) -> None:
    """By hand: what is stored for others is what a rule on whole rows leaves."""
    whole = frames()
    assert for_others(whole).sort("org_code").equals(frames(model=SharedExperiences).sort("org_code"))
    text = ana.get(f"{FILE}?{HIDDEN}").content.decode()
    assert re.findall(r",suppressed,", text) == [",suppressed,"] * District.objects.exclude(kind="STATE").count()


def test_what_the_agency_does_not_see_of_a_district_is_not_told_as_the_states(ana: Client, west: Tenant) -> None:
    small = "Low-income students across the state and an unqualified teacher: not published, because the numbers are "
    assert small not in ana.get(f"{PAGE}?{HIDDEN}").content.decode()  # a sum of three
    with across_districts(reason="tests: reports that wait"):
        others = ExperienceReport.objects.filter(school_year=2022).exclude(district=west.district)
        others.update(is_certified=False)
        add_up_experiences(school_year=2022)
    page = ana.get(f"{PAGE}?{HIDDEN}")
    assert page.context["sentences"][0] == f"{small}small."
    assert page.context["lies"].parts == ()
    beside = ana.get(f"/state/districts/00300000/experiences/?{HIDDEN}").context["across"]
    assert beside == f"{small}small."
    assert ana.get(f"{PAGE}?{CHOSEN}&history=1").context["lies"].parts == ()  # of a school it is not shown


def test_the_states_sums_made_again_take_the_place_of_those_before(cast: Cast, west: Tenant) -> None:
    with across_districts(reason="tests: sums made again"):
        before = _kept()
        add_up_experiences(school_year=2022)
        assert _kept() == before
    assert {whose for _, _, _, whose in before} == {"agency", "districts"}


def _kept() -> list[tuple[Any, ...]]:
    rows = StateExperiences.objects.as_seen_by("agency", "districts")
    return sorted(rows.values_list("school_year", "window", "kind", "seen_by"))
