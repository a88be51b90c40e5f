"""A real browser: found, started without anything that reaches for the network, and asked what axe thinks of a page."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {1280: 900, 390: 844}
AXE = {"rules": {"target-size": {"enabled": True}}}  # WCAG 2.2, which axe leaves off by default


def executable() -> str:
    """The path of a Chromium; without one the test is skipped, or fails where EQP_REQUIRE_BROWSER=1 says it may not."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get("EQP_REQUIRE_BROWSER") == "1":
        pytest.fail("EQP_REQUIRE_BROWSER=1 and no Chromium on PATH")
    if found is None:
        pytest.skip("no Chromium on PATH: nothing was tried in a browser")
    return found


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    path = executable()
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    # Playwright keeps an event loop in this thread to the end of the run; nothing of Django's ever runs inside it, but
    # while it runs Django keeps connections of their own, and would leave those of before or after it open for good.
    connections.close_all()
    with mock.patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="1"), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            connections.close_all()
            browser.close()


def troubles_of(page: Page) -> list[str]:
    """What the page says about itself from now on: errors in the console, refusals of the content policy, failed
    requests.
    """
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def axe_violations(page: Page) -> list[str]:
    """Each violation with the places it was found in."""
    found: list[dict[str, Any]] = Axe().run(page, options=AXE).response["violations"]
    return [f"{item['id']}: {[node['target'] for node in item['nodes']][:5]}" for item in found]


def runs_over(page: Page) -> bool:
    """Whether the page itself scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
