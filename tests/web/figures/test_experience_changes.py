"""On a district's page on experiences: rates and gaps beside an earlier October's, split into rates and mix."""

from __future__ import annotations

import html
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from django.test import Client

from districts.wall import across_districts, in_district
from monitoring.analysis.experiences.changes import change_between, change_sentences
from monitoring.analysis.experiences.protection import for_others
from monitoring.analysis.groups import GROUPS, OF_ANY_KIND
from monitoring.definitions.queries import in_force
from monitoring.results.experience_choice import choose_experiences
from monitoring.results.experiences.packing import packed, unpacked
from monitoring.results.models import ExperienceReport, ExperienceTable, SharedExperiences
from monitoring.results.page_queries.experience_changes import comparable_since, two_years_of, what_breaks
from tests.districts.cast import Cast, Tenant
from tests.web.reads import reads

OWN, AS_ESE = "/d/00100000/experiences/", "/state/districts/00100000/experiences/"
CHOSEN = "year=2021-22&history=3&measure=T_EXP_LT1&group=white&counting=class"
NORTH = "00100000"
Pair = tuple[int, int]


def stored(code: str = NORTH, category: str = "T_EXP_LT1", group: str = "white") -> dict[int, list[dict[str, Any]]]:
    """Of each year the rows of the schools, and at last what the district has beside them."""
    found: dict[int, list[dict[str, Any]]] = {}
    with across_districts(reason="tests: reports as they are stored"):
        tables = ExperienceTable.objects.filter(district__org_code=code, window=1).exclude(kind="parts")
        for one in tables.select_related("report"):
            rows = unpacked(one.rows).filter(category_id=category, group_id=group).to_dicts()
            found.setdefault(one.report.school_year, []).extend(rows)
    return found


def by_school(rows: list[dict[str, Any]], side: str) -> dict[str, Pair]:
    """Having and known; the district's own code stands for what is at none of its schools."""
    pairs = {row["org_code"]: (row[f"{side}_having"], row[f"{side}_known"]) for row in rows}
    schools = [pair for code, pair in pairs.items() if code != NORTH]
    having, known = pairs[NORTH]
    return pairs | {NORTH: (having - sum(one for one, _ in schools), known - sum(one for _, one in schools))}


def slowly(before: Mapping[str, Pair], after: Mapping[str, Pair]) -> tuple[Fraction, ...]:
    """School by school, in fractions: the change of a side's rate, and its three parts."""
    all0, all1 = (sum(known for _, known in year.values()) for year in (before, after))
    had0, had1 = (sum(having for having, _ in year.values()) for year in (before, after))
    middle = (Fraction(had0, all0) + Fraction(had1, all1)) / 2
    rates = mix = alone = Fraction(0)
    for code in {*before, *after}:
        (have0, known0), (have1, known1) = before.get(code, (0, 0)), after.get(code, (0, 0))
        more = Fraction(known1, all1) - Fraction(known0, all0)
        if known0 and known1:
            one, other = Fraction(have0, known0), Fraction(have1, known1)
            rates += (Fraction(known0, all0) + Fraction(known1, all1)) / 2 * (other - one)
            mix += more * ((one + other) / 2 - middle)
        elif known0 or known1:
            alone += more * (Fraction(have0 + have1, known0 + known1) - middle)
    return Fraction(had1, all1) - Fraction(had0, all0), rates, mix, alone


@pytest.fixture
def moved(cast: Cast, west: Tenant) -> None:
    """Of the earlier year others had been at the schools, and other teachers."""
    with across_districts(reason="tests: an earlier year that was another"):
        for table in ExperienceTable.objects.filter(report__school_year=2021, window=1).exclude(kind="parts"):
            ExperienceTable.objects.filter(pk=table.pk).update(rows=packed(_earlier(unpacked(table.rows))))


def _earlier(rows: pl.DataFrame) -> pl.DataFrame:
    """The second school had three experiences more of the group, of which two with such teachers; so had the district.
    Those of the third were at no school then.
    """
    place = pl.col("org_code").str.tail(1).cast(pl.Int64)

    def was(name: str, more: int) -> pl.Expr:
        added = pl.when(place.is_in([0, 2])).then(more).otherwise(0)
        return pl.when(place == 3).then(0).otherwise(pl.col(name) + added).alias(name)

    return rows.with_columns(was("focal_having", 2), was("focal_known", 3))


@pytest.mark.usefixtures("moved")
def test_what_is_told_adds_up_and_agrees_with_a_computation_by_hand(cast: Cast) -> None:
    years = stored()
    assert sorted(years) == [2021, 2022]
    rows = pl.concat(pl.DataFrame(rows, infer_schema_length=None) for rows in years.values())
    changed = change_between(rows, 2021, 2022)
    focal, others = (
        slowly(by_school(years[2021], side), by_school(years[2022], side)) for side in ("focal", "reference")
    )
    assert focal[1] != 0
    assert focal[2] != 0
    assert focal[3] != 0
    for change, wanted in (
        (changed.rate, focal),
        (changed.gap, [one - other for one, other in zip(focal, others, strict=True)]),
    ):
        assert change.before is not None
        assert change.after is not None
        parts = (change.rate_effect, change.mix_effect, change.in_one_year)
        assert (change.after - change.before, *parts) == pytest.approx(tuple(map(float, wanted)), abs=1e-12)
        assert sum(part or 0 for part in parts) == pytest.approx(change.after - change.before, abs=1e-12)


@pytest.mark.usefixtures("moved")
def test_members_read_one_sentence_of_the_rate_and_one_of_the_gap(cast: Cast, client: Client) -> None:
    client.force_login(cast.north.person("certifier"))
    page = client.get(f"{OWN}?{CHOSEN}")
    rows = pl.concat(pl.DataFrame(rows, infer_schema_length=None) for rows in stored().values())
    assert page.context["change"] == change_sentences(change_between(rows, 2021, 2022), "white")
    rate, gap = page.context["change"]
    assert rate.startswith("From 2020-21 to 2021-22 the rate of white students ")
    assert gap.startswith("From 2020-21 to 2021-22 the gap ")
    assert rate in page.content.decode()


def test_of_what_is_good_the_rate_is_of_those_who_met_it(cast: Cast, west: Tenant) -> None:
    rows = pl.concat(
        pl.DataFrame(rows, infer_schema_length=None).with_columns(category_id=pl.lit("T_EVAL_HIGH"))
        for rows in stored().values()
    )
    changed = change_between(rows, 2021, 2022)
    whole = {row["school_year"]: row for row in rows.filter(org_code=NORTH).iter_rows(named=True)}
    rates = [whole[year]["focal_having"] / whole[year]["focal_known"] for year in (2021, 2022)]
    others = [whole[year]["reference_having"] / whole[year]["reference_known"] for year in (2021, 2022)]
    assert [changed.rate.before, changed.rate.after] == pytest.approx(rates, abs=1e-12)
    assert [changed.gap.before, changed.gap.after] == pytest.approx(
        [other - rate for rate, other in zip(rates, others, strict=True)], abs=1e-12
    )


def test_a_group_that_is_another_since_is_not_compared_with_what_it_was(
    cast: Cast, west: Tenant, client: Client
) -> None:
    """From 2021-22 on students are of low income by another rule."""
    client.force_login(cast.north.person("certifier"))
    assert client.get(f"{OWN}?{CHOSEN.replace('white', 'low_income')}").context["change"] == []
    with in_district(cast.north.id):
        since = [
            comparable_since(choose_experiences({"group": name}, [2022], 2022), in_force())
            for name in ("low_income", "high_needs", "white")
        ]
        choice = choose_experiences({"group": "white"}, [2021, 2022], 2021)
        assert two_years_of(cast.north.district, choice, in_force()) is None  # nothing is earlier
    assert since[:2] == [2022, 2022]
    assert since[2] < 2021


@pytest.mark.parametrize("path", [OWN, AS_ESE, "/d/00100000/schools/00100001/experiences/", "/state/experiences/"])
def test_pages_say_who_is_of_the_group_and_where_its_series_breaks(
    cast: Cast, west: Tenant, client: Client, path: str
) -> None:
    client.force_login((cast.north if path.startswith("/d/") else cast.agency).person(READER[path[:3]]))
    low_income = GROUPS["low_income"]
    told = {}
    for group in ("low_income", "high_needs", "white"):
        for year in ("2020-21", "2021-22"):
            page = client.get(f"{path}?{CHOSEN.replace('white', group).replace('2021-22', year)}")
            told[group, year] = page.context["breaks"]
            who = OF_ANY_KIND[group].in_year(2021 if year == "2020-21" else 2022).definition
            assert f"as they are counted in {year}: {html.escape(who)}" in page.content.decode()
            assert told[group, year] in html.unescape(page.content.decode())
    note = f"Not comparable with 2020-21: {low_income.breaks[-1].text}."
    assert told == dict.fromkeys(told, "") | {("low_income", "2021-22"): note, ("high_needs", "2021-22"): note}


READER = {"/d/": "certifier", "/st": "ese_analyst"}


def test_years_of_history_of_which_some_are_counted_by_another_definition_are_said_to_differ(
    cast: Cast, west: Tenant
) -> None:
    """Who is unqualified is asked by another definition from 2016-17 on."""
    known = in_force("T_UNQ")
    told = {
        (year, history): what_breaks(
            choose_experiences({"measure": "T_UNQ", "group": "white", "history": history}, [year], year), known
        )
        for year in (2016, 2017, 2018, 2019, 2020)
        for history in ("1", "3")
    }
    said = {place: text.partition(":")[0] for place, text in told.items() if text}
    assert said == {
        (2017, "1"): "Not comparable with 2015-16",
        (2017, "3"): "The years pooled here differ",
        (2018, "3"): "The years pooled here differ",
        (2019, "3"): "Not comparable with 2017-18",
    }


def test_the_agency_is_shown_no_change_of_which_anything_is_hidden(cast: Cast, west: Tenant, client: Client) -> None:
    """Each district's third school is small."""
    client.force_login(cast.agency.person("ese_analyst"))
    told = client.get(f"{AS_ESE}?{CHOSEN}").context["change"]
    assert told == [
        "How they went since 2020-21 is not shown: at some of the schools the numbers are too small to be shown by "
        "themselves."
    ]
    with across_districts(reason="tests: nothing small"):
        for table in SharedExperiences.objects.filter(window=1, kind="schools"):
            whole = ExperienceTable.objects.get(report=table.report_id, window=1, kind="schools")
            kept = for_others(unpacked(whole.rows)).filter(pl.col("reason") != "suppressed", category_id="T_EXP_LT1")
            SharedExperiences.objects.filter(pk=table.pk).update(rows=packed(kept))
    rate, gap = client.get(f"{AS_ESE}?{CHOSEN}").context["change"]
    assert rate.startswith("From 2020-21 to 2021-22 the rate of white students stayed")
    assert "the gap" in gap


def test_what_is_not_certified_is_the_districts_own(cast: Cast, west: Tenant, client: Client) -> None:
    with across_districts(reason="tests: an earlier report that waits"):
        ExperienceReport.objects.filter(district=cast.north.id, school_year=2021).update(is_certified=False)
    client.force_login(cast.agency.person("ese_analyst"))
    assert client.get(f"{AS_ESE}?{CHOSEN}").context["change"] == []
    client.force_login(cast.north.person("certifier"))
    assert client.get(f"{OWN}?{CHOSEN}").context["change"][-1] == (
        "Not all of it is of files that the district has certified."
    )


def test_a_districts_page_asks_the_database_a_fixed_number_of_times(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("certifier"))
    found = [reads(client, f"{OWN}?{CHOSEN}")]
    client.force_login(cast.agency.person("ese_analyst"))
    assert [*found, reads(client, f"{AS_ESE}?{CHOSEN}")] == [17, 19]
