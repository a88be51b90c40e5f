"""The sums that a worker's last run has made: its next one of the same years sums up what rests on other rows alone."""

from __future__ import annotations

from collections.abc import Sequence

from .compute_sums import SummedState

_last: list[tuple[Sequence[int], SummedState]] = []


def known_sums(years: Sequence[int]) -> SummedState | None:
    """Those of exactly these years, if the last run was of them."""
    return next((state for known, state in _last if known == years), None)


def know_sums(years: Sequence[int], state: SummedState) -> None:
    _last[:] = [(years, state)]
