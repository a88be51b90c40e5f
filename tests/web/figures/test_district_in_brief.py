"""A district's page in brief, and its PDF of one page: the same words, the district's own figures, nobody else's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from districts.models import District, School
from districts.wall import across_districts
from monitoring.analysis.picture.dimensions import BESIDE
from monitoring.results.models import DistrictGap, DistrictValue, Run, SchoolBand, SchoolValue
from monitoring.results.picture import Picture
from monitoring.results.picture_pdf import data_of, picture_pdf
from tests.districts.cast import Cast, Tenant
from tests.web.reads import reads

PAGE, PDF = "/d/00300000/summary/?year=2021-22", "/d/00300000/summary.pdf?year=2021-22"
STATES = "/state/districts/00300000/summary"


@pytest.fixture
def clear(west: Tenant) -> list[tuple[str, str]]:
    """Two gaps of the district that are clearly above zero, the clearest first."""
    found = [("T_OOF_80", "students_of_color"), ("T_EXP_LT3", "low_income")]
    with across_districts(reason="tests: gaps that stand out"):
        for low, (measure, group) in zip((0.09, 0.02), found, strict=True):
            rates = {"focal_rate": 0.2, "reference_rate": 0.1, "difference": 0.1}
            named = {"district": west.district, "school_year": 2022, "window": "1", "measure": measure, "group": group}
            interval = {"difference_low": low, "difference_high": 0.2 - low, "interval_reason": ""}
            assert DistrictGap.objects.filter(**named).update(**rates, **interval, verdict="higher", reason="") == 1
    return found


@pytest.fixture
def dora(west: Tenant, client: Client) -> Client:
    client.force_login(west.person("district_admin"))
    return client


def picture_of(client: Client, path: str = PAGE) -> Picture:
    found: Picture = client.get(path).context["picture"]
    return found


# Words, charts and numbers


def test_the_page_leads_with_sentences_then_dimensions_then_one_table(dora: Client, clear: Any) -> None:
    page = dora.get(PAGE).content.decode()
    heads = re.findall(r"<h[23] id=\"([a-z]+)\"", page)
    dimensions = ["dimensions", "experience", "preparation", "effectiveness"]
    assert heads == ["who", "better", "where", *dimensions, "experiences", "numbers"]
    picture = picture_of(dora)
    told = [*picture.who, *picture.better, picture.where, *(place.sentence for place in picture.places)]
    assert [sentence for sentence in told if escape(sentence) not in page] == []


def test_where_to_look_first_names_the_clearest_gap_and_its_schools(dora: Client, west: Tenant, clear: Any) -> None:
    places = picture_of(dora).places
    assert [(place.gap.measure, place.gap.group) for place in places] == clear
    with across_districts(reason="tests: who stands at the focal end"):
        bands = SchoolBand.objects.filter(
            district=west.district, school_year=2022, scope="district", band="focal", group="students_of_color"
        )
        names = sorted(bands.values_list("school__name", flat=True))
        assert len(names) == places[0].gap.focal_schools
        assert places[0].schools == f"These are {names[0]} and {names[1]}."
        SchoolValue.objects.filter(school__name=names[0], measure="T_OOF_80", school_year=2022, window="1").update(
            rate=None, numerator=None, denominator=None, reason="not_submitted"
        )
    assert picture_of(dora).places[0].schools == f"This is {names[1]}."


def test_figures_are_those_that_are_stored(dora: Client, west: Tenant) -> None:
    picture = picture_of(dora)
    lines = [line for column in picture.columns for line in column.lines] + list(picture.beside)
    with across_districts(reason="tests: the stored figures"):
        for line in lines:
            window = line.told.measure.headline_window
            named = {"measure": line.told.measure.id, "window": window, "district": west.district}
            stored = dict(DistrictValue.objects.filter(**named).values_list("school_year", "rate"))
            assert (line.own and line.own.rate) == stored.get(2022)
            assert {point.school_year: point.rates[0] for point in line.points if point.rates[0] is not None} == {
                f"{year - 1}-{year % 100:02d}": rate for year, rate in stored.items() if rate is not None
            }
            gaps = DistrictGap.objects.filter(**named, school_year=2022)
            assert {one.own.group for one in line.gaps if one.own} == set(gaps.values_list("group", flat=True))


def test_nothing_is_added_up_over_measures_and_no_district_or_school_has_a_place_in_an_order(
    dora: Client, clear: Any
) -> None:
    named = ["page", "who", "better", "where", "places", "columns", "beside", "experiences", "achievement"]
    assert [one.name for one in fields(Picture)] == named
    main = re.sub(r"<(script|select)\b.*?</\1>", "", dora.get(PAGE).content.decode(), flags=re.DOTALL)
    assert re.findall(r"\b(?:scores?|index|rank(?:s|ed|ing)?|overall|best|worst)\b", main, re.IGNORECASE) == []


def test_years_after_the_chosen_one_are_not_on_the_page(dora: Client) -> None:
    picture = picture_of(dora, "/d/00300000/summary/?year=2020-21")
    years = {point.school_year for column in picture.columns for line in column.lines for point in line.points}
    assert max(years) == "2020-21"


def test_a_dimension_without_figures_says_so(dora: Client) -> None:
    nothing = {column.dimension.id: column.nothing for column in picture_of(dora).columns}
    assert nothing == {
        "experience": "",
        "preparation": "",
        "effectiveness": "Effectiveness: there are no figures for 2021-22 (not submitted). "
        "That is no sign that all is well.",
    }


def test_charts_tell_their_figures_in_words(dora: Client) -> None:
    line = picture_of(dora).columns[0].lines[0]
    rates = [(point.school_year, *(f"{rate:.1%}" for rate in point.rates if rate is not None)) for point in line.points]
    told = "; ".join(f"{year} district {own}, state {state}" for year, own, state in rates)
    assert line.chart_words == f"Chart: Inexperienced teachers. {told}."
    assert escape(line.chart_words) in dora.get(PAGE).content.decode()


def test_a_district_without_figures_is_told_so_and_has_no_pdf(dora: Client) -> None:
    assert dora.get("/d/00300000/summary/?year=1999-00").status_code == 200
    with across_districts(reason="tests: nothing is there"):
        DistrictValue.objects.filter(district__org_code="00300000").delete()
        DistrictGap.objects.filter(district__org_code="00300000").delete()
    assert "There are no figures of Westbrook for 2021-22." in dora.get(PAGE).content.decode()
    assert pages_of(dora.get(PDF).content) == 1


# The PDF


FONT = re.compile(rb"/BaseFont/[A-Z]{6}\+([A-Za-z-]+)")


def pages_of(pdf: bytes) -> int:
    """As the tree of pages counts them."""
    return int(re.findall(rb"/Type/Pages/Count (\d+)", pdf)[0])


def title_of(pdf: bytes) -> str:
    """As its description has it."""
    found = re.findall(rb"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", pdf, re.DOTALL)
    return unescape(found[0].decode())


def texts_of(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list | tuple):
        for one in data.values() if isinstance(data, dict) else data:
            yield from texts_of(one)


def test_the_pdf_is_one_tagged_page_of_us_letter_with_a_language_and_a_title(dora: Client, clear: Any) -> None:
    answer = dora.get(PDF)
    pdf = answer.content
    told = (answer["Content-Type"], answer["Content-Disposition"])
    assert told == ("application/pdf", 'attachment; filename="00300000-2021-22.pdf"')
    assert (pages_of(pdf), title_of(pdf)) == (1, "Westbrook in brief, 2021-22")
    marks = (b"/MediaBox[0 0 612 792]", b"/Marked true", b"/Lang(en-US)", b"<pdfuaid:part>1</pdfuaid:part>")
    assert [mark for mark in marks if mark not in pdf] == []
    assert set(FONT.findall(pdf)) == {b"PublicSans-Bold", b"PublicSans-Regular"}


def test_each_chart_of_the_pdf_has_its_words(dora: Client) -> None:
    charts = [line.chart_words for column in picture_of(dora).columns for line in column.lines if line.spec]
    pdf = dora.get(PDF).content
    assert charts
    assert [words for words in charts if f"/Alt({words})".encode() not in pdf] == []
    assert pdf.count(b"/S/Figure") == len(charts)


def test_the_pdf_says_what_the_page_says(dora: Client, clear: Any) -> None:
    picture, page = picture_of(dora), dora.get(PAGE).content.decode()
    told = set(texts_of(data_of(picture)))
    sentences = {*picture.who, *picture.better, picture.where, *(place.sentence for place in picture.places)}
    lines = [line for column in picture.columns for line in column.lines]
    sentences |= {line.sentence for line in lines} | {column.nothing for column in picture.columns}
    sentences |= {one.text for column in picture.columns for one in column.dimension.questions}
    whole = " ".join(told)
    assert [one for one in sentences if one not in whole or escape(one) not in page] == []
    numbers = set(re.findall(r"(?<![\w.])[−\d][\d.,]*(?:%| points?\b)", " ".join(texts_of(data_of(picture)["rows"]))))
    assert numbers
    assert [number for number in numbers if number not in page] == []


def test_the_same_figures_give_the_same_bytes(dora: Client, clear: Any) -> None:
    assert dora.get(PDF).content == dora.get(PDF).content


@pytest.mark.parametrize(
    "name",
    ["#{panic()} *x* _y_ $a$ @b <c> [d] ~ -- //", "\\#import \"x\" `y` = 'z' + - / end", "Ünïon & Ελλάς – “A”"],
    ids=["markup", "code", "letters"],
)
def test_a_name_is_text_whatever_stands_in_it(dora: Client, west: Tenant, clear: Any, name: str) -> None:
    rename(west, name)
    pdf = dora.get(PDF).content
    assert (pages_of(pdf), title_of(pdf)) == (1, f"{name} in brief, 2021-22")


def test_a_name_is_text_on_the_page_too(dora: Client, west: Tenant, clear: Any) -> None:
    rename(west, 'A & "B" <i>')
    page = dora.get(PAGE).content.decode()
    assert "&amp;amp;" not in page
    assert "<i>" not in page
    assert page.count(escape('A & "B" <i>')) >= 4


def test_what_the_fonts_do_not_have_is_a_box(dora: Client, west: Tenant) -> None:
    rename(west, "Schule \U0001f392 \u5b66")
    assert title_of(dora.get(PDF).content) == "Schule ☐ ☐ in brief, 2021-22"


def rename(west: Tenant, name: str) -> None:
    with across_districts(reason="tests: a name"):
        District.objects.filter(pk=west.district.pk).update(name=name)
        School.objects.filter(district=west.district).update(name=name)


def test_the_longest_names_and_all_there_can_be_stand_on_one_page(dora: Client, west: Tenant, clear: Any) -> None:
    name = "The Northern Regional Vocational and Technical School District of the Upper Valley " * 3
    rename(west, name[:200].strip())
    found = picture_of(dora)
    columns = tuple(
        replace(column, lines=(column.lines[0],) * 4, nothing=found.columns[2].nothing) for column in found.columns
    )
    sentences = (found.places[0].sentence, *found.who) * 2
    longest = replace(
        found,
        who=sentences[:6],
        better=sentences[:6],
        places=(found.places[0],) * 3,
        columns=columns,
        beside=(found.columns[0].lines[0],) * len(BESIDE),
    )
    assert pages_of(picture_pdf(longest)) == 1


# Whose it is


def test_reads_of_the_page_and_its_pdf_are_the_same_and_one_more_where_there_is_a_place_to_look_at(
    dora: Client, cast: Cast, clear: Any
) -> None:
    assert [reads(dora, path) for path in (PAGE, PDF)] == [21, 21]
    dora.force_login(cast.agency.person("ese_analyst"))
    assert [reads(dora, f"{STATES}{kind}?year=2021-22") for kind in ("/", ".pdf")] == [21, 21]


def test_a_school_leader_and_members_of_other_districts_get_neither(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("school_leader"))
    assert [client.get(f"/d/00100000/summary{kind}").status_code for kind in ("/", ".pdf")] == [403, 403]
    client.force_login(cast.north.person("district_admin"))
    assert [client.get(path).status_code for path in (PAGE, PDF, f"{STATES}/", f"{STATES}.pdf")] == [404] * 4


def test_what_is_not_certified_is_marked_on_the_page_and_in_the_pdf(dora: Client, west: Tenant) -> None:
    certified = data_of(picture_of(dora))
    with across_districts(reason="tests: a figure that nobody has certified"):
        DistrictValue.objects.filter(district=west.district, measure="T_EXP_LT3", school_year=2022).update(
            is_preliminary=True
        )
    preliminary, page = data_of(picture_of(dora)), dora.get(PAGE).content.decode()
    assert (certified["preliminary"], preliminary["preliminary"]) == (False, True)
    assert "Preliminary figures" in page
    marked = [cell["lines"][0] for row in preliminary["rows"] for cell in row if cell["lines"][0].endswith(" p")]
    assert len(marked) == 1
    assert "not all certified" in preliminary["source"]
    assert "nothing here waits for certification" in certified["source"]
    assert pages_of(dora.get(PDF).content) == 1


def test_the_last_run_that_changed_a_figure_of_the_page_is_named(dora: Client) -> None:
    told = "These figures last changed in run 1 of November 20, 2026."
    assert told in data_of(picture_of(dora))["source"]
    assert told in dora.get(PAGE).content.decode()


def test_the_pdf_names_the_day_that_the_page_names(dora: Client) -> None:
    """Late in the evening here it is the next day in UTC."""
    with across_districts(reason="tests: a run that ended late"):
        Run.objects.update(finished_at=dt.datetime(2026, 11, 21, 2, 30, tzinfo=dt.UTC))
    told = "These figures last changed in run 1 of November 20, 2026."
    assert told in data_of(picture_of(dora))["source"]
    assert told in dora.get(PAGE).content.decode()


def test_a_districts_page_and_the_navigation_lead_to_it(dora: Client) -> None:
    page = dora.get("/d/00300000/?year=2020-21").content.decode()
    links = re.findall(r'href="(/d/00300000/summary/[^"]*)"', page)
    assert sorted(links) == ["/d/00300000/summary/", "/d/00300000/summary/?year=2020-21"]
