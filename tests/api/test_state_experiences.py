"""Students' experiences across the state: sums as they are stored, each reader's part, and nothing of few districts."""

from __future__ import annotations

import io
import json
from typing import Any

import polars as pl
import pytest
from django.core.management import call_command
from django.test import Client

from districts.wall import across_districts
from monitoring.analysis.audience import AGENCY, DISTRICTS
from monitoring.analysis.experiences.dese_compat import as_edwin_has_it
from monitoring.analysis.experiences.parts import sentence_of
from monitoring.analysis.experiences.state import PARTS
from monitoring.results.experiences.of_state import add_up_experiences
from monitoring.results.experiences.packing import unpacked
from monitoring.results.models import StateExperiences
from tests.api.calling import every_page, wrong_fields
from tests.api.test_experiences import as_told, flat
from tests.districts.cast import Cast
from tests.results.reports_of_experiences import set_aside
from tests.web.stored_state import LAST

ROOT = "/api/v1/experiences/state/2021-22/"
PATHS = (ROOT, f"{ROOT}decomposition/", f"{ROOT}districts/")
KEY = ["school_year", "window", "category_id", "group_id"]


def stored(kind: str, whose: str, window: int = 3) -> pl.DataFrame:
    with across_districts(reason="tests: sums as they are stored"):
        rows = StateExperiences.objects.as_seen_by(whose).filter(school_year=LAST, window=window, kind=kind)
        return unpacked(rows.get().rows)


def asked(client: Client, path: str, query: str = "") -> list[dict[str, Any]]:
    return every_page(client, f"{path}?page_size=1000{query}")


def told_of(frame: pl.DataFrame, reports: int = 3) -> list[dict[str, Any]]:
    """Rows of sums as an answer has them, name by name."""
    told = []
    for row in frame.to_dicts():
        counted = {name: value for name, value in row.items() if name not in ("gap", *PARTS, "gap_reason")}
        whole = as_told({**counted, "org_code": "", "interval_reason": None}, district="", is_preliminary=False)
        nothing = ("district", "is_preliminary", "organization", "interval_reason", "interval_reason_text")
        told.append({name: value for name, value in whole.items() if name not in nothing} | {"reports": reports})
    return told


@pytest.mark.parametrize("history", [1, 3, 5])
def test_the_agency_sees_every_field_of_every_sum(world: Cast, erin: Client, history: int) -> None:
    frame = stored("state", AGENCY, history)
    assert asked(erin, ROOT, f"&history={history}") == told_of(frame)
    assert frame.height == 7 * 18
    assert asked(erin, ROOT) == asked(erin, ROOT, "&history=3")


def test_members_of_a_district_see_sums_of_three_districts_or_more(world: Cast, alice: Client, erin: Client) -> None:
    answer = asked(alice, ROOT)
    assert answer == told_of(stored("state", DISTRICTS))
    of_agency = asked(erin, ROOT)
    hidden = [row for row in answer if row["reason"] == "too_few_districts"]
    assert len([row for row in answer if row["ratio"] is not None]) > 3
    assert hidden
    for row, whole in zip(answer, of_agency, strict=True):
        if row["reason"] != "too_few_districts":
            assert row == whole
        else:
            assert min(whole[side]["districts"] for side in ("focal", "reference")) < 3
    figures = [
        value
        for row in hidden
        for side in ("focal", "reference")
        for name, value in row[side].items()
        if name != "districts"
    ]
    assert {*figures, *(row[name] for row in hidden for name in ("ratio", "weighted_ratio", "is_gap"))} == {None}


def test_of_fewer_than_three_districts_their_members_see_nothing(world: Cast, alice: Client, erin: Client) -> None:
    with across_districts(reason="tests: sums of two districts"):
        add_up_experiences(school_year=LAST)
    assert {row["reports"] for row in asked(erin, ROOT)} == {2}
    assert {(row["reason"], row["ratio"], row["seats"]) for row in asked(alice, ROOT)} == {
        ("too_few_districts", None, None)
    }
    parts = asked(alice, f"{ROOT}decomposition/")
    assert {(row["reason"], row["gap"]) for row in parts} == {("too_few_districts", None)}
    assert any(row["ratio"] is not None for row in asked(erin, ROOT))


def test_parts_of_gaps_add_up_and_are_the_agencys_where_districts_are_fewer_than_twelve(
    world: Cast, alice: Client, erin: Client
) -> None:
    frame = stored("state", AGENCY).select(*KEY, "gap", *PARTS, reason="gap_reason")
    answer = asked(erin, f"{ROOT}decomposition/")
    expected = [as_told(row, district="", is_preliminary=False) for row in frame.to_dicts()]
    told = zip(expected, frame.to_dicts(), strict=True)
    without = ("district", "is_preliminary")
    assert answer == [
        {name: value for name, value in row.items() if name not in without}
        | {"reports": 3, "sentence": sentence_of(whole, PARTS)}
        for row, whole in told
    ]
    shown = [row for row in answer if row["gap"] is not None]
    assert len(shown) > 3
    for row in shown:
        assert sum(row[name] for name in PARTS) == pytest.approx(row["gap"], abs=1e-12)
    own = asked(alice, f"{ROOT}decomposition/")
    assert {row[name] for row in own for name in ("gap", *PARTS)} == {None}
    assert {row["reason"] for row in own} == {"tells_of_few_districts", "too_few_districts"}


def test_the_agency_reads_the_same_number_of_every_district_as_others_see_it(
    world: Cast, alice: Client, erin: Client
) -> None:
    frame = stored("districts", AGENCY).sort("org_code", *KEY)
    answer = asked(erin, f"{ROOT}districts/")
    key = [(row["district"], row["history"], row["measure"], row["group"]) for row in answer]
    assert key == frame.select("org_code", *KEY[1:]).rows()
    names = ("ratio", "is_gap", "reason", "ratio_low", "ratio_high", "interval_reason", "weighted_ratio")
    assert [tuple(row[name] for name in names) for row in answer] == frame.select(names).rows()
    sides = [f"{side}_{name}" for side in ("focal", "reference") for name in ("rate", "having", "students")]
    assert [tuple(flat(dict(row))[name] for name in sides) for row in answer] == frame.select(sides).rows()
    assert {row["reason"] for row in answer} >= {None, "suppressed"}
    query = "&district=00200000&measure=T_EXP_LT1&group=low_income"
    assert [row["district"] for row in asked(erin, f"{ROOT}districts/", query)] == ["00200000"]
    assert alice.get(f"{ROOT}districts/").status_code == 403


def test_as_the_states_system_has_it_a_reference_without_any_has_one(world: Cast, alice: Client, erin: Client) -> None:
    for client, whose in ((erin, AGENCY), (alice, DISTRICTS)):
        edwin = as_edwin_has_it(stored("state", whose))
        assert asked(client, ROOT, "&dese_compat=true") == told_of(edwin)
    hidden = [row for row in asked(alice, ROOT) if row["reason"] == "too_few_districts"]
    edwin_too = [row for row in asked(alice, ROOT, "&dese_compat=true") if row["reason"] == "too_few_districts"]
    assert hidden == edwin_too != []


@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_there_or_makes_no_sense_is_said_to_be_so(world: Cast, erin: Client, path: str) -> None:
    answer = erin.get(path.replace("2021-22", "2018-19"))
    told = "Of 2018-19 no district has certified October's students, schedules and assignments, or they "
    assert (answer.status_code, answer.json()["detail"]) == (404, f"{told}are being computed.")
    set_aside(world.south)
    detail = erin.get(path.replace("2021-22", "2018-19")).json()["detail"]
    assert detail == f"{told}could not be computed. It needed more memory than there is. (memory)"
    assert erin.get(path.replace("2021-22", "2021-23")).status_code == 404
    for query, field in (
        ("history=2", "history"),
        ("group=nobody", "group"),
        ("organization=00100000", "organization"),
    ):
        refused = erin.get(f"{path}?{query}")
        assert (refused.status_code, wrong_fields(refused)) == (400, [field])


def test_whoever_leads_a_school_sees_nothing_of_the_state(world: Cast, lena: Client) -> None:
    assert [lena.get(path).status_code for path in PATHS] == [403, 403, 403]


@pytest.mark.parametrize(
    ("command", "path", "query"),
    [
        (["sle"], ROOT, ""),
        (["sle", "--dese-compat"], ROOT, "&dese_compat=true"),
        (["decompose"], f"{ROOT}decomposition/", ""),
    ],
)
def test_the_agency_sees_what_the_command_prints_of_the_state(
    world: Cast, erin: Client, command: list[str], path: str, query: str
) -> None:
    out = io.StringIO()
    call_command(*command, "--school-year", "2021-22", "--history", "5", "--format", "json", stdout=out)
    printed = json.loads(out.getvalue())
    found = asked(erin, path, f"&history=5{query}")
    answer = [flat(row) | {"org_code": "00000000", "district": "00000000"} for row in found]
    assert [{name: row.get(name) for name in printed[0]} for row in answer] == printed
    assert len(printed) > 100
