"""Method E on pages and in files: its own comparison in its own words, Table 6, and nothing mixed with school ends."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client

from districts.models import School
from districts.wall import across_districts
from monitoring.analysis.formatting import per_hundred
from monitoring.analysis.title_one_words import notes
from monitoring.results.models import SchoolBand, StateGap
from tests.districts.cast import Cast, Tenant
from tests.web.stored_state import LAST

STATE, OWN = "/state/explore/", "/d/00300000/explore/"
CHOICE = "year=2021-22&window=1&group=low_income&measure=T_OOF_80&place=title1"
PLACE = {"method": "E", "scope": "title1", "partition": "state", "school_year": LAST}


@pytest.fixture
def ana(cast: Cast, west: Tenant, client: Client) -> Client:
    client.force_login(cast.agency.person("ese_analyst"))
    return client


def test_it_is_a_comparison_of_its_own_with_its_own_words(ana: Client) -> None:
    page = ana.get(f"{STATE}?{CHOICE}")
    text, gap = page.content.decode(), page.context["gap"]
    assert (page.context["choice"].query, gap.method, gap.unit) == (CHOICE, "E", "STUDENTS")
    assert "Title I schools, at student level (ESSA)" in text
    sentence = page.context["sentence"]
    assert re.match(
        r"In 2021-22, each school’s teachers weighed by its students, \d+\.\d% of the teachers of low-income students "
        r"in the 8 Title I schools taught out of field, compared with \d+\.\d% of those of all other students in the 8 "
        r"other schools: ",
        sentence,
    )
    assert [word for word in ("Largest shares", "Smallest shares", "All schools</") if word in text] == []
    assert [note for note in notes() if note not in text.replace("&#x27;", "'")] == []
    assert "How this is compared" not in ana.get(STATE).content.decode()


def test_its_schools_are_those_of_the_directory_and_add_up_to_the_gap(ana: Client) -> None:
    page = ana.get(f"{STATE}?{CHOICE}")
    ends = page.context["ends"]
    adds = [one.adds for one in ends.listed]
    assert None not in adds
    assert (sum(adds), ends.rest) == (pytest.approx(float(ends.ends.difference), abs=1e-12), 0)
    assert float(ends.ends.difference) == pytest.approx(page.context["gap"].difference, abs=1e-12)
    with across_districts(reason="tests: the directory"):
        statuses = dict(School.objects.values_list("pk", "title1_status"))
        bands = SchoolBand.objects.filter(scope="title1", school_year=LAST, group="low_income")
        found = {band.school_id: band.band for band in bands}
    assert found == {pk: "focal" if one in ("SWP", "TAS") else "reference" for pk, one in statuses.items()}


def test_what_the_law_does_not_name_is_told(ana: Client) -> None:
    told = "This comparison is of those alone that federal law names: low-income students and students of color, "
    for other in ("measure=T_TURN", "group=english_learners"):
        page = ana.get(f"{STATE}?year=2021-22&place=title1&{other}")
        assert page.context["sentence"].startswith(told)
    offered = ana.get(f"{STATE}?place=title1").context["selection"].measures
    assert "T_EVAL_LOW" in {one.id for one in offered}
    assert "T_EVAL_LOW" not in {one.id for one in ana.get(STATE).context["selection"].measures}
    page = ana.get(f"{STATE}?place=title1&measure=T_EVAL_LOW&year=2021-22")
    assert (page.context["gap"], page.context["selection"].unknown) == (None, ())


def test_both_files_hold_what_the_page_shows(ana: Client) -> None:
    gaps, units = (
        list(csv.DictReader(io.StringIO(ana.get(f"{STATE}{name}.csv?{CHOICE}").content.decode())))
        for name in ("gaps", "units")
    )
    assert {(row["method"], row["scope"], row["unit"]) for row in gaps} == {("E", "title1", "STUDENTS")}
    page = ana.get(f"{STATE}?{CHOICE}")
    assert [row["adds"] for row in units] == [str(unit.adds) for unit in page.context["listed"]]
    gap = page.context["gap"]
    for end, people in (("focal", gap.focal_denominator), ("reference", gap.reference_denominator)):
        assert sum(int(row["students"]) for row in units if row["end"] == end) == people


def test_where_it_comes_from_says_how_it_is_compared(ana: Client) -> None:
    text = ana.get("/state/gaps/E/title1/state/2021-22/1/T_OOF_80/low_income/").content.decode()
    assert "How this is compared" in text
    assert "Not a Title I school" in text
    assert "Smallest shares" not in text


def test_districts_are_told_no_figure_of_three_districts(cast: Cast, west: Tenant, client: Client) -> None:
    """Two groups weigh the same schools, so that one of three districts could solve for the two others."""
    with across_districts(reason="tests: who sees"):
        shown = StateGap.objects.filter(**PLACE, difference__isnull=False)
        assert set(shown.values_list("seen_by", flat=True)) == {"agency"}
    client.force_login(west.person("district_admin"))
    page = client.get(f"{OWN}?{CHOICE}")
    gap = page.context["gap"]
    assert (gap.difference, gap.focal_rate, gap.all_rate, gap.reason) == (None, None, None, "too_few_districts")
    assert {unit.part.district.org_code for unit in page.context["listed"]} == {"00300000"}
    assert {unit.adds for unit in page.context["listed"]} == {None}
    table = client.get("/d/00300000/state/tables/?table=6&year=2021-22").context["table"]
    assert {cell.number for row in table.rows for cell in row.cells} == {None}


def test_table_6_has_both_rates_and_their_difference_of_what_the_law_names(ana: Client) -> None:
    page = ana.get("/state/tables/?table=6&year=2021-22")
    table = page.context["table"]
    assert table.title == "Table 6. Access to teachers in Title I schools, as ESSA 1111(g)(1)(B) asks, 2021-22"
    assert (table.stub, [row.heading for row in table.rows]) == (
        "Student group",
        ["Low-income students", "Students of color"],
    )
    assert [heading.measure.id for heading in table.headings] == ["T_EVAL_LOW", "T_OOF_80", "T_EXP_LT3"]
    assert table.parts == ("The group, in Title I schools", "Others, in other schools", "Difference, points")
    with across_districts(reason="tests: what is stored"):
        gaps = {(gap.group, gap.measure): gap for gap in StateGap.objects.filter(**PLACE, window="1")}
    for row, group in zip(table.rows, ("low_income", "students_of_color"), strict=True):
        assert [cell.text for cell in row.cells[:3]] == ["no definition of it is in force"] * 3
        for place, measure in ((3, "T_OOF_80"), (6, "T_EXP_LT3")):
            gap = gaps[group, measure]
            rates = [gap.focal_rate, gap.reference_rate, gap.difference]
            assert [cell.number for cell in row.cells[place : place + 3]] == rates
            assert [cell.value.replace("\N{MINUS SIGN}", "-") for cell in row.cells[place : place + 3]] == [
                str(per_hundred(rate)) for rate in rates
            ]
            assert row.cells[place].beneath == f"N={gap.focal_denominator:,.0f}"
    text = page.content.decode()
    assert "stands for the law’s “ineffective” teachers" in text.replace("&#x27;", "'")
    assert table.general_notes[: len(notes())] == notes()


def test_the_api_gives_the_gap_its_schools_and_the_table(ana: Client) -> None:
    rows = ana.get("/api/v1/gaps/?method=E&school_year=2021-22&window=1&measure=T_OOF_80").json()["results"]
    assert sorted(row["id"] for row in rows) == [
        f"E.title1.state.{group}.T_OOF_80.2021-22.1" for group in ("low_income", "students_of_color")
    ]
    one = ana.get(f"/api/v1/gaps/{rows[0]['id']}/").json()
    assert one == rows[0]
    assert (one["unit"], one["cut"]) == ("STUDENTS", None)
    assert ana.get(f"{one['provenance']}").json()["group"]["id"] == one["group"]
    values = ana.get(f"/api/v1/gaps/{one['id']}/values/").json()["results"]
    assert {row["end"] for row in values} == {"focal", "reference"}
    assert len(values) == one["focal"]["units"] + one["reference"]["units"]
    table = ana.get("/api/v1/tables/2021-22/6/").json()
    assert [row["heading"] for row in table["rows"]] == ["Low-income students", "Students of color"]


def test_no_table_of_school_ends_holds_one_of_these_figures(ana: Client) -> None:
    for number in range(1, 6):
        table = ana.get(f"/state/tables/?table={number}&year=2021-22").context["table"]
        assert "E" not in {cell.address.method for row in table.rows for cell in row.cells}
    for path in ("/state/", "/state/levels/", "/state/across-districts/", "/state/measures/T_OOF_80/"):
        assert "/gaps/E/" not in ana.get(f"{path}?year=2021-22").content.decode()
