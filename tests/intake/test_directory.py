"""The directory is a function of the current rows on organizations: the order in which files came does not matter."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from monitoring.intake.directory import ROSTER, directory_rows
from monitoring.intake.organization_rows import ORGANIZATION
from monitoring.intake.school_level import school_level

SCHEMA = {**ORGANIZATION, "school_year": pl.Int16, "report": pl.String, "is_agency": pl.Boolean}


def rows(*given: dict[str, Any]) -> pl.DataFrame:
    """Rows on schools of one code, with the columns a test speaks of."""
    usual = dict.fromkeys(SCHEMA) | {"org_code": "00550005", "org_type": "SCHOOL", "org_name": "A", "is_agency": True}
    return pl.DataFrame([{**usual, **row} for row in given], schema=SCHEMA)


def entry(*given: dict[str, Any]) -> dict[str, Any]:
    return directory_rows(rows(*given)).row(0, named=True)


def test_the_latest_year_of_the_best_report_names_a_school() -> None:
    given = [
        {"org_name": "Old", "school_year": 2020, "report": ROSTER},
        {"org_name": "New", "school_year": 2021, "report": ROSTER},
        {"org_name": "New - by another report", "school_year": 2021, "report": "dese_staffing_retention"},
    ]
    assert [entry(*given)["org_name"], entry(*reversed(given))["org_name"]] == ["New", "New"]


def test_the_agencys_own_layout_outranks_every_report() -> None:
    reported = {"org_name": "Reported", "school_year": 2022, "report": ROSTER, "grades_served": "K,01"}
    own = {"org_name": "Own", "report": "organizations", "school_level": "OTHER", "close_year": 2022}
    proposed = {"org_name": "Proposed", "report": "organizations", "is_agency": False}
    found = entry(reported, own, proposed)
    assert (found["org_name"], found["level"], found["closed_year"]) == ("Own", "OTHER", 2022)


def test_the_roster_tells_who_opened_and_closed() -> None:
    roster = [
        {"org_code": code, "school_year": year, "report": ROSTER} for code, years in YEARS.items() for year in years
    ]
    found = directory_rows(rows(*roster)).select("org_code", "opened_year", "closed_year")
    assert found.rows() == [("00550005", None, None), ("00550010", 2020, None), ("00550015", None, 2020)]


def test_what_no_roster_lists_was_open_in_the_years_in_which_a_report_names_it() -> None:
    roster = [{"org_code": "00550005", "school_year": year, "report": ROSTER} for year in (2019, 2021)]
    named = [
        {"org_code": code, "school_year": year, "report": "dese_evaluation_district"}
        for code, years in {"00550020": (2013, 2018), "00550025": (2020,), "00550005": (2013,)}.items()
        for year in years
    ]
    found = directory_rows(rows(*roster, *named)).select("org_code", "opened_year", "closed_year")
    assert found.rows() == [("00550005", None, None), ("00550020", None, 2018), ("00550025", 2020, 2020)]


YEARS = {"00550005": (2019, 2020, 2021), "00550010": (2020, 2021), "00550015": (2019, 2020)}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Abington", "DISTRICT"),
        ("Abby Kelley Foster Charter Public (District)", "CHARTER"),
        ("Bristol-Plymouth Regional Vocational Technical", "VOCATIONAL"),
        ("Cape Cod Collaborative", "COLLABORATIVE"),
        ("Springfield Empowerment Zone", "ZONE"),
    ],
)
def test_a_districts_name_tells_its_kind(name: str, kind: str) -> None:
    assert entry({"org_code": "00550000", "org_type": "DISTRICT", "org_name": name, "report": ROSTER})["kind"] == kind


@pytest.mark.parametrize(
    ("grades", "level"),
    [
        ("PK", "ELEM"),
        ("K,01,02,03,04,05,06", "ELEM"),
        ("05,06,07,08", "MIDDLE"),
        ("PK,K,01,02,03,04,05,06,07,08", "K8"),
        ("06,07,08,09,10,11,12", "HIGH"),
        ("K,01,02,03,04,05,06,07,08,09,10,11,12", "K12"),
        ("SP", "OTHER"),
    ],
)
def test_grades_tell_the_level(grades: str, level: str) -> None:
    assert pl.DataFrame({"g": [grades]}).select(level=school_level(pl.col("g")))["level"].to_list() == [level]
