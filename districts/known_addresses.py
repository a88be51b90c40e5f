"""Addresses of pages, each made once."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from django.urls import reverse


@functools.lru_cache(maxsize=20_000)
def _known(name: str, given: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, kwargs=dict(given))


def address(name: str, kwargs: Mapping[str, Any] | None = None) -> str:
    """An address, made once: a table has hundreds, and to make one takes as long as all else in its cell. It depends on
    nothing but these two, since all requests have one table of addresses.
    """
    return _known(name, tuple(sorted((kwargs or {}).items())))
