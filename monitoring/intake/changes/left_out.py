"""What of a file's figures was left out although their rows were taken, in words."""

from __future__ import annotations

from collections.abc import Iterable

from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.models import Finding
from monitoring.intake.sheet import Effect

_PARTS = {  # one of it and several, in the order in which they are told
    Effect.CELL: ("1 cell", "{:,} cells"),
    Effect.COLUMN: ("1 column of a school year", "{:,} columns of a school year"),
    Effect.WITHHELD: ("1 column until a decision", "{:,} columns until a decision"),
}


def left_out(errors: Iterable[Finding]) -> str:
    """'2 cells and 1 column of a school year'; blank where nothing but whole rows was left out."""
    found = list(errors)
    totals = {part: sum(one.total for one in found if RULES[one.rule_id].effect is part) for part in _PARTS}
    words = [_PARTS[part][total > 1].format(total) for part, total in totals.items() if total]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
