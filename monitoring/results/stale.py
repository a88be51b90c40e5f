"""Which results are out of date: a hash over everything a school year's results depend on, kept with each run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from .frames import STATE

ORGANIZATIONS = "organizations"
DEFINITIONS = "definitions"
CODE = "code"
IN_COMMON = "in_common"  # by school year what all districts' results depend on together
_EVERYWHERE = (ORGANIZATIONS, DEFINITIONS, CODE)
Facts = Mapping[str, Any]
OfDistricts = Mapping[int, Mapping[str, str]]  # by school year and code a hash of what is the district's own


def hash_of(facts: Iterable[Any]) -> str:
    """A hash of facts in any order; each a value that JSON can hold.

    >>> hash_of([("a", 1), ("b", 2)]) == hash_of([("b", 2), ("a", 1)])
    True
    """
    return sha256_of("\n".join(sorted(json.dumps(fact, sort_keys=True, default=str) for fact in facts)))


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def stale_years(before: Facts, now: Facts) -> set[int]:
    """The school years whose own inputs differ between two runs' `inputs`; all of them where what all depend on
    differs.

    >>> stale_years({"code": "x", "2020": "a", "2021": "b"}, {"code": "x", "2020": "a", "2021": "c"})
    {2021}
    """
    years = {key for key in (*before, *now) if key not in (*_EVERYWHERE, IN_COMMON)}
    if is_stale_everywhere(before, now):
        return {int(year) for year in years}
    return {int(year) for year in years if before.get(year) != now.get(year)}


def stale_districts(before: OfDistricts, now: OfDistricts, years: Iterable[int]) -> frozenset[str] | None:
    """The codes of the districts whose own inputs of these school years differ; None: of the agency's something does,
    so that it may be any.

    >>> before = {2021: {"00010000": "a", "00020000": "b"}}
    >>> sorted(stale_districts(before, {2021: {"00010000": "a", "00020000": "c"}}, [2021]) or [])
    ['00020000']
    >>> stale_districts(before, {2021: {**before[2021], "00000000": "d"}}, [2021]) is None
    True
    """
    found: set[str] = set()
    for year in years:
        was, told = (of.get(year, {}) for of in (before, now))
        found |= {code for code in (*was, *told) if was.get(code) != told.get(code)}
    return None if STATE in found else frozenset(found)


def is_stale_everywhere(before: Facts, now: Facts) -> bool:
    """Whether something that every result depends on differs."""
    return any(before.get(key) != now.get(key) for key in _EVERYWHERE)
