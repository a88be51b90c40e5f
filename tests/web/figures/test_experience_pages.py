"""Pages on students' experiences: sentence, chart and tables for each reader, and nothing of whom they may not see."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from typing import Any

import polars as pl
import pytest
from django.test import Client

from districts.wall import across_districts
from monitoring.analysis.experiences.compared import compared
from monitoring.analysis.experiences.protection import for_a_school
from monitoring.intake.models import Snapshot
from monitoring.results.experiences.lacking import NEEDED
from monitoring.results.experiences.packing import packed, unpacked
from monitoring.results.experiences.stored import Kind
from monitoring.results.experiences.table import COLUMNS, as_table
from monitoring.results.models import ExperienceReport, ExperienceTable, SharedExperiences
from tests.districts.cast import Cast, Tenant
from tests.intake.collecting import stands
from tests.results.reports_of_experiences import set_aside
from tests.web.figures.test_results_pages import unlinked_figures
from tests.web.reads import reads

OWN, SCHOOL = "/d/00100000/experiences/", "/d/00100000/schools/00100001/experiences/"
SMALL = "/d/00100000/schools/00100003/experiences/"
OF_ESE = "/state/districts/00100000/experiences/"
DISTRICT = {
    OWN: 17,
    f"{OWN}schools/": 16,
    f"{OWN}classes/": 16,
    SCHOOL: 16,
    f"{SCHOOL}classes/": 17,
    f"{OWN}?year=2018-19": 15,
    "/d/00100000/experiences.csv": 14,
    "/d/00100000/experiences.xlsx": 14,
}
OF_SCHOOL = "/d/00100000/schools/00100001/experiences"
LEADER = {SCHOOL: 16, f"{SCHOOL}classes/": 16, f"{OF_SCHOOL}.csv": 15, f"{OF_SCHOOL}.xlsx": 15}
STATE = {OF_ESE: 19, f"{OF_ESE}schools/": 18, "/state/districts/00100000/schools/00100001/experiences/": 18}


def as_member(client: Client, tenant: Tenant, role: str = "certifier") -> Client:
    client.force_login(tenant.person(role))
    return client


def told(client: Client, path: str) -> str:
    page = client.get(path, follow=True)
    assert page.status_code == 200, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def stored(kind: str, window: int, model: Any = ExperienceTable, code: str = "00100000") -> pl.DataFrame:
    with across_districts(reason="tests: rows of a report"):
        row = model.objects.get(
            district__org_code=code, report__school_year=2022, window=window, kind=kind, report__is_certified=True
        )
    return unpacked(row.rows)


@pytest.mark.parametrize(
    ("whose", "role", "counts"),
    [("north", "certifier", DISTRICT), ("north", "school_leader", LEADER), ("agency", "ese_analyst", STATE)],
)
def test_the_pages_ask_the_database_a_fixed_number_of_times(
    cast: Cast, west: Tenant, client: Client, whose: str, role: str, counts: dict[str, int]
) -> None:
    as_member(client, getattr(cast, whose), role)
    assert {path: reads(client, path) for path in counts} == counts


def test_a_districts_page_says_first_what_its_students_met_and_what_the_rule_says(
    cast: Cast, west: Tenant, client: Client
) -> None:
    page = as_member(client, cast.north).get(OWN)
    (row,) = (
        one
        for one in compared(stored(Kind.DISTRICT, 3))
        if (one.category_id, one.group_id) == ("T_EXP_LT1", "low_income")
    )
    assert page.context["row"] == row
    text = told(client, OWN)
    first = page.context["sentences"][0]
    assert first.startswith("Low-income students met a first-year teacher in ")
    assert text.index("Low-income students met") < text.index("Show") < text.index("What this rests on")
    assert (row.ratio or 0) >= 1.5
    assert "this is one." in text
    assert [line.row.group_id for line in page.context["groups"]][:2] == ["low_income", "students_of_color"]
    assert len(page.context["categories"]) == 7


def test_the_parts_of_a_gap_add_up_as_they_are_shown(cast: Cast, west: Tenant, client: Client) -> None:
    lies = as_member(client, cast.north).get(OWN).context["lies"]
    *parts, whole = (float(told.split()[0].replace("\u2212", "-")) for _, told in lies.parts)
    assert round(sum(parts), 1) == whole
    assert lies.sentence.startswith("Of a gap of")


def test_every_rate_leads_to_its_classes_or_to_what_it_rests_on(cast: Cast, west: Tenant, client: Client) -> None:
    for tenant, role, paths in (
        (cast.north, "certifier", (OWN, f"{OWN}schools/", SCHOOL)),
        (cast.agency, "ese_analyst", tuple(STATE)),
    ):
        as_member(client, tenant, role)
        pages = {path: client.get(path).content.decode() for path in paths}
        assert {path: unlinked_figures(page) for path, page in pages.items()} == {path: [] for path in paths}
    assert "/classes/" not in client.get(OF_ESE).content.decode()
    body = as_member(client, cast.north).get(f"{OWN}?measure=T_UNQ").content.decode()
    measures = set(re.findall(r"experiences/classes/\?[^\"]*measure=(\w+)", body))
    assert measures == {"T_UNQ", "T_EXP_LT1", "T_EXP_LT3", "T_OOF"}  # absence and ratings are not told by class


def test_a_principal_comes_to_the_own_schools_page_in_one_click(cast: Cast, west: Tenant, client: Client) -> None:
    as_member(client, cast.north, "school_leader")
    start = client.get("/", follow=True)
    (link,) = set(re.findall(r'href="([^"]*/d/00100000/experiences/)"', start.content.decode()))
    page = client.get(link, follow=True)
    assert page.redirect_chain == [(SCHOOL, 302)]
    assert page.content.decode().count('aria-current="true"><span>Experiences') == 1
    assert client.get(SMALL).status_code == 403
    assert client.get(f"{OWN}schools/").status_code == 403


def test_a_principal_sees_of_the_district_only_what_tells_nothing_of_the_other_schools(
    cast: Cast, west: Tenant, client: Client
) -> None:
    as_member(client, cast.north, "school_leader")
    page = client.get(SCHOOL)
    beside = {line.row.category_id: line.beside for line in page.context["categories"]}
    assert beside["T_UNQ"].reason == "suppressed"  # nobody is unqualified: fewer than three teachers are
    assert beside["T_UNQ"].focal_having is None
    whole = {line.row.category_id: line.beside for line in _as_admin(client, cast).get(SCHOOL).context["categories"]}
    assert whole["T_UNQ"].focal_having == 0


def _as_admin(client: Client, cast: Cast) -> Client:
    return as_member(client, cast.north, "certifier")


def test_the_agency_sees_what_is_shared_and_no_classes(cast: Cast, west: Tenant, client: Client) -> None:
    own = as_member(client, cast.north).get(f"{OWN}schools/").context["schools"]
    as_member(client, cast.agency, "ese_analyst")
    seen = client.get(f"{OF_ESE}schools/").context["schools"]
    small = {line.row.org_code for line in seen if line.row.reason == "suppressed"}
    assert "00100003" in small
    assert {line.row.org_code for line in own if line.row.reason == "suppressed"} == set()
    assert [client.get(path).status_code for path in (f"{OF_ESE}classes/", f"{OWN}classes/", f"{OWN}classes.csv")] == [
        404
    ] * 3


def test_a_report_that_is_not_certified_is_the_districts_alone_and_says_so(
    cast: Cast, west: Tenant, client: Client
) -> None:
    with across_districts(reason="tests: a report of files that wait"):
        ExperienceReport.objects.filter(district=cast.north.district).update(is_certified=False)
        SharedExperiences.objects.filter(district=cast.north.district).delete()
    page = as_member(client, cast.north).get(OWN)
    assert "Preliminary figures" in page.content.decode()
    assert 'class="preliminary"' in page.content.decode()
    text = told(as_member(client, cast.agency, "ese_analyst"), OF_ESE)
    assert "There is no report" in text
    assert "once the district has certified these" in text


def test_a_correction_that_waits_for_certification_does_not_take_the_pages_a_year_back(
    cast: Cast, west: Tenant, client: Client
) -> None:
    with across_districts(reason="tests: a correction in the place of a certified report"):
        of_north = ExperienceReport.objects.filter(district=cast.north.district, school_year=2022)
        certified = of_north.get()
        tables = list(ExperienceTable.objects.filter(report=certified))
        of_north.update(is_current=False)
        certified.pk, certified.is_certified, certified.is_current = uuid.uuid4(), False, True
        certified.save(force_insert=True)
        for one in tables:
            one.pk, one.report = None, certified
            one.save(force_insert=True)
    page = as_member(client, cast.north).get(OWN)
    assert (page.context["choice"].year, page.context["choice"].newer) == (2022, None)
    assert page.context["report"].pk == certified.pk
    assert "Preliminary figures" in page.content.decode()
    assert as_member(client, cast.agency, "ese_analyst").get(OF_ESE).context["choice"].year == 2022


def test_where_there_is_no_report_the_page_says_what_is_missing(cast: Cast, west: Tenant, client: Client) -> None:
    steward = told(as_member(client, cast.north, "district_steward"), f"{OWN}?year=2018-19")
    assert "There is no report for 2018-19" in steward
    assert all(title in steward for title in ("Students", "schedules", "assignments"))
    assert "Upload a file" in steward
    assert "Upload a file" not in told(as_member(client, cast.north), f"{OWN}?year=2018-19")


def test_a_report_that_was_set_aside_is_not_said_to_be_computed(cast: Cast, west: Tenant, client: Client) -> None:
    path, computed = f"{OWN}?year=2018-19", "The files are there, and the report is being computed."
    for dataset in NEEDED:
        stands(cast.north, dataset)
    with across_districts(reason="tests: files of that year"):
        Snapshot.objects.filter(district=cast.north.district, dataset__in=NEEDED).update(school_year=2019)
    assert computed in told(as_member(client, cast.north), path)
    set_aside(cast.north)
    why = (
        "could not be computed from the files accepted last. It needed more memory than there is. (memory) It is tried"
    )
    text = told(client, path)
    assert (computed in text, f"it {why}" in text) == (False, True)
    as_member(client, cast.agency, "ese_analyst")
    for page in (f"{OF_ESE}?year=2018-19", "/state/experiences/?year=2018-19"):
        assert f"figures {why}" in told(client, page)
    as_member(client, cast.south)
    assert "memory" not in told(client, "/d/00200000/experiences/?year=2018-19")


def test_files_hold_the_report_as_its_reader_sees_it(cast: Cast, west: Tenant, client: Client) -> None:
    parts = {model: windows(Kind.DISTRICT, Kind.SCHOOLS, model=model) for model in (ExperienceTable, SharedExperiences)}
    kinds = dict.fromkeys(("org_code", "school_year", "measure", "group"), pl.String)
    for tenant, role, path, model in (
        (cast.north, "certifier", "/d/00100000/experiences", ExperienceTable),
        (cast.agency, "ese_analyst", "/state/districts/00100000/experiences", SharedExperiences),
    ):
        as_member(client, tenant, role)
        found = pl.read_csv(client.get(f"{path}.csv").content, schema_overrides=kinds, infer_schema_length=None)
        expected = as_table(parts[model])
        assert found.columns == list(COLUMNS)
        for name in ("org_code", "history", "ratio", "reason", "focal_having"):
            assert found[name].to_list() == expected[name].to_list(), name
        book = zipfile.ZipFile(io.BytesIO(client.get(f"{path}.xlsx").content))
        sheets = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        assert sheets == ["About", "One year", "Three years", "Five years"]
        some = expected.filter(pl.col("reason").is_null() | (pl.col("reason") == "reference_zero"))
        for number, window in enumerate((1, 3, 5), start=2):
            lines = book.read(f"xl/worksheets/sheet{number}.xml").decode().count("<row ")
            assert lines == some.filter(history=window).height + 1
        about = book.read("xl/sharedStrings.xml").decode()
        assert ("for the district alone" in about) == (model is ExperienceTable)
    assert as_member(client, cast.north, "school_leader").get("/d/00100000/experiences.csv").status_code == 403


def windows(*kinds: str, model: Any = ExperienceTable) -> pl.DataFrame:
    return pl.concat(stored(kind, window, model) for window in (1, 3, 5) for kind in kinds)


def of_a_school_as_a_table(reader: str) -> pl.DataFrame:
    """The school and its district in all windows, for its leader, a member of the district or the agency."""
    model = SharedExperiences if reader == "ese_analyst" else ExperienceTable
    whole, schools = windows(Kind.DISTRICT, model=model), windows(Kind.SCHOOLS, model=model)
    own = schools.filter(org_code="00100001")
    return as_table(pl.concat([for_a_school(whole, own) if reader == "school_leader" else whole, own]))


@pytest.mark.parametrize(
    ("whose", "reader", "base"),
    [
        ("north", "school_leader", "/d/00100000"),
        ("north", "certifier", "/d/00100000"),
        ("agency", "ese_analyst", "/state/districts/00100000"),
    ],
)
def test_files_of_a_school_hold_it_and_its_district_as_the_reader_sees_them_and_no_other_school(
    cast: Cast, west: Tenant, client: Client, whose: str, reader: str, base: str
) -> None:
    as_member(client, getattr(cast, whose), reader)
    address = f"{base}/schools/00100001/experiences"
    expected, answer = of_a_school_as_a_table(reader), client.get(f"{address}.csv")
    assert answer.content.decode() == expected.write_csv()
    assert set(expected["org_code"]) == {"00100000", "00100001"}
    assert answer["Content-Disposition"] == 'attachment; filename="experiences-00100001-2021-22.csv"'
    book = zipfile.ZipFile(io.BytesIO(client.get(f"{address}.xlsx").content))
    some = expected.filter(pl.col("reason").is_null() | ~pl.col("reason").is_in(["zero_denominator", "suppressed"]))
    lines = [book.read(f"xl/worksheets/sheet{number}.xml").decode().count("<row ") for number in (2, 3, 4)]
    assert lines == [some.filter(history=window).height + 1 for window in (1, 3, 5)]
    about = book.read("xl/sharedStrings.xml").decode()
    assert "00100002" not in about
    assert ("Of the school nothing is left out" in about) == (reader == "school_leader")
    assert f"{address}.csv?" in client.get(f"{address}/").content.decode()


def test_a_principals_file_tells_of_the_district_less_than_the_districts_own(
    cast: Cast, west: Tenant, client: Client
) -> None:
    as_member(client, cast.north, "school_leader")
    hidden = of_a_school_as_a_table("school_leader").filter(reason="suppressed")
    assert set(hidden["org_code"]) == {"00100000"}
    assert of_a_school_as_a_table("certifier").filter(reason="suppressed").is_empty()
    assert client.get("/d/00100000/schools/00100003/experiences.csv").status_code == 403
    assert client.get(f"{OF_SCHOOL}.csv?history=4").status_code == 404
    assert client.get(f"{OF_SCHOOL}.xlsx?year=2018-19").status_code == 404


def test_there_is_no_file_of_a_school_where_nobody_was_in_october(cast: Cast, west: Tenant, client: Client) -> None:
    with across_districts(reason="tests: a school without students"):
        for one in ExperienceTable.objects.filter(district=cast.north.district, kind=Kind.SCHOOLS):
            rows = unpacked(one.rows).filter(pl.col("org_code") != "00100001")
            ExperienceTable.objects.filter(pk=one.pk).update(rows=packed(rows))
    assert as_member(client, cast.north, "school_leader").get(f"{OF_SCHOOL}.csv").status_code == 404


def test_weighed_and_as_edwin_has_it_are_ones_own_choice(cast: Cast, west: Tenant, client: Client) -> None:
    as_member(client, cast.north)
    plain, shares = (client.get(f"{OWN}?counting={one}").context["row"] for one in ("class", "share"))
    assert plain.ratio_low is not None or plain.interval_reason
    assert (shares.ratio_low, shares.interval_reason) == (None, None)
    with across_districts(reason="tests: others met none"):
        table = ExperienceTable.objects.get(
            district=cast.north.district, report__school_year=2022, window=3, kind=Kind.DISTRICT
        )
        rows = unpacked(table.rows)
        is_it = (pl.col("category_id") == "T_EXP_LT1") & (pl.col("group_id") == "low_income")
        nothing = {
            "ratio": None,
            "is_gap": None,
            "reason": "reference_zero",
            "reference_having": 0,
            "reference_rate": 0.0,
        }
        table.rows = packed(
            rows.with_columns(pl.when(is_it).then(pl.lit(v)).otherwise(n).alias(n) for n, v in nothing.items())
        )
        table.save(update_fields=["rows"])
    assert client.get(OWN).context["row"].ratio is None
    assert "no other student did, so that there is no ratio" in told(client, OWN)
    edwin = client.get(f"{OWN}?compat=edwin").context["row"]
    assert edwin.is_gap


def test_why_there_is_nothing_to_compare_is_said_as_it_is(cast: Cast, west: Tenant, client: Client) -> None:
    text = told(as_member(client, cast.north), f"{OWN}?group=homeless")
    assert "there is nothing to compare, for there are no students of the group." in text
    rows = client.get(f"{OWN}?group=homeless").context
    lacking = [line for line in (*rows["groups"], *rows["categories"]) if line.row.focal_students == 0]
    assert text.count(" no students of the group ") == len(lacking) > len(rows["categories"])


def test_what_rests_on_few_teachers_is_counted_among_all_ratios(cast: Cast, west: Tenant, client: Client) -> None:
    page = as_member(client, cast.north).get(f"{OWN}schools/")
    assert page.context["chart"].sentence == (
        "2 of 3 ratios are 1.5 or more, which the state calls an equity gap. All 3 rest on few teachers."
    )


def test_what_is_not_there_is_said_to_be_so(cast: Cast, west: Tenant, client: Client) -> None:
    text = told(as_member(client, cast.north), f"{OWN}?measure=T_TURN&group=nobody&history=4")
    assert [word for word in ("“T_TURN”", "“nobody”", "“4”") if word not in text] == []
    assert client.get("/d/00100000/experiences.csv?history=4").status_code == 404
