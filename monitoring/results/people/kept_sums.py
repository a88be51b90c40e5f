"""Sums of people that a worker has read: a run reads those of the sets of files that are others than at its last one,
and not the whole state's.

A set's hash is of its sums, so what was read under it stays right. In a scope that reads all tenants' rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from ..models import SummedFiles

Read = Callable[[list[str]], pl.DataFrame]  # the rows of sets, by their ids


@dataclass
class _Kept:
    hashes: dict[str, str] = field(default_factory=dict)
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)


_kept = _Kept()


def kept(wanted: Mapping[str, str], read: Read) -> pl.DataFrame:
    """The rows of these sets, whose sums have these hashes. Only they are kept from now on."""
    known = {key for key, content in wanted.items() if _kept.hashes.get(key) == content}
    new = sorted(wanted.keys() - known)
    if not new and len(known) == len(_kept.hashes):
        return _kept.rows
    rows = read(new)
    still = [_kept.rows.filter(pl.col("sums_id").is_in(sorted(known)))] if known else []
    sure = known | _unchanged(new, wanted)
    _kept.rows, _kept.hashes = pl.concat([*still, rows]), {key: wanted[key] for key in sure}
    return _kept.rows


def _unchanged(new: list[str], wanted: Mapping[str, str]) -> set[str]:
    """Those that nobody has replaced while they were read."""
    now = SummedFiles.objects.filter(pk__in=new).values_list("pk", "content_hash")
    return {str(key) for key, content in now if wanted[str(key)] == content}
