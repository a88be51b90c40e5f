"""Students' experiences: stored reports as they are, each reader's part, and what is said where there is none."""

from __future__ import annotations

import io
import json
from typing import Any

import polars as pl
import pytest
from django.core.management import call_command
from django.test import Client

from districts.school_year import show_school_year
from districts.wall import across_districts
from monitoring.analysis.experiences.dese_compat import as_edwin_has_it
from monitoring.analysis.experiences.parts import sentence_of
from monitoring.analysis.experiences.protection import for_a_school
from monitoring.analysis.experiences.words import WHY_NONE
from monitoring.analysis.reasons import INTERVAL_PHRASES, PHRASES
from monitoring.results.experiences.packing import unpacked
from monitoring.results.models import ExperienceReport, ExperienceTable, SharedExperiences
from tests.api.calling import by_token, every_page, rows, wrong_fields
from tests.districts.cast import MISSING_CODE, Cast, add_person
from tests.web.stored_state import LAST

ROOT = "/api/v1/experiences/"
SOUTH, NORTH = "00200000", "00100000"
YEAR, BEFORE = show_school_year(LAST), show_school_year(LAST - 1)
OWN, ANOTHER = "00100001", "00100002"  # schools; the first is Lena's
OF_NORTH, OF_SOUTH = f"{ROOT}{NORTH}/{YEAR}/", f"{ROOT}{SOUTH}/{YEAR}/"
IN_CLASSES = ("weighted_having", "weighted_known")


def stored(model: Any, district: str, kinds: tuple[str, ...], *, window: int = 3, **flags: bool) -> pl.DataFrame:
    """What one of the tables holds of the last year, the district's rows first."""
    of = {f"report__{name}": value for name, value in flags.items()}
    with across_districts(reason="tests: reports as they are stored"):
        tables = model.objects.filter(
            district__org_code=district, report__school_year=LAST, window=window, kind__in=kinds, **of
        )
        return pl.concat(unpacked(one.rows) for one in tables.order_by("kind"))


def as_told(row: dict[str, Any], *, district: str, is_preliminary: bool) -> dict[str, Any]:
    """A row of a frame, name by name, as an answer has it."""
    sentence = {"sentence": sentence_of(row)} if "gap" in row else {}
    told = {
        "district": district,
        "is_preliminary": is_preliminary,
        "school_year": show_school_year(row.pop("school_year")),
        "history": row.pop("window"),
        "measure": row.pop("category_id"),
        "group": row.pop("group_id"),
        "reason_text": WHY_NONE[row["reason"]] if row["reason"] else None,
    }
    if "gap" in row:
        return {**told, **row, **sentence}
    why = row["interval_reason"]
    told |= {"organization": row.pop("org_code"), "interval_reason_text": INTERVAL_PHRASES[why] if why else None}
    for side in ("focal", "reference"):
        names = [name for name in row if name.startswith(f"{side}_")]
        told[side] = {name.removeprefix(f"{side}_"): row.pop(name) for name in names}
        told[side] |= {name: told[side][name] / 10_000 for name in IN_CLASSES if told[side][name] is not None}
    return {**told, **row}


def told_of(frame: pl.DataFrame, *, district: str = NORTH, is_preliminary: bool = False) -> list[dict[str, Any]]:
    return [as_told(row, district=district, is_preliminary=is_preliminary) for row in frame.to_dicts()]


def asked(client: Client, path: str, query: str = "") -> list[dict[str, Any]]:
    return every_page(client, f"{path}?page_size=1000{query}")


def named(client: Client, query: str = "") -> list[tuple[str, str, bool]]:
    return [(one["district"], one["school_year"], one["is_preliminary"]) for one in asked(client, ROOT, query)]


def test_each_finds_the_reports_in_sight_by_district_the_latest_first(
    world: Cast, alice: Client, lena: Client, grace: Client, erin: Client
) -> None:
    assert named(alice) == named(lena) == [(NORTH, YEAR, True), (NORTH, BEFORE, False)]
    assert named(grace) == [(SOUTH, YEAR, False), (SOUTH, BEFORE, True)]
    assert named(erin) == [(NORTH, YEAR, False), (NORTH, BEFORE, False), (SOUTH, YEAR, False)]
    assert named(erin, f"&district={SOUTH}") == [(SOUTH, YEAR, False)]
    assert named(erin, f"&school_year={BEFORE}") == [(NORTH, BEFORE, False)]
    assert alice.get(f"{ROOT}?district={SOUTH}").status_code == 404


def test_a_report_says_of_which_years_it_is_and_leads_to_its_rows(world: Cast, erin: Client) -> None:
    with across_districts(reason="tests: a report"):
        report = ExperienceReport.objects.get(district=world.south.district, school_year=LAST)
    (found,) = rows(erin.get(f"{ROOT}?district={SOUTH}"))
    made_at = found.pop("made_at")
    assert pl.Series([made_at]).str.to_datetime(time_zone="UTC").item() == report.made_at
    assert found == {
        "district": SOUTH,
        "name": "Southport",
        "school_year": YEAR,
        "years": [BEFORE, YEAR],
        "is_preliminary": False,
        "rows": OF_SOUTH,
        "decomposition": f"{OF_SOUTH}decomposition/",
    }
    assert erin.get(found["rows"]).status_code == erin.get(found["decomposition"]).status_code == 200


@pytest.mark.parametrize("history", [1, 3, 5])
def test_a_member_of_a_district_sees_every_field_of_every_row_of_its_files_in_force(
    world: Cast, alice: Client, history: int
) -> None:
    frame = stored(ExperienceTable, NORTH, ("district", "schools"), window=history, is_current=True)
    answer = asked(alice, OF_NORTH, f"&history={history}")
    assert answer == told_of(frame, is_preliminary=True)
    assert {row["organization"] for row in answer} == {NORTH, OWN, ANOTHER, "00100003"}
    assert len(answer) == frame.height > 400


def test_the_agency_sees_what_is_shared_of_certified_reports(world: Cast, erin: Client) -> None:
    for district, path in ((NORTH, OF_NORTH), (SOUTH, OF_SOUTH)):
        frame = stored(SharedExperiences, district, ("district", "schools"), is_certified=True)
        assert asked(erin, path) == told_of(frame, district=district)


def test_a_row_that_is_hidden_from_the_agency_holds_nothing_but_the_reason(
    world: Cast, erin: Client, grace: Client
) -> None:
    answer, own = asked(erin, OF_SOUTH), asked(grace, OF_SOUTH)
    key = ("district", "organization", "school_year", "history", "measure", "group", "is_preliminary")
    hidden = [(row, whole) for row, whole in zip(answer, own, strict=True) if row["focal"]["known"] is None]
    assert {row["organization"] for row, _ in hidden} > {"00200002"}  # three students
    assert {row["organization"] for row in answer if row["focal"]["known"] is not None}.isdisjoint({"00200002"})
    for row, whole in hidden:
        sides = [value for side in ("focal", "reference") for value in row[side].values()]
        others = [value for name, value in row.items() if name not in (*key, "focal", "reference")]
        is_empty = not (whole["focal"]["known"] or whole["reference"]["known"])  # nothing of nobody: not for being few
        why = "zero_denominator" if is_empty else "suppressed"
        assert {*sides, *others} == {None, why, PHRASES[why]}
    assert {row["reason"] for row, _ in hidden} == {"suppressed", "zero_denominator"}
    shown = [(row, whole) for row, whole in zip(answer, own, strict=True) if row["focal"]["known"] is not None]
    assert len(shown) > 50
    for row, whole in shown:  # of twice, more is hidden
        for side in ("focal", "reference"):
            row[side], whole[side] = (
                {name: value for name, value in one[side].items() if not name.startswith("twice")}
                for one in (row, whole)
            )
        assert row == whole


def test_without_a_history_it_is_of_three_years(world: Cast, alice: Client) -> None:
    assert asked(alice, OF_NORTH) == asked(alice, OF_NORTH, "&history=3")
    assert {row["history"] for row in asked(alice, OF_NORTH)} == {3}


def test_a_school_leader_sees_the_own_school_and_of_the_district_what_tells_nothing_of_the_others(
    world: Cast, alice: Client, lena: Client
) -> None:
    whole = asked(alice, OF_NORTH)
    frame = stored(ExperienceTable, NORTH, ("district",), is_current=True)
    own = stored(ExperienceTable, NORTH, ("schools",), is_current=True).filter(org_code=OWN)
    of_district = told_of(for_a_school(frame, own), is_preliminary=True)
    assert asked(lena, OF_NORTH) == of_district + [row for row in whole if row["organization"] == OWN]
    assert any(row["reason"] == "suppressed" for row in of_district)
    assert of_district != [row for row in whole if row["organization"] == NORTH]
    for school in (ANOTHER, "00200001"):
        assert asked(lena, OF_NORTH, f"&organization={school}") == []
    answer = lena.get(f"{OF_NORTH}decomposition/")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:equityplan:problem:not-permitted")


@pytest.mark.parametrize(
    ("parameter", "column", "value"),
    [
        ("measure", "measure", "T_OOF"),
        ("group", "group", "english_learners"),
        ("organization", "organization", "00100003"),
        ("organization", "organization", NORTH),
    ],
)
def test_every_filter_keeps_what_fits_and_nothing_else(
    world: Cast, alice: Client, parameter: str, column: str, value: str
) -> None:
    kept = asked(alice, OF_NORTH, f"&{parameter}={value}")
    assert kept == [row for row in asked(alice, OF_NORTH) if row[column] == value] != []


def test_a_repeated_filter_asks_for_any_of_its_values(world: Cast, alice: Client) -> None:
    found = asked(alice, OF_NORTH, "&measure=T_UNQ&measure=T_OOF&group=low_income&organization=00100001&history=1")
    assert [(row["measure"], row["group"], row["organization"], row["history"]) for row in found] == [
        ("T_OOF", "low_income", OWN, 1),
        ("T_UNQ", "low_income", OWN, 1),
    ]


def test_as_the_states_system_has_it_a_reference_without_any_has_one(world: Cast, alice: Client) -> None:
    frame = stored(ExperienceTable, NORTH, ("district", "schools"), is_current=True)
    answer = asked(alice, OF_NORTH, "&dese_compat=true")
    assert answer == told_of(as_edwin_has_it(frame), is_preliminary=True)
    plain = asked(alice, OF_NORTH, "&dese_compat=false")
    assert plain == asked(alice, OF_NORTH)
    moved = [(row, other) for row, other in zip(answer, plain, strict=True) if row != other]
    assert {other["reason"] for _, other in moved} == {"reference_zero"}
    assert all(row["ratio"] is not None for row, _ in moved)
    assert any(row["ratio"] > 0 for row, _ in moved)


def test_as_the_states_system_has_it_nothing_hidden_is_told(world: Cast, erin: Client) -> None:
    frame = stored(SharedExperiences, SOUTH, ("district", "schools"), is_certified=True)
    assert asked(erin, OF_SOUTH, "&dese_compat=true") == told_of(as_edwin_has_it(frame), district=SOUTH)
    hidden = [row for row in asked(erin, OF_SOUTH) if row["reason"] == "suppressed"]
    assert hidden == [row for row in asked(erin, OF_SOUTH, "&dese_compat=true") if row["reason"] == "suppressed"]


def test_parts_of_gaps_are_those_stored_for_the_reader(world: Cast, alice: Client, erin: Client) -> None:
    own = stored(ExperienceTable, NORTH, ("parts",), is_current=True)
    assert asked(alice, f"{OF_NORTH}decomposition/") == told_of(own, is_preliminary=True)
    shared = stored(SharedExperiences, NORTH, ("parts",), is_certified=True)
    answer = asked(erin, f"{OF_NORTH}decomposition/")
    assert answer == told_of(shared)
    hidden = [row for row in answer if row["reason"] == "suppressed"]
    assert len([row for row in answer if row["gap"] is not None]) > 3
    assert {row[name] for row in hidden for name in ("gap", "between_schools", "within_schools")} == {None}
    assert {row["sentence"] for row in hidden} == {f"There is no gap to split: {PHRASES['suppressed']}."}


def test_parts_add_up_to_the_difference_of_the_districts_rates(world: Cast, alice: Client) -> None:
    query = "&history=5&measure=T_UNQ&group=low_income"
    (whole,) = asked(alice, OF_NORTH, f"{query}&organization={NORTH}")
    (found,) = asked(alice, f"{OF_NORTH}decomposition/", query)
    assert (found["history"], found["measure"], found["group"]) == (5, "T_UNQ", "low_income")
    assert found["gap"] == pytest.approx(whole["focal"]["rate"] - whole["reference"]["rate"], abs=1e-12)
    assert found["between_schools"] + found["within_schools"] == pytest.approx(found["gap"], abs=1e-12)


@pytest.mark.parametrize("size", [7, 100])
def test_pages_of_any_size_make_up_the_same_list(world: Cast, alice: Client, size: int) -> None:
    query = "history=1&group=low_income"
    assert every_page(alice, f"{OF_NORTH}?{query}&page_size={size}") == asked(alice, OF_NORTH, f"&{query}")
    answer = alice.get(f"{OF_NORTH}?page=99")
    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no page of this number.")


@pytest.mark.parametrize("path", [OF_NORTH, f"{OF_NORTH}decomposition/"])
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("history=2", "history"),
        ("history=03", "history"),
        ("history=1&history=3", "history"),
        ("measure=T_TURN", "measure"),
        ("group=title_one", "group"),
        ("window=3", "window"),
        ("school_year=2020-21", "school_year"),
        ("measure=", "measure"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_name(
    world: Cast, alice: Client, path: str, query: str, field: str
) -> None:
    answer = alice.get(f"{path}?{query}")
    assert (answer.status_code, wrong_fields(answer)) == (400, [field])


def test_a_refusal_names_what_is_known(world: Cast, alice: Client) -> None:
    answer = alice.get(f"{OF_NORTH}?history=2&dese_compat=yes&organization=1")
    assert answer.json()["errors"] == [
        {"field": "history", "message": "'2' is not known here.", "how_to_fix": "Use one of: 1, 3, 5."},
        {
            "field": "organization",
            "message": "'1' is not an organization code.",
            "how_to_fix": "Use the organization's code of eight digits.",
        },
        {"field": "dese_compat", "message": "'yes' is not known here.", "how_to_fix": "Use one of: true, false."},
    ]
    strange = alice.get(f"{OF_NORTH}decomposition/?organization={OWN}").json()["errors"]
    assert strange[0]["how_to_fix"] == "Leave it out. Known here: group, history, measure, page, page_size."


@pytest.mark.parametrize("what", ["", "decomposition/"])
def test_another_districts_report_is_answered_like_one_of_a_district_that_is_not_there(
    world: Cast, alice: Client, what: str
) -> None:
    other, missing = (alice.get(f"{ROOT}{code}/{YEAR}/{what}") for code in (SOUTH, MISSING_CODE))
    assert (other.status_code, missing.status_code) == (404, 404)
    assert dict(other.json(), instance="") == dict(missing.json(), instance="")


@pytest.mark.parametrize("place", [f"{NORTH}/2021", f"{NORTH}/2021-23", f"north/{YEAR}", f"{OWN}/{YEAR}"])
def test_what_is_no_district_and_year_is_not_there(world: Cast, alice: Client, place: str) -> None:
    assert alice.get(f"{ROOT}{place}/").status_code == 404


def test_a_district_without_reports_finds_none(world: Cast) -> None:
    with across_districts(reason="tests: a third district"):
        west = type(world.north)(world.north.district.__class__.objects.get(org_code="00300000"))
    olga = by_token(add_person(west, "certifier"))
    assert named(olga) == []
    assert olga.get(OF_NORTH).status_code == 404


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row under the names of the command's columns."""
    sides = {f"{side}_{name}": value for side in ("focal", "reference") for name, value in row.pop(side, {}).items()}
    return row | sides | ({"org_code": row["organization"]} if "organization" in row else {})


@pytest.mark.parametrize(("command", "path"), [("sle", OF_SOUTH), ("decompose", f"{OF_SOUTH}decomposition/")])
def test_the_agency_sees_what_the_command_prints(world: Cast, erin: Client, command: str, path: str) -> None:
    out = io.StringIO()
    options = ("--district", SOUTH, "--school-year", YEAR, "--history", "5", "--format", "json")
    call_command(command, *options, stdout=out)
    printed = json.loads(out.getvalue())
    answer = [flat(row) for row in asked(erin, path, "&history=5")]
    assert [{name: row.get(name) for name in printed[0]} for row in answer] == printed
    assert len(printed) > 100
