"""A small district types its roster in, with an error, and mends it; on a wide screen and on a phone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from districts.school_year import SchoolYear, show_school_year
from tests.journeys.browser import WIDTHS, axe_violations, runs_over, troubles_of
from tests.journeys.people import sign_in
from tests.journeys.test_every_page import account_of
from tests.journeys.test_sending_a_file import PATIENCE, wait_without_scripts

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]

FIELDS = {"mepid": "00000017", "hire_date": "2010-09-01", "years_prior_teaching": "many"}
CHOICES = {"employment_status": "01", "exit_reason": "NA", "experience_scope": "ALL"}


def begin(page: Page, demo: dict[str, Any]) -> None:
    page.goto(f"{demo['address']}/d/{account_of(demo, 'district_steward')['district']}/uploads/")
    page.get_by_role("link", name="Type it in").click()
    page.get_by_role("link", name="Staff roster", exact=True).click()
    quiet_year = int(SchoolYear.running(dt.date.today())) - 7  # later ones hold files of the demo, and of a journey
    page.locator("#school_year").select_option(show_school_year(quiet_year))


def type_row(page: Page, number: int, **other: str) -> None:
    for name, cell in {**FIELDS, **other}.items():
        page.locator(f"#row-{number}-{name}").fill(cell)
    for name, code in CHOICES.items():
        page.locator(f"#row-{number}-{name}").select_option(code)


def send(page: Page, *, scripts: bool = True) -> None:
    """Without being asked first, for the demo may hold an earlier roster; a held one is taken."""
    page.get_by_text("Show me what it changes before it is taken").click()
    page.get_by_role("button", name="Send", exact=True).click()
    if not scripts:
        wait_without_scripts(page)
    ended = page.locator("#findings")
    ended.wait_for(timeout=PATIENCE)
    if page.get_by_role("button", name="Take it all the same").count():
        page.get_by_role("button", name="Take it all the same").click()
        ended.wait_for(timeout=PATIENCE)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_roster_is_typed_sent_and_mended(chromium: Browser, demo: dict[str, Any], width: int) -> None:
    page = chromium.new_context(viewport={"width": width, "height": WIDTHS[width]}).new_page()
    sign_in(page, demo["address"], account_of(demo, "district_steward"))
    told = troubles_of(page)
    begin(page, demo)
    type_row(page, 2)
    page.get_by_text("Kept, sealed:").wait_for()
    page.get_by_role("button", name="Copy row 2").click()
    page.locator("#row-3").wait_for()
    assert page.evaluate("document.activeElement.id") == "row-3-mepid"
    page.keyboard.press("Control+A")
    page.keyboard.type(f"0000{width}")
    page.locator("#row-3-years_prior_teaching").fill("3")
    assert told == []
    assert (axe_violations(page), runs_over(page)) == ([], False)
    send(page)
    page.get_by_role("button", name="Mend what was typed").click()
    page.get_by_role("link", name="Row 2: “years_prior_teaching”").click()
    assert page.evaluate("document.activeElement.id") == "row-2-years_prior_teaching"
    assert (axe_violations(page), runs_over(page)) == ([], False)
    page.keyboard.type("12")
    page.locator("#row-2-years_prior_teaching").fill("12")
    send(page)
    assert page.get_by_text("Rule E-").count() == 0


def test_enter_in_a_field_keeps_what_stands_there_and_sends_nothing(chromium: Browser, demo: dict[str, Any]) -> None:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, demo["address"], account_of(demo, "district_steward"))
    begin(page, demo)
    page.locator("#row-2-mepid").fill("00000018")
    page.keyboard.press("Enter")
    page.get_by_text("Kept, sealed:").wait_for()
    assert page.locator("#row-2-mepid").input_value() == "00000018"


def test_without_scripts_rows_are_added_and_sent_as_well(chromium: Browser, demo: dict[str, Any]) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    account = account_of(demo, "district_steward")
    page.goto(f"{demo['address']}/accounts/login/")
    page.get_by_label("Email").fill(account["email"])
    page.get_by_label("Password", exact=True).fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    begin(page, demo)
    type_row(page, 2, years_prior_teaching="12")
    page.get_by_role("button", name="Add a row").click()
    type_row(page, 3, mepid="00000019", years_prior_teaching="1")
    send(page, scripts=False)
    assert page.get_by_text(", by typing").count() == 1
