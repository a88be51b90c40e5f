"""A case of a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Case:
    """A table that breaks one rule; what is changed in `row`, or the rows beside it; how often and, where given, the
    message.
    """

    rule_id: str
    header: list[str]
    row: list[str]
    changes: dict[str, Any] = field(default_factory=dict)
    beside: list[list[str]] = field(default_factory=list)
    total: int = 1
    message: str | None = None
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> list[list[Any]]:
        changed = [self.changes.get(name, cell) for name, cell in zip(self.header, self.row, strict=True)]
        return [self.header, changed, *self.beside]

    @property
    def mended(self) -> list[list[Any]]:
        return [self.header, self.row]
