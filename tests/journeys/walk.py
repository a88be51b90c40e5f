"""Walking through the site as somebody: from the start page along every link, each kind of page once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page


def kind_of(path: str) -> str | None:
    """The name of the view behind a path; None for what is no page of ours."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def walk(page: Page, address: str, starts: tuple[str, ...], skip: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Open each kind of page once, and give (kind, path) while it is open. `skip`: beginnings of kinds to leave out."""
    waiting, seen = deque(starts), set[str]()
    while waiting:
        path = waiting.popleft()
        kind = kind_of(urlsplit(path).path)
        if kind is None or kind in seen or kind.startswith(skip):
            continue
        seen.add(kind)
        response = page.goto(address + path)
        if response is None or "text/html" not in response.headers.get("content-type", ""):
            continue
        yield kind, path
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        waiting.extend(_path(link) for link in links if link.startswith(f"{address}/") and not _downloads(link))


def _path(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _downloads(link: str) -> bool:
    return urlsplit(link).path.endswith((".csv", ".json", ".pdf", ".xlsx")) or "/download/" in link
