"""Lists that are no querysets, under the same parameters."""

from __future__ import annotations

from typing import Any

from monitoring.api.filtering import AnyWord


class Rows(list[Any]):
    """Records in their order, as filters expect them."""

    model = None

    def all(self) -> Rows:
        return self


class AnyWordOfRows(AnyWord):
    def filter(self, rows: Rows, value: Any) -> Rows:
        return Rows(row for row in rows if getattr(row, self.field_name) in value) if value else rows
