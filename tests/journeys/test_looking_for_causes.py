"""An equity lead goes from a gap to a cause, to what is known of it, to a strategy and its log, by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import WIDTHS, axe_violations, runs_over, troubles_of
from tests.journeys.keyboard import Keyboard
from tests.journeys.test_every_page import account_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]


def pick(keyboard: Keyboard, label: str, option: str) -> None:
    """By typing how the option begins."""
    keyboard.tab_to(label, tag="select")
    keyboard.page.keyboard.type(option)


def test_from_a_gap_to_a_cause_to_a_strategy_by_keyboard(chromium: Browser, demo: dict[str, Any]) -> None:
    page = chromium.new_context(viewport={"width": 1280, "height": WIDTHS[1280]}).new_page()
    keyboard, told = Keyboard(page), troubles_of(page)
    account = account_of(demo, "equity_lead")
    keyboard.sign_in(demo["address"], account)
    page.goto(f"{demo['address']}/d/{account['district']}/causes/")
    keyboard.follow("Look into a gap")
    pick(keyboard, "Measure", "Principal turnover")
    pick(keyboard, "Between schools with the most", "English learners")
    keyboard.push("Begin")
    keyboard.follow("Name a cause")
    pick(keyboard, "Cause", "Principals who are new")
    keyboard.tab_to("Low confidence", tag="input")
    keyboard.press("ArrowDown")
    keyboard.write("Why you think so", "Three of five have left within two years.")
    keyboard.push("Keep it")
    keyboard.follow("Add evidence")
    keyboard.tab_to("Stakeholder feedback", tag="input")
    keyboard.press("Space")
    keyboard.write("What it says", "Teachers name it first.")
    keyboard.push("Add it")
    shown = page.locator("main").inner_text()
    assert ["Some confidence" in shown, "Teachers name it first." in shown] == [True, True]
    study = page.url
    keyboard.follow("Take it up: Prepare and keep principals")
    keyboard.push("Keep it")
    keyboard.follow("Log progress")
    keyboard.tab_to("On track", tag="input")
    keyboard.press("Space")
    keyboard.push("Log it")
    assert "On track" in page.locator("#log + section").inner_text()
    assert told == []
    page.goto(study)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert (axe_violations(page), runs_over(page)) == ([], False)
