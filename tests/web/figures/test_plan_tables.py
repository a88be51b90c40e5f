"""The plan's tables as pages, files, answers and on the command line: the very same cells, as far as each may see."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import polars as pl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from districts.wall import across_districts
from monitoring.analysis.tables.grid import grid
from monitoring.analysis.tables.table import Table
from monitoring.results.models import StateGap
from monitoring.results.page_queries import plan_table_for_members
from tests.districts.cast import Cast, Tenant
from tests.web.stored_state import LAST

STATE, NORTH = "/state/tables", "/d/00100000/state/tables"


def for_the_agency(number: int) -> Table:
    with across_districts(reason="tests: the plan's tables"):
        return plan_table_for_members(number, LAST)


def printed(*options: str) -> str:
    out = io.StringIO()
    call_command("table", *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("number", range(1, 7))
def test_page_and_both_files_hold_the_same_cells(cast: Cast, west: Tenant, client: Client, number: int) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    asked: dict[str, str | int] = {"table": number, "year": "2021-22"}
    expected = grid(for_the_agency(number))
    assert grid(client.get(f"{STATE}/", asked).context["table"]) == expected
    answer = client.get(f"{STATE}.csv", asked)
    assert answer["Content-Disposition"] == f'attachment; filename="table-{number}-2021-22.csv"'
    assert list(csv.reader(io.StringIO(answer.content.decode()))) == expected
    sheet = pl.read_excel(io.BytesIO(client.get(f"{STATE}.xlsx", asked).content), has_header=False)
    cells = [text for line in sheet.rows() for text in line if text]
    assert cells == [text for line in expected for text in line if text]


def test_a_district_sees_what_rests_on_few_districts_as_such(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("certifier"))
    with across_districts(reason="tests: what is kept back"):
        few = StateGap.objects.filter(school_year=LAST, scope="state", measure="T_EXP_LT3", seen_by="agency")
        groups = set(few.values_list("group", flat=True))
    assert groups
    shown = client.get(f"{NORTH}/", {"table": "2", "year": "2021-22"}).context["table"]
    of_experience = [cell for row in shown.rows for cell in row.cells if cell.address.measure == "T_EXP_LT3"]
    hidden = {cell.address.group for cell in of_experience if cell.text == "too few districts have figures"}
    assert hidden == groups & {cell.address.group for cell in of_experience}
    assert {cell.number for cell in of_experience if cell.address.group in hidden} == {None}
    whole = for_the_agency(2)
    assert all(whole.cell(cell.address).number is not None for cell in of_experience if cell.address.group in hidden)


def test_gaps_within_other_districts_are_the_agencys_alone(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.north.person("certifier"))
    answers = [client.get(path, {"table": "5", "year": "2021-22"}) for path in (f"{NORTH}/", f"{NORTH}.csv")]
    for answer in answers:
        assert "Comparisons within districts are shown to the agency" in answer.content.decode()
        assert "Westbrook" not in answer.content.decode()


def test_an_unknown_table_or_year_falls_back_and_breaks_nothing(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    for asked in ("table=7", "table=x", "table=2&year=1890-91"):
        assert client.get(f"{STATE}/?{asked}").status_code == 200


def test_the_api_answers_with_the_same_cells(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    answer: dict[str, Any] = client.get("/api/v1/tables/2021-22/1/").json()
    table = for_the_agency(1)
    assert [[cell["text"] for cell in row["cells"]] for row in answer["rows"]] == [
        [cell.text for cell in row.cells] for row in table.rows
    ]
    assert [one["id"] for one in answer["named_gaps"]] == ["turnover", "first_year", "absence", "climate"]
    for path in ("2021-22/7/", "1890-91/1/", "2021/1/"):
        assert client.get(f"/api/v1/tables/{path}").status_code == 404


def test_the_command_prints_the_same_as_text_csv_and_json(west: Tenant) -> None:
    expected = for_the_agency(1)
    asked = ("--number", "1", "--year", "2021-22")
    assert list(csv.reader(io.StringIO(printed(*asked, "--format", "csv")))) == grid(expected)
    found = json.loads(printed(*asked, "--format", "json"))
    assert [row["heading"] for row in found["rows"]] == [row.heading for row in expected.rows]
    text = printed(*asked)
    assert text.startswith("Table 1. Equity gaps in the state, 2021-22\n")
    assert "Equity Gap 1: Educator turnover. Teacher turnover, three years taken together: " in text


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--number", "7"), 2, "--number: there is no '7'. Known: 1, 2, 3, 4, 5, 6."),
        (("--number", "1", "--year", "1999-00"), 1, "There are no results of that year. Years: 2021-22, 2020-21, "),
        (
            ("--number", "1", "--year", "twenty"),
            2,
            "--school-year: 'twenty' is not a school year; write it like 2020-21",
        ),
    ],
)
def test_the_command_says_what_it_does_not_understand(
    west: Tenant, options: tuple[str, ...], code: int, told: str
) -> None:
    with pytest.raises(CommandError) as refused:
        printed(*options)
    assert (refused.value.returncode, str(refused.value)[: len(told)]) == (code, told)
