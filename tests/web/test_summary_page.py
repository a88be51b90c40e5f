"""The tables of review on their page, as CSV and as a workbook."""

from __future__ import annotations

import csv
import io

import polars as pl
from django.test import Client

from tests.districts.cast import Cast
from tests.intake.layout_cases import ASSIGNMENT, ROSTER
from tests.intake.uploading import checked
from tests.web.reads import reads

PATH = "/d/00100000/collections/2024-25/OCT/"


def test_what_stands_is_reviewed_beside_last_years_and_taken_along(cast: Cast, client: Client) -> None:
    for year, fte in (("2024-25", "0.5"), ("2023-24", "0.4")):
        place = {**ASSIGNMENT, "school_year": year, "org_code": "00100001", "fte": fte, "job_class": "2305"}
        for row in (place, {**ROSTER, "school_year": year, "years_prior_teaching": "0"}):
            checked(cast.north, [list(row), list(row.values())])
    client.force_login(cast.north.person("certifier"))
    page = client.get(f"{PATH}summary/").content.decode()
    assert "Not submitted: Students, Student schedules." in page
    assert "Mathematics" in page
    rows = list(csv.DictReader(io.StringIO(client.get(f"{PATH}summary.csv").content.decode())))
    told = {(row["table"], row["school_code"], row["figure"]): (row["value"], row["last_year"]) for row in rows}
    assert told["staff", "", "FTE"] == told["staff", "00100001", "Teachers’ FTE"] == ("0.5", "0.4")
    assert told["staff", "00100001", "First-year teachers"] == ("1", "1")
    sheet = pl.read_excel(io.BytesIO(client.get(f"{PATH}summary.xlsx").content), sheet_name="staff")
    assert sheet.select("School code", "FTE", "FTE, last year").rows() == [("", 0.5, 0.4), ("00100001", 0.5, 0.4)]
    assert "12345678" not in page + str(rows)
    assert reads(client, f"{PATH}summary/") == 14
    nothing = client.get("/d/00100000/collections/2019-20/MAR/summary/").content.decode()
    assert "Nothing to review" in nothing
