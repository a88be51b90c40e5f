"""The page that describes the API, in a real browser: drawn under our content policy, and axe objects to nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, Page

from tests.journeys.browser import WIDTHS, axe_violations, runs_over, troubles_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return None


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server of this process. The page is open to all, so no database is asked."""
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), server_class=Server, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def open_page(browser: Browser, address: str, width: int) -> tuple[Page, list[str]]:
    page = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}).new_page()
    told = troubles_of(page)
    page.goto(f"{address}/api/v1/docs/")
    page.locator(".opblock").first.wait_for()
    return page, list(told)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_drawn_accessible_and_fits(chromium: Browser, address: str, width: int) -> None:
    page, told = open_page(chromium, address, width)
    assert (told, runs_over(page), axe_violations(page)) == ([], False, [])
    page.context.close()


@pytest.mark.parametrize("operation", ["/api/v1/gaps/", "/api/v1/uploads/{upload_id}/findings/"])
def test_so_it_is_with_an_operation_opened(chromium: Browser, address: str, operation: str) -> None:
    page, _ = open_page(chromium, address, 1280)
    page.locator(".opblock", has=page.locator(f'[data-path="{operation}"]')).locator("button").first.click()
    page.get_by_role("heading", name="Responses").wait_for()
    assert (runs_over(page), axe_violations(page)) == (False, [])
    page.context.close()
