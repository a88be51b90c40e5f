"""Which accepted figures are trusted: columns of a year, or all of a year."""

from __future__ import annotations

from collections.abc import Collection, Mapping

Trusted = Collection[int] | Mapping[int, Collection[str]]  # years, or years with their trusted columns


def trusted_years(trusted: Trusted, *columns: str) -> frozenset[int]:
    """The years in which all of these columns are trusted.

    >>> sorted(trusted_years({2019: ["el", "swd"], 2020: ["el"]}, "el", "swd"))
    [2019]
    >>> sorted(trusted_years([2019, 2020], "el"))
    [2019, 2020]
    """
    if isinstance(trusted, Mapping):
        return frozenset(year for year, names in trusted.items() if set(columns) <= set(names))
    return frozenset(trusted)
