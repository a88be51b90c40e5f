"""Several tables read as one list: schools', districts' and the state's rows of the same shape, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class Table:
    """One part. `district` and `org_code` are lookups of a row's owner and of the organization it is about; `all_about`
    is that organization's code where all rows are about one.
    """

    name: str
    rows: QuerySet[Any]
    district: str | None = None
    org_code: str | None = None
    all_about: str | None = None

    def filter(self, **lookups: Any) -> Table:
        return replace(self, rows=self.rows.filter(**lookups))

    def about(self, org_codes: list[str]) -> Table | None:
        if self.all_about:
            return self if self.all_about in org_codes else None
        return self.filter(**{f"{self.org_code}__in": org_codes})


class Tables:
    """The parts in their order, as a paginator needs them: counted and cut. Each part must be ordered."""

    ordered = True
    model = None  # there are several

    def __init__(self, *parts: Table) -> None:
        self.parts = parts
        self._counts: list[int] | None = None

    def all(self) -> Tables:
        return self

    def filter(self, **lookups: Any) -> Tables:
        """Rows of every part that fit; the lookups name columns that all parts have."""
        return Tables(*(part.filter(**lookups) for part in self.parts))

    def only(self, names: list[str]) -> Tables:
        return Tables(*(part for part in self.parts if part.name in names))

    def of_district(self, org_code: str) -> Tables:
        """Rows that belong to one district; parts that belong to nobody drop out."""
        return Tables(*(part.filter(**{part.district: org_code}) for part in self.parts if part.district))

    def of_organizations(self, org_codes: list[str]) -> Tables:
        narrowed = [part.about(org_codes) for part in self.parts]
        return Tables(*(part for part in narrowed if part is not None))

    def count(self) -> int:
        """One query a part, once."""
        if self._counts is None:
            self._counts = [part.rows.count() for part in self.parts]
        return sum(self._counts)

    def first(self) -> Any:
        """The first row of the first part that holds one, or None. At most one query a part."""
        return next((row for part in self.parts for row in part.rows[:1]), None)

    def __getitem__(self, cut: slice) -> list[Any]:
        """The rows from cut.start to before cut.stop, of those parts only that hold some of them."""
        self.count()
        return list(self._cut(cut.start or 0, self.count() if cut.stop is None else cut.stop))

    def _cut(self, start: int, stop: int) -> Iterator[Any]:
        for part, count in zip(self.parts, self._counts or (), strict=True):
            low, high = max(start, 0), min(stop, count)
            if low < high:
                yield from part.rows[low:high]
            start, stop = start - count, stop - count
