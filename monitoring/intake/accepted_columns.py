"""Columns that were accepted before: which are in use, and what was read of those that are not. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from monitoring.intake.judgment import Key
from monitoring.intake.sheet import AS_READ


def accepted_columns(blocks: Mapping[int, pl.DataFrame], names: Iterable[str]) -> tuple[frozenset[Key], frozenset[Key]]:
    """The columns with figures in use, and those of which figures were only read, by school year and name.

    In: Past.blocks.
    """
    keys = [(year, name) for year in blocks for name in names]
    in_use = frozenset((year, name) for year, name in keys if has_figures(blocks[year], name))
    read = frozenset((year, name) for year, name in keys if has_figures(blocks[year], name + AS_READ))
    return in_use, read - in_use


def as_read(block: pl.DataFrame) -> pl.DataFrame:
    """A year of Past.blocks with the figures that are not in use in their columns' places.

    >>> as_read(pl.DataFrame({"org_code": ["00010000"], "swd": [None], "swd:read": [18.5]})).to_dicts()
    [{'org_code': '00010000', 'swd': 18.5}]
    """
    read = [name for name in block.columns if name.endswith(AS_READ)]
    names = {name.removesuffix(AS_READ) for name in read}
    figures = [
        pl.coalesce(*(it for it in (name, name + AS_READ) if it in block.columns)).alias(name) for name in sorted(names)
    ]
    return block.with_columns(figures).drop(read)


def has_figures(block: pl.DataFrame, name: str) -> bool:
    """Whether the year has any figure in this column."""
    return name in block.columns and block[name].null_count() < block.height
