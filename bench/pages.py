"""Pages beside a bare page of the same stack: the same middleware, signed in, with one indexed query. Each is asked for
in turn with the bare one, in one process, on the state that was just imported.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from .page_addresses import BARE
from .stopwatch import seconds_of

TIMES = 15
MOST = 3.0  # times a bare page
MOST_STATEMENTS = 8  # more than the bare page, which makes one
HOST = "localhost"


@dataclass(frozen=True)
class Reader:
    """Somebody who may sign in, the pages that are theirs, by kind, and the bare page of their own tenant."""

    person: Any
    pages: Mapping[str, str]
    bare: str = BARE


def measure_pages(reader: Reader, *, tell: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """By kind of page: seconds of it and of the bare page asked for beside it, their ratio, and how many statements."""
    gc.collect()
    gc.freeze()  # what the import has left in this process is in none that serves pages
    with override_settings(ROOT_URLCONF="bench.page_addresses"):
        client = Client(headers={"host": HOST})
        client.force_login(reader.person)
        return {kind: _one(client, path, reader.bare, tell) for kind, path in reader.pages.items()}


def _one(client: Client, path: str, bare: str, tell: Callable[[str], None]) -> dict[str, float]:
    """Medians, after each was asked for once."""
    tell(f"page {path} …")
    for address in (path, bare):
        ask(client, address)
    pairs = [(seconds_of(lambda: ask(client, path)), seconds_of(lambda: ask(client, bare))) for _ in range(TIMES)]
    return summary(pairs, _statements(client, path), _statements(client, bare))


def _statements(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask(client, path)
    return len(asked)


def ask(client: Client, path: str) -> None:
    """A page that is not there would be fast."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")


def summary(pairs: list[tuple[float, float]], statements: int, of_the_bare: int) -> dict[str, float]:
    """Of seconds of a page and of the bare one, pair by pair, and of how many statements they make. `own`: those that
    the page makes itself, of which the bare one makes one.
    """
    page, bare = (median(each) for each in zip(*pairs, strict=True))
    return {
        "seconds": round(page, 4),
        "bare": round(bare, 4),
        "ratio": round(page / bare, 2),
        "statements": statements,
        "own": max(statements - of_the_bare + 1, 0),  # a page that is open to all asks for no membership
    }


def as_text(found: Mapping[str, Mapping[str, float]]) -> str:
    """A line a page; what is slower than it may be, or asks more, is marked."""
    lines = [
        f"pages: at most {MOST:g} times a bare page of the same stack, and {MOST_STATEMENTS} statements of its own"
    ]
    lines += [
        f"{f'page: {kind}':<48}{one['seconds'] * 1000:>9.1f} ms{one['ratio']:>9.2f}{one['own']:>5.0f} statements"
        f"{'' if one['ratio'] <= MOST else '  slower'}{'' if one['own'] <= MOST_STATEMENTS else '  asks more'}"
        for kind, one in found.items()
    ]
    return "\n".join(lines)
