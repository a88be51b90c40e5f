"""The agency's files that stand in where districts have none of their own: read once by a worker, not by each district.

A snapshot never changes, so what was read of it stays right. In a scope that reads all tenants' rows.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

import polars as pl

FILES = 4  # that are kept in memory: of persons and of courses, as they stand and as most years are certified with

_kept: dict[uuid.UUID, pl.DataFrame] = {}
Read = Callable[[], pl.DataFrame]


def kept(snapshot_id: uuid.UUID, read: Read) -> pl.DataFrame:
    """The rows of a file; of one on persons in the order of their pseudonyms."""
    if snapshot_id not in _kept:
        for earlier in list(_kept)[: len(_kept) - FILES + 1]:
            del _kept[earlier]
        _kept[snapshot_id] = _in_order(read())
    return _kept[snapshot_id]


def rows_of(people: pl.Series, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of these people, found by halving: what one district takes does not grow with the state's file.

    `rows`: in the order of mepid.

    >>> rows = pl.DataFrame({"mepid": ["a", "b", "b", "d"], "number": [1, 2, 3, 4]})
    >>> rows_of(pl.Series(["d", "b", "c", "b", None]), rows)["number"].to_list()
    [2, 3, 4]
    """
    wanted = people.drop_nulls().unique().sort()
    first, last = (rows["mepid"].search_sorted(wanted, side) for side in ("left", "right"))
    at = pl.select(pl.int_ranges(first, last, dtype=pl.UInt32).explode()).to_series().drop_nulls()
    return rows[at]


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort("mepid", maintain_order=True) if "mepid" in rows.columns else rows
