"""The first key press on a page offers to skip what every page begins with."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]

ON_TOP = """() => {
    const link = document.activeElement, place = link.getBoundingClientRect();
    return document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2) === link && place.y >= 0;
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_the_link_to_the_content_can_be_seen_when_it_is_reached(
    chromium: Browser, demo: dict[str, Any], width: int
) -> None:
    page = chromium.new_context(viewport={"width": width, "height": WIDTHS[width]}).new_page()
    page.goto(f"{demo['address']}/plan/")
    page.keyboard.press("Tab")
    page.wait_for_function(ON_TOP)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
