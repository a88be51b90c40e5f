"""A collection is handed over by keyboard alone, by three people: sent with an error, mended, its warning explained,
submitted, certified and accepted.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page

from equityplan.embedded import postgres
from tests.journeys.browser import axe_violations, troubles_of
from tests.journeys.collection_files import YEAR, files, write
from tests.journeys.keyboard import PATIENCE, Keyboard
from tests.journeys.test_every_page import account_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]

NAME = f"October collection {YEAR}"
WRONG = "years_prior_teaching"
ACTS = """
    SELECT event.act, event.by_name, event.by_role FROM intake_certificationevent event
    JOIN districts_district district ON district.id = event.district_id
    WHERE district.org_code = %s AND event.school_year = 2022 AND event.collection = 'OCT' ORDER BY event.number
"""


def new_page(chromium: Browser, demo: dict[str, Any], account: dict[str, Any]) -> Keyboard:
    by_keys = Keyboard(chromium.new_context(viewport={"width": 1280, "height": 900}).new_page())
    by_keys.sign_in(demo["address"], account)
    return by_keys


def test_a_collection_is_sent_mended_explained_certified_and_accepted_by_keyboard(
    chromium: Browser, demo: dict[str, Any], tmp_path: Path
) -> None:
    steward, certifier, analyst = (account_of(demo, role) for role in ("district_steward", "certifier", "ese_analyst"))
    people = [new_page(chromium, demo, one) for one in (steward, certifier, analyst)]
    told = [troubles_of(by_keys.page) for by_keys in people]
    sound = files(account_of(demo, "school_leader")["school"])
    findings = send_with_an_error(people[0], sound, tmp_path)
    send_mended(people[0], mended(findings, tmp_path / "staff_roster.csv"), tmp_path)
    explain_and_submit(people[0])
    certify(people[1])
    accept(people[2], steward["district"], certifier["name"])
    assert told == [[], [], []]
    assert [axe_violations(by_keys.page) for by_keys in people] == [[], [], []]
    with psycopg.connect(postgres.database_url(Path(demo["home"]), "postgres")) as connection:
        acts = connection.execute(ACTS, [steward["district"]]).fetchall()
    assert acts == [
        ("submit", steward["name"], "district_steward"),
        ("certify", certifier["name"], "certifier"),
        ("accept", analyst["name"], "ese_analyst"),
    ]


def send_with_an_error(by_keys: Keyboard, sound: dict[str, list[list[str]]], folder: Path) -> list[dict[str, str]]:
    """All four files at once, one of them with a word for a number; what is told of it, as it is downloaded."""
    roster = [list(row) for row in sound["staff_roster"]]
    roster[2][roster[0].index(WRONG)] = "many"
    by_keys.follow("Uploads")
    sent = {**sound, "staff_roster": roster}
    by_keys.choose_files("Send one or several files", [write(folder, layout, rows) for layout, rows in sent.items()])
    by_keys.push("Send")
    by_keys.page.get_by_text("4 files were received").wait_for()
    by_keys.follow("staff_roster.csv")
    by_keys.page.get_by_role("heading", name="Accepted in part").wait_for()
    with by_keys.download("Download findings").path().open() as file:
        return list(csv.DictReader(file))


def mended(findings: list[dict[str, str]], sent: Path) -> list[list[str]]:
    """The roster with a number where the findings say that there is none."""
    with sent.open(newline="") as file:
        roster = list(csv.reader(file))
    (wrong,) = (one for one in findings if one["severity"] == "E")
    assert (wrong["value"], wrong["message"], wrong["how_to_fix"] != "") == (
        "… (4 characters)",
        f"Row 3: “{WRONG}” is “… (4 characters)”, which is no whole number.",
        True,
    )
    roster[int(wrong["row"]) - 1][roster[0].index(wrong["column"])] = "12"
    return roster


def send_mended(by_keys: Keyboard, roster: list[list[str]], folder: Path) -> None:
    """It waits, shows what it changes, row by row, and is taken."""
    by_keys.follow("Uploads")
    by_keys.choose_files("Send one or several files", [write(folder, "staff_roster", roster)])
    by_keys.tab_to("Show me what it changes")
    for checked in (False, True):
        by_keys.press("Space")
        assert by_keys.page.get_by_label("Show me what it changes").is_checked() is checked
    by_keys.push("Send", "Space")
    by_keys.page.get_by_role("heading", name="look at what it changes").wait_for()
    by_keys.follow("Staff roster")
    assert by_keys.page.get_by_role("table").get_by_text(WRONG).count() == 1
    by_keys.follow("staff_roster.csv")
    by_keys.push("Take it")
    by_keys.page.get_by_role("heading", name="Accepted", exact=True).wait_for()


def explain_and_submit(by_keys: Keyboard) -> None:
    by_keys.follow("Collections")
    by_keys.follow(NAME)
    wait_for(by_keys, lambda page: page.get_by_text("Not explained yet").count() > 0)
    while by_keys.page.get_by_text("Not explained yet").count():
        by_keys.write("Why this is so", "The principal of the school retired in September; the post is filled in May.")
        by_keys.push("Keep this explanation")
    by_keys.push("Submit to the certifier")
    by_keys.page.get_by_text("It is submitted.").wait_for()


def certify(by_keys: Keyboard) -> None:
    by_keys.follow("Collections")
    by_keys.follow(NAME)
    by_keys.write("To sign, write", "I certify")
    by_keys.push("Certify")
    by_keys.page.get_by_text("It is certified.").wait_for()


def accept(by_keys: Keyboard, district: str, certifier: str) -> None:
    """Found among all districts by school year, state and code."""
    by_keys.follow("Collections")
    by_keys.tab_to("School year", tag="select")
    by_keys.page.keyboard.type(YEAR)
    by_keys.tab_to("Any collection that is", tag="select")
    by_keys.press("ArrowDown")  # to be accepted
    by_keys.write("Name or code", district)
    by_keys.push("Show")
    by_keys.follow("October collection of")
    by_keys.push(f"Accept what {certifier} certified")
    by_keys.page.get_by_text("accepted").first.wait_for()


def wait_for(by_keys: Keyboard, question: Callable[[Page], bool]) -> None:
    """The page is asked for again, as the files are compared with each other."""
    for _ in range(PATIENCE // 2000):
        if question(by_keys.page):
            return
        by_keys.page.wait_for_timeout(2000)
        by_keys.page.reload()
    raise AssertionError(by_keys.page.inner_text("main"))
