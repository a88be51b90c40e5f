"""Sums of people that a worker has read: a run reads those of the sets of files that are others than at its last one,
and not the whole state's.

A set's hash is of its sums, so what was read under it stays right. In a scope that reads all tenants' rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from ..models import SummedFiles

Read = Callable[[list[str]], pl.DataFrame]  # the rows of sets, by their ids


@dataclass(frozen=True)
class Kept:
    """`hashes` of the sets whose `rows` these are."""

    hashes: Mapping[str, str]
    rows: pl.DataFrame

    def holds(self, wanted: Mapping[str, str]) -> bool:
        return all(self.hashes.get(key) == content for key, content in wanted.items())


_last: list[Kept] = []


def kept(wanted: Mapping[str, str], read: Read) -> pl.DataFrame:
    """The rows of these sets, whose sums have these hashes. Only they are kept from now on."""
    before = what_is_kept()
    known = {key for key, content in wanted.items() if before.hashes.get(key) == content}
    new = sorted(wanted.keys() - known)
    if not new and len(known) == len(before.hashes):
        return before.rows
    still = [before.rows.filter(pl.col("sums_id").is_in(sorted(known)))] if known else []
    rows = pl.concat([*still, read(new)])
    sure = known | _unchanged(new, wanted)
    lasting = rows if len(sure) == len(wanted) else rows.filter(pl.col("sums_id").is_in(sorted(sure)))
    _last[:] = [Kept({key: wanted[key] for key in sure}, lasting)]
    return rows


def what_is_kept() -> Kept:
    return next(iter(_last), Kept({}, pl.DataFrame()))


def _unchanged(new: list[str], wanted: Mapping[str, str]) -> set[str]:
    """Those that nobody has replaced while they were read."""
    now = SummedFiles.objects.filter(pk__in=new).values_list("pk", "content_hash")
    return {str(key) for key, content in now if wanted[str(key)] == content}
