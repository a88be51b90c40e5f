"""A published table of shares by groups of schools, which a state is to come out with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STATE_A = Path(__file__).with_name("state_a.json")
EVERYBODY = "all"


@dataclass(frozen=True)
class Rate:
    """`digits`: after the point of the percentage as it was printed."""

    share: float
    digits: int


@dataclass(frozen=True)
class Row:
    """All schools, or those at one end by their share of a group of students: `part` of all."""

    group: str
    is_top: bool
    part: float
    teachers: int
    principals: int
    rates: Mapping[str, Rate]


@dataclass(frozen=True)
class Table:
    """`all_schools` and the ends; `pooled`: measures that are of three years together."""

    year: int
    all_schools: Row
    ends: tuple[Row, ...]
    pooled: frozenset[str]

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.group for row in self.ends))

    @property
    def rows(self) -> tuple[Row, ...]:
        return (self.all_schools, *self.ends)


def read_table(path: Path = STATE_A) -> Table:
    """Raises ValueError where the file does not hold such a table."""
    try:
        content = json.loads(path.read_text())
        rows = [_row(one) for one in content["table1"]]
        whole = [row for row in rows if row.group == EVERYBODY]
        ends = tuple(row for row in rows if row.group != EVERYBODY)
        return Table(content["school_year"], whole[0], ends, frozenset(content["three_year_average"]))
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{path.name} is no table of shares by groups of schools ({error!r})") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None


def _row(one: Mapping[str, Any]) -> Row:
    rates = {measure: _rate(text) for measure, text in one["rate_percent"].items()}
    is_top = str(one["band"]).startswith("top")
    part = 1.0 if one["share_of_schools"] is None else one["share_of_schools"]
    return Row(one["student_group"], is_top, part, one["n_teachers"], one["n_principals"], rates)


def _rate(text: str) -> Rate:
    return Rate(float(text) / 100, len(text.partition(".")[2]))
