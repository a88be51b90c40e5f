"""Sending a file with nothing but a keyboard, watching it being checked, and reading what was found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser import axe_violations, troubles_of
from tests.journeys.people import sign_in
from tests.journeys.test_every_page import account_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]

PATIENCE = 120_000  # milliseconds: a real worker checks the file


def enrollment(folder: Path, school: str, students: int = 412) -> Path:
    """Two sound rows and one that is not, of a school of the steward's own district."""
    path = folder / "enrollment.csv"
    rows = [
        f"2023-24,{school},all,{students}",
        f"2023-24,{school},low_income,97",
        f"2023-24,{school},english_learners,many",
    ]
    path.write_text("\n".join(["school_year,org_code,student_group,enrolled", *rows]) + "\n")
    return path


def tab_to(page: Page, words: str, most: int = 60) -> None:
    """Press Tab until what has the focus bears these words: by name, label or text."""
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(one => [one.textContent, one.value, one.labels && one.labels[0] && one.labels[0].textContent]"
            ".filter(Boolean).join(' '))(document.activeElement)"
        )
        if words in found:
            return
    raise AssertionError(f"Tab does not lead to {words!r}")


def focus_is_seen(page: Page) -> bool:
    return bool(page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"))


def wait_without_scripts(page: Page) -> None:
    again = page.get_by_role("link", name="See how far it is now")
    for _ in range(PATIENCE // 1000):
        if not again.count():
            break
        page.wait_for_timeout(1000)
        again.click()


def test_a_steward_sends_a_file_by_keyboard_and_sees_its_check_come_to_an_end(
    chromium: Browser, demo: dict[str, Any], tmp_path: Path
) -> None:
    leader = account_of(demo, "school_leader")
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, demo["address"], account_of(demo, "district_steward"))
    told = troubles_of(page)
    tab_to(page, "Skip to main content")
    tab_to(page, "Uploads")
    assert focus_is_seen(page)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Uploads", level=1).wait_for()
    tab_to(page, "Send one or several files")
    assert focus_is_seen(page)
    page.locator("input[type=file]").set_input_files(enrollment(tmp_path, leader["school"]))
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="enrollment.csv").wait_for()
    page.get_by_role("heading", name="Accepted in part").wait_for(timeout=PATIENCE)
    assert page.get_by_text("Rule E-").count() == 1
    assert told == []
    assert axe_violations(page) == []


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(chromium: Browser, demo: dict[str, Any]) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{demo['address']}/measures/")
    tab_to(page, "Menu")
    page.keyboard.press("Enter")
    assert page.get_by_role("navigation", name="Main").is_visible()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("navigation", name="Main").wait_for(state="hidden")


def test_without_scripts_the_menu_stands_open_and_a_file_can_be_sent(
    chromium: Browser, demo: dict[str, Any], tmp_path: Path
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    account = account_of(demo, "district_steward")
    page.goto(f"{demo['address']}/accounts/login/")
    page.get_by_label("Email").fill(account["email"])
    page.get_by_label("Password", exact=True).fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Uploads").click()
    sent = enrollment(tmp_path, account_of(demo, "school_leader")["school"], students=413)
    page.locator("input[type=file]").set_input_files(sent)
    page.get_by_role("button", name="Send", exact=True).click()
    wait_without_scripts(page)
    if page.get_by_role("heading", name="look at what it changes").is_visible():  # where others stood before
        page.get_by_role("button", name="Take it").click()
        wait_without_scripts(page)
    assert page.get_by_role("heading", name="Accepted in part").is_visible()
