"""What a file changes, through the API: the same lines and numbers as on the pages, for the tenant that sent it."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.test import Client

from districts import outbox
from tests.api.calling import every_page, rows, wrong_fields
from tests.api.test_errors import assert_problem
from tests.api.test_query_counts import reads
from tests.api.test_uploads import HEADER, UPLOADS, checked, row, send
from tests.districts.cast import Cast
from tests.intake.tables import csv_text
from tests.intake.uploading import send as file_of

OTHER = csv_text([HEADER, row(1, numerator="4"), row(2), row(2, "T_UNLICENSED")]).encode()
SHARES = ["school_year", "org_code", "student_group", "enrolled"]


def test_what_a_file_changes_is_listed_as_in_the_pages_csv(world: Cast, carol: Client, grace: Client) -> None:
    checked(send(carol))
    upload = checked(send(carol, OTHER))
    found = every_page(carol, f"{upload}changes/?page_size=1")
    assert [(one["change"], one["row"], one["earlier_row"]) for one in found] == [
        ("removed", None, 4),
        ("changed", 2, 2),
        ("added", 4, None),
    ]
    browser = Client()
    browser.force_login(world.north.person("district_steward"))
    page: Any = browser.get(f"/d/00100000/uploads/{upload.split('/')[-2]}/changes.csv")
    lines = list(csv.DictReader(io.StringIO(page.getvalue().decode())))
    renamed = [{"org_code" if name == "organization" else name: one[name] for name in one} for one in found]
    assert [{name: "" if one[name] is None else str(one[name]) for name in lines[0]} for one in renamed] == lines
    for query, count in (("change=changed", 1), ("school_year=2020-21&change=added&change=removed", 2)):
        assert len(rows(carol.get(f"{upload}changes/?{query}"))) == count
    for query in ("dataset=student", "school_year=2019-20"):
        assert rows(carol.get(f"{upload}changes/?{query}")) == []
    assert wrong_fields(carol.get(f"{upload}changes/?change=all")) == ["change"]
    assert grace.get(f"{upload}changes/").status_code == 404
    assert len(reads(carol, f"{upload.removeprefix('/api/v1/')}changes/")) == 2


def test_numbers_that_moved_with_a_file_are_told_with_the_runs(world: Cast, carol: Client, grace: Client) -> None:
    codes = [school.org_code for school in world.north.schools]
    for poor in ((100, 100, 100), (100, 108, 160)):
        shares = [
            ("2020-21", code, group, number)
            for code, some in zip(codes, poor, strict=True)
            for group, number in (("all", 400), ("low_income", some))
        ]
        upload = file_of(world.north, [SHARES, *shares])
        outbox.run_waiting()
    path = f"{UPLOADS}{upload.pk}/moved/"
    told = carol.get(path).json()
    assert (len(told["runs"]), told["is_due"], told["other_files"]) == (1, False, 0)
    shares_moved = rows(carol.get(f"{path}?kind=share&scope=district"))
    assert [(one["was"], one["now"], one["organization"]) for one in shares_moved] == [
        (25, 40, codes[2]),
        (25, 27, codes[1]),
    ]
    for one in told["results"]:
        assert one["number"] is None or carol.get(one["number"]).status_code == 200
    assert grace.get(path).status_code == 404
    assert len(reads(carol, f"uploads/{upload.pk}/moved/")) == 10


def test_a_held_file_is_left_on_a_word_of_its_sender(world: Cast, carol: Client, grace: Client, alice: Client) -> None:
    many = [row(school) for school in range(1, 10)]
    first = checked(send(carol, csv_text([HEADER, *many]).encode()))
    held = checked(send(carol, csv_text([HEADER, *many[:5]]).encode()))
    word = f"{held}leaving/"
    assert_problem(grace.post(word), 404, "not-found", word)
    assert alice.post(word).status_code == 403
    assert [carol.post(word).json()["state"] for _ in range(2)] == ["left", "left"]
    assert_problem(carol.post(f"{first}leaving/"), 409, "conflict", f"{first}leaving/")
    assert_problem(carol.post(f"{held}confirmation/"), 409, "conflict", f"{held}confirmation/")
    assert len(rows(carol.get(f"{held}changes/"))) == 4
