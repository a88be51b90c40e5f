"""Pages of figures beside a bare page of the same stack: the same middleware, signed in, with one indexed query. Each
is asked for in turn with the bare one, in one process, on the state that was just imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from .page_addresses import BARE
from .stopwatch import seconds_of

TIMES = 9
MOST = 3.0  # times a bare page
HOST = "localhost"


@dataclass(frozen=True)
class Reader:
    """Somebody who may sign in, and the pages that are theirs, by kind."""

    person: Any
    pages: Mapping[str, str]


def measure_pages(reader: Reader, *, tell: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """By kind of page: seconds of it and of the bare page asked for beside it, their ratio, and how many statements."""
    with override_settings(ROOT_URLCONF="bench.page_addresses"):
        client = Client(headers={"host": HOST})
        client.force_login(reader.person)
        return {kind: _one(client, path, tell) for kind, path in reader.pages.items()}


def _one(client: Client, path: str, tell: Callable[[str], None]) -> dict[str, float]:
    """Medians, after each was asked for once."""
    tell(f"page {path} …")
    for address in (path, BARE):
        ask(client, address)
    pairs = [(seconds_of(lambda: ask(client, path)), seconds_of(lambda: ask(client, BARE))) for _ in range(TIMES)]
    with CaptureQueriesContext(connection) as asked:
        ask(client, path)
    return summary(pairs, len(asked))


def ask(client: Client, path: str) -> None:
    """A page that is not there would be fast."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")


def summary(pairs: list[tuple[float, float]], statements: int) -> dict[str, float]:
    """Of seconds of a page and of the bare one, pair by pair."""
    page, bare = (median(each) for each in zip(*pairs, strict=True))
    return {
        "seconds": round(page, 4),
        "bare": round(bare, 4),
        "ratio": round(page / bare, 2),
        "statements": statements,
    }


def as_text(found: Mapping[str, Mapping[str, float]]) -> str:
    """A line a page; what is slower than it may be is marked."""
    lines = [f"pages: at most {MOST:g} times a bare page of the same stack"]
    lines += [
        f"{f'page: {kind}':<44}{one['seconds'] * 1000:>9.1f} ms{one['ratio']:>9.2f}{one['statements']:>5.0f} statements"
        f"{'' if one['ratio'] <= MOST else '  slower'}"
        for kind, one in found.items()
    ]
    return "\n".join(lines)
