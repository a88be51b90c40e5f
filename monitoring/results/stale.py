"""Which results are out of date: a hash over everything a school year's results depend on, kept with each run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

ORGANIZATIONS = "organizations"
DEFINITIONS = "definitions"
CODE = "code"
_EVERYWHERE = (ORGANIZATIONS, DEFINITIONS, CODE)


def hash_of(facts: Iterable[Any]) -> str:
    """A hash of facts in any order; each a value that JSON can hold.

    >>> hash_of([("a", 1), ("b", 2)]) == hash_of([("b", 2), ("a", 1)])
    True
    """
    lines = sorted(json.dumps(fact, sort_keys=True, default=str) for fact in facts)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def stale_years(before: Mapping[str, str], now: Mapping[str, str]) -> set[int]:
    """The school years whose own inputs differ between two runs' `inputs`; all of them where what all depend on
    differs.

    >>> stale_years({"code": "x", "2020": "a", "2021": "b"}, {"code": "x", "2020": "a", "2021": "c"})
    {2021}
    """
    years = {key for key in (*before, *now) if key not in _EVERYWHERE}
    if any(before.get(key) != now.get(key) for key in _EVERYWHERE):
        return {int(year) for year in years}
    return {int(year) for year in years if before.get(year) != now.get(year)}
