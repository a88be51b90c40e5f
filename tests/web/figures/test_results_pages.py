"""Every page over the results renders for those it is for, with a fixed number of reads, under the content policy."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from districts.wall import across_districts
from monitoring.analysis.groups import GROUPS
from monitoring.results.models import (
    DistrictBand,
    DistrictGap,
    DistrictValue,
    Run,
    SchoolBand,
    SchoolValue,
    StateGap,
    StateValue,
)
from monitoring.results.queries.years_to_see import years_to_see
from tests.districts.cast import Cast, Tenant
from tests.web.reads import reads
from tests.web.stored_state import YEARS

GAP = "2021-22/1/T_EXP_LT3/low_income/"
VALUE = "2021-22/1/T_EXP_LT3/"
# Addresses of ESE, and how often each asks the database; of these, signing in and opening the scope are OF_THE_STACK.
OF_THE_STACK = {"state": 12, "district": 11}
MOST = 8  # of a page's own
STATE = {
    "/state/": 17,
    "/state/explore/": 20,
    "/state/explore/?place=district-00300000": 19,
    "/state/explore/?group=english_learners&year=2021-22": 17,
    "/state/explore/?place=title1": 20,
    "/state/levels/": 14,
    "/state/across-districts/": 16,
    "/state/values/": 14,
    "/state/tables/": 15,
    "/state/tables/?table=3": 15,
    "/state/tables/?table=5": 15,
    "/state/tables/?table=6": 15,
    "/state/districts/": 16,
    "/state/experiences/": 18,
    "/state/runs/": 19,
    "/state/runs/1/": 18,
    "/state/measures/T_EXP_LT3/": 15,
    f"/state/gaps/Q/state/state/{GAP}": 18,
    f"/state/gaps/E/title1/state/{GAP}": 18,
    f"/state/values/{VALUE}": 17,
    "/state/districts/00300000/": 20,
    "/state/districts/00300000/summary/": 19,
    "/state/districts/00300000/experiences/": 19,
    "/state/districts/00300000/schools/00300001/": 19,
    f"/state/districts/00300000/gaps/{GAP}": 19,
    f"/state/districts/00300000/values/{VALUE}": 18,
    f"/state/districts/00300000/schools/00300001/values/{VALUE}": 17,
}
DISTRICT = {
    "/d/00100000/": 18,
    "/d/00100000/summary/": 18,
    "/d/00100000/experiences/": 17,
    "/d/00100000/explore/": 19,
    "/d/00100000/explore/?place=title1": 19,
    "/d/00100000/state/": 13,
    "/d/00100000/state/tables/": 13,
    "/d/00100000/state/tables/?table=5": 12,
    "/d/00100000/state/tables/?table=6": 13,
    "/d/00100000/measures/T_TURN/": 14,
    "/d/00100000/schools/00100001/": 17,
    f"/d/00100000/state/gaps/Q/state/state/{GAP}": 16,  # of too few districts: no figure, no files
    f"/d/00100000/state/values/{VALUE}": 16,
    f"/d/00100000/values/{VALUE}": 16,
    f"/d/00100000/schools/00100001/values/{VALUE}": 15,
    "/d/00100000/schools/00100001/shares/2021-22/low_income/": 14,
}
OPEN = ["/measures/", "/measures/T_OOF_80/", "/measures/SAL_AVG/", "/rules/", "/plan/"]


def test_the_states_pages_ask_the_database_a_fixed_number_of_times(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    assert {path: reads(client, path) for path in STATE} == STATE


def test_a_districts_pages_ask_the_database_a_fixed_number_of_times(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("certifier"))
    assert {path: reads(client, path) for path in DISTRICT} == DISTRICT


def test_no_page_asks_the_database_more_often_than_it_may() -> None:
    counts = {"state": STATE, "district": DISTRICT}
    assert {whose: max(counts[whose].values()) - base for whose, base in OF_THE_STACK.items()} == {
        "state": MOST,
        "district": MOST,
    }


def unlinked_figures(page: str) -> list[str]:
    """Percentages and points in cells of tables that lead nowhere; what stands small beside a figure goes with it."""
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    bare = [re.sub(r'<a class="figure-link".*?</a>|<span class="(?:n|why)">.*?</span>', "", cell) for cell in cells]
    return [cell.strip() for cell in bare if re.search(r"\d%|\d points", cell)]


def test_every_figure_on_a_page_leads_to_where_it_comes_from(cast: Cast, west: Tenant, client: Client) -> None:
    for person, paths in (("ese_analyst", STATE), ("certifier", DISTRICT)):
        client.force_login((cast.agency if paths is STATE else cast.north).person(person))
        found = {path: unlinked_figures(client.get(path).content.decode()) for path in paths}
        assert {path: cells for path, cells in found.items() if cells} == {}
    assert unlinked_figures('<td class="num">12.5%<span class="n">of 8</span></td>') == ["12.5%"]


def test_figures_of_a_comparison_that_rests_on_few_districts_are_the_agencys_alone(
    cast: Cast, west: Tenant, client: Client
) -> None:
    with across_districts(reason="tests: comparisons with few districts at an end"):
        rows = StateGap.objects.filter(school_year=2022, window="1", measure="T_EXP_LT3", group="low_income")
        ends = {(gap.scope, gap.partition): gap.difference for gap in rows}
        few = [(gap.scope, gap.partition) for gap in rows if gap.seen_by == "agency"]
        assert few
        method = dict(rows.values_list("scope", "method"))
    asked = {place: f"gaps/{method[place[0]]}/{place[0]}/{place[1]}/{GAP}" for place in ends}
    client.force_login(cast.north.person("certifier"))
    shown = {place: client.get(f"/d/00100000/state/{path}").context["result"] for place, path in asked.items()}
    assert {place for place, gap in shown.items() if gap.reason == "too_few_districts"} == set(few)
    assert {(shown[place].focal_rate, shown[place].all_numerator, shown[place].difference) for place in few} == {
        (None, None, None)
    }
    client.force_login(cast.agency.person("ese_analyst"))
    seen = {place: client.get(f"/state/{path}").context["result"].difference for place, path in asked.items()}
    assert seen == ends


def test_a_gaps_page_lists_who_takes_no_part_and_why(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    parts = client.get(f"/state/gaps/Q/state/state/{GAP}").context["parts"]
    with across_districts(reason="tests: who takes part"):
        bands = SchoolBand.objects.filter(school_year=2022, group="low_income", scope="state").exclude(band="middle")
        expected = sorted(bands.values_list("school__name", "band", "left_out_reason"))
    assert sorted((part.name, part.band, part.left_out_reason) for part in parts) == expected
    with across_districts(reason="tests: two of them, and one of a district's, are without a figure"):
        figures = SchoolValue.objects.filter(school_year=2022, window="1", measure="T_EXP_LT3")
        nothing = {"numerator": None, "denominator": None, "rate": None, "reason": "not_submitted"}
        figures.filter(school__in=[part.school for part in parts[:2]]).update(**nothing)
    paths = (f"/state/gaps/Q/state/state/{GAP}", f"/state/gaps/D/districts/state/{GAP}")
    captions = [client.get(path).content.decode() for path in paths]
    assert f"{len(parts)} schools, {len(parts) - 2} of them with a figure" in captions[0]
    assert re.search(r"\d districts, all with a figure", captions[1])
    ends = [part.band for part in parts]
    assert ends == sorted(ends, key=["focal", "reference", "left_out"].index)


@pytest.mark.slow
def test_a_district_without_comparisons_is_told_why(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("certifier"))
    own = {"district": cast.north.district, "school_year": 2022}
    others = {**own, "school__in": cast.north.schools[1:]}

    def told() -> list[str]:
        page = client.get("/d/00100000/?year=2021-22").content.decode()
        reasons = (
            "too few schools with known student shares",
            "No student shares of its schools were sent for 2021-22",
        )
        return [reason for reason in (*reasons, "The district has one school, so") if reason in page]

    with across_districts(reason="tests: a district with few schools"):
        DistrictGap.objects.filter(**own).delete()
    few = told()
    with across_districts(reason="tests: without shares"):
        SchoolBand.objects.filter(**own).update(share=None)
    unknown = told()
    with across_districts(reason="tests: with one school"):
        for model in (SchoolBand, SchoolValue):
            model.objects.filter(**others).delete()
    assert [few, unknown, told()] == [
        ["too few schools with known student shares"],
        ["No student shares of its schools were sent for 2021-22"],
        ["The district has one school, so"],
    ]


def test_a_schools_share_leads_to_its_file(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("school_leader"))
    share = "/d/00100000/schools/{}/shares/2021-22/low_income/"
    page = client.get(share.format("00100001"))
    assert [origin.row for origin in page.context["provenance"].origins] == [page.context["result"].source_rows[0]]
    assert "School enrollment" in page.content.decode()
    assert client.get(share.format("00100002")).status_code == 403


def test_a_share_says_who_was_counted_in_its_year(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("school_leader"))
    versions = GROUPS["low_income"].versions
    for year, version in (("2020-21", versions[1]), ("2021-22", versions[2])):
        page = client.get(f"/d/00100000/schools/00100001/shares/{year}/low_income/").content.decode()
        told = [one.definition for one in versions if escape(one.definition) in page]
        assert told == [version.definition]


def test_more_schools_do_not_mean_more_reads(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    assert reads(client, "/state/districts/00300000/") == reads(client, "/state/districts/00100000/")


def test_definitions_rules_and_the_plan_are_open_to_everyone(db: None, client: Client) -> None:
    assert {path: client.get(path).status_code for path in OPEN} == dict.fromkeys(OPEN, 200)


def test_every_page_carries_the_content_policy(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    policy = client.get("/state/")["Content-Security-Policy"]
    assert sorted(policy.split("; ")) == [
        "base-uri 'none'",
        "default-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "object-src 'none'",
    ]


def test_a_chart_is_data_and_no_script(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    page = client.get("/state/explore/").content.decode()
    inline = [tag for tag in re.findall(r"<script[^>]*>", page) if "src=" not in tag]
    names = ("trend", "rates", "groups", "measures")
    assert inline == [f'<script id="{name}-spec" type="application/json">' for name in names]


def test_what_was_not_submitted_and_what_is_withheld_say_so(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    south = client.get("/state/districts/00200000/").content.decode()
    state = client.get("/state/").content.decode()
    assert "Not submitted for 2021-22" in south
    assert "for 3 of 3 schools: principal turnover (3 schools), teacher turnover (3 schools)." in south
    assert "withheld until a question about the file’s columns is settled" in state.replace("&#x27;", "’")


def test_ese_finds_a_district_by_name_or_code_and_those_without_figures(
    cast: Cast, west: Tenant, client: Client
) -> None:
    client.force_login(cast.agency.person("ese_analyst"))

    def codes(query: str) -> list[str]:
        return [line.district.org_code for line in client.get(f"/state/districts/?{query}").context["submissions"]]

    assert codes("") == ["00100000", "00200000", "00300000"]
    assert codes("named=NORTH") == codes("named=0010") == ["00100000"]
    assert codes("which=none") == []
    assert codes("which=measure&measure=T_EXP_LT3") == []
    assert codes("which=measure&measure=T_TURN&window=1") == ["00200000"]
    with across_districts(reason="tests: a district whose own figures are in none of the state's"):
        DistrictValue.objects.filter(district=west.district, measure="T_EXP_LT3").update(is_in_state=False)
    assert codes("which=measure&measure=T_EXP_LT3&window=1") == ["00300000"]
    other = "see the others"
    assert other in client.get("/state/measures/T_TURN/").content.decode()
    client.force_login(cast.north.person("certifier"))
    assert other not in client.get("/d/00100000/measures/T_TURN/").content.decode()
    client.force_login(cast.agency.person("ese_analyst"))
    with across_districts(reason="tests: a district that has not submitted"):
        nothing = {"numerator": None, "denominator": None, "rate": None, "reason": "not_submitted"}
        DistrictValue.objects.filter(district=cast.south.district).update(**nothing)
    assert codes("which=none") == ["00200000"]
    state = client.get("/state/").content.decode()
    assert "1 district has no figures to compare for 2021-22" in state
    assert "?year=2021-22" in state
    assert "No such district" in client.get("/state/districts/?named=nowhere").content.decode()


def test_a_district_with_nobody_to_count_or_nothing_asked_is_among_those_without_figures(
    cast: Cast, west: Tenant, client: Client
) -> None:
    with across_districts(reason="tests: districts without a figure of which nothing is missing"):
        nothing = {"numerator": None, "denominator": None, "rate": None, "reason": "zero_denominator"}
        DistrictValue.objects.filter(district=cast.south.district).update(**nothing)
        DistrictValue.objects.filter(district=west.district).delete()
    client.force_login(cast.agency.person("ese_analyst"))
    page = client.get("/state/districts/?which=none&year=2021-22")
    shown = [(line.district.org_code, line.figures, line.small, line.was_asked) for line in page.context["submissions"]]
    assert shown == [("00200000", 0, 6, True), ("00300000", 0, 0, False)]
    assert [page.content.decode().count(tag) for tag in (">No figures<", ">Nothing asked<")] == [1, 1]
    assert "2 districts have no figures to compare for 2021-22" in client.get("/state/?year=2021-22").content.decode()


def test_a_school_leader_sees_the_own_school_and_no_other(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("school_leader"))
    paths = ["/d/00100000/schools/00100001/", "/d/00100000/schools/00100002/", "/d/00100000/"]
    assert [client.get(path).status_code for path in paths] == [200, 403, 403]


def test_a_school_leader_sees_no_other_school_behind_a_number(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("school_leader"))
    shown = [client.get(path) for path in (f"/d/00100000/values/{VALUE}", f"/d/00100000/state/values/{VALUE}")]
    assert [page.context["parts"] for page in shown] == [[], []]
    assert client.get(f"/d/00100000/state/gaps/Q/state/state/{GAP}").status_code == 403


def test_behind_a_number_of_the_state_a_district_is_told_that_only_its_own_is_listed(
    cast: Cast, west: Tenant, client: Client
) -> None:
    own = f"only what belongs to {cast.north.district.name} is listed here"
    client.force_login(cast.north.person("certifier"))
    paths = (f"state/values/{VALUE}", f"state/gaps/Q/state/state/{GAP}", f"values/{VALUE}")
    assert [own in client.get(f"/d/00100000/{path}").content.decode() for path in paths] == [True, True, False]
    client.force_login(cast.agency.person("ese_analyst"))
    assert "is listed here" not in client.get(f"/state/values/{VALUE}").content.decode()


def test_an_address_that_names_nothing_known_is_not_there(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    paths = [
        "/measures/NOTHING/",
        "/state/values/2021-23/1/T_EXP_LT3/",
        "/state/values/2021-22/5/T_EXP_LT3/",
        "/state/districts/00000000/",
        "/state/districts/00300000/schools/00100001/",
        "/state/runs/99/",
    ]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


def test_a_choice_that_is_not_there_is_told_and_the_latest_year_shown(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    page = client.get("/state/?year=1999-00&window=nine&measure=NOTHING&group=nobody")
    assert "“1999-00”, “nine”, “NOTHING”, “nobody” are not among what there is here." in page.content.decode()
    assert "not among what there is" not in client.get("/state/?year=2021-22&group=").content.decode()
    selection = page.context["selection"]
    assert (selection.year, selection.window, selection.measure.id, selection.group.id) == (
        2022,
        "headline",
        "T_EXP_LT3",
        "low_income",
    )


@pytest.mark.parametrize(
    "little", [{"difference": None}, {"focal_schools": 1, "reference_schools": 0}], ids=["few gaps", "few schools"]
)
def test_a_year_with_nearly_nothing_can_be_chosen_and_is_nobodys_start_page(
    cast: Cast, west: Tenant, client: Client, little: dict[str, Any]
) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    with across_districts(reason="tests: a year that has only begun to come in"):
        gaps = StateGap.objects.filter(school_year=2022, window="1", difference__isnull=False)
        gaps.exclude(group="low_income").update(**little)
        Run.objects.update(years=years_to_see(YEARS))
    begins, chosen = (client.get(path).context["selection"] for path in ("/state/", "/state/?year=2021-22"))
    assert (begins.year, chosen.year, begins.years) == (2021, 2022, (2022, 2021, 2020, 2019))


def test_a_year_of_which_others_alone_sent_something_is_in_no_districts_list(
    cast: Cast, west: Tenant, client: Client
) -> None:
    nothing: dict[str, Any] = {"rate": None, "numerator": None, "denominator": None, "reason": "not_submitted"}
    with across_districts(reason="tests: a year that one district alone sent"):
        StateValue.objects.filter(school_year=2022).update(**nothing)
        DistrictValue.objects.filter(school_year=2022).exclude(district=west.district).update(**nothing)
        DistrictBand.objects.filter(school_year=2022).exclude(district=west.district).update(share=None)
        Run.objects.update(years=years_to_see(YEARS))
    years = []
    for person, path in (
        (cast.north.person("certifier"), "/d/00100000/"),
        (west.person("district_admin"), "/d/00300000/"),
        (cast.agency.person("ese_analyst"), "/state/"),
    ):
        client.force_login(person)
        years.append(client.get(path).context["selection"].years[0])
    assert years == [2021, 2022, 2022]


def test_a_school_that_no_file_names_any_more_reads_not_submitted(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("district_admin"))
    school, figure = "/d/00100000/schools/00100001/", {"school_year": 2022, "school__org_code": "00100001"}
    named = [line.measure.id for line in client.get(school).context["shown"].figures if line.measure.gap]
    nothing: dict[str, Any] = {
        "rate": None,
        "numerator": None,
        "denominator": None,
        "reason": "not_submitted",
        "years_used": [],
    }
    with across_districts(reason="tests: a school that is in no file of a year"):
        SchoolValue.objects.filter(**figure, measure__in=named).update(**nothing)
    page = client.get(school)
    lines = [line.measure.id for line in page.context["shown"].figures if line.own.reason == "not_submitted"]
    assert lines == named
    assert page.content.decode().count("not submitted") >= len(named)
    with across_districts(reason="tests: a figure that is gone"):
        SchoolValue.objects.filter(**figure).delete()
    told = client.get(f"{school}values/{VALUE}", follow=True)
    assert told.redirect_chain == [(f"{school}?year=2021-22&window=1", 302)]
    assert "no file in force names the school: not submitted" in told.content.decode()
