"""Signing in with and setting up a second factor; the pages a walk along links does not reach."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser import WIDTHS, axe_violations, runs_over
from tests.journeys.people import code_now, sign_in
from tests.journeys.test_every_page import account_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]


def state_of(page: Page) -> tuple[str, bool, list[str]]:
    """Heading, whether the page runs over, what axe objects to."""
    return (page.get_by_role("heading", level=1).inner_text(), runs_over(page), axe_violations(page))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_that_asks_for_a_code_is_accessible(chromium: Browser, demo: dict[str, Any], width: int) -> None:
    page = chromium.new_context(viewport={"width": width, "height": WIDTHS[width]}).new_page()
    account = account_of(demo, "ese_analyst")
    page.goto(f"{demo['address']}/accounts/login/")
    page.get_by_label("Email").fill(account["email"])
    page.get_by_label("Password", exact=True).fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Enter your code").wait_for()
    assert state_of(page) == ("Enter your code", False, [])


def test_a_wrong_password_is_said_beside_the_form(chromium: Browser, demo: dict[str, Any]) -> None:
    page = chromium.new_context().new_page()
    page.goto(f"{demo['address']}/accounts/login/")
    page.get_by_label("Email").fill("nobody@demo.example")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    assert state_of(page) == ("Sign in", False, [])


def test_a_second_factor_can_be_set_up_and_taken_away_again(chromium: Browser, demo: dict[str, Any]) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    account = account_of(demo, "certifier")
    sign_in(page, demo["address"], account)
    page.goto(f"{demo['address']}/accounts/2fa/totp/activate/")
    assert state_of(page) == ("Connect an authenticator app", False, [])
    page.get_by_label("Authenticator code").fill(code_now(page.get_by_label("Authenticator secret").input_value()))
    page.get_by_role("button", name="Connect").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert state_of(page) == ("Recovery codes", False, [])
    page.goto(f"{demo['address']}/accounts/2fa/totp/deactivate/")
    assert state_of(page) == ("Disconnect the authenticator app", False, [])
    page.get_by_role("button", name="Disconnect").click()
    page.get_by_role("heading", name="Two-step sign-in").wait_for()
