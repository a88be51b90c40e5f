"""What each of the plan's tables compares: measures, student groups, and among which units; and beside them the table
that federal law asks for. Sources: plan text, Tables 1 to 5; ESSA 1111(g)(1)(B).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from monitoring.analysis import title_one
from monitoring.analysis.title_one_words import LAW

Kind = Literal["rates", "differences", "students"]
Rows = Literal["groups", "levels", "districts"]

GROUPS_OF_THE_PLAN = ("low_income", "students_of_color", "students_with_disabilities")


@dataclass(frozen=True)
class Column:
    """A measure in a window, the one that the plan names first. Where there are no figures of it, the next stands in
    its place, under its own name, and a note says so. `stands_for`: what a law calls it.
    """

    choices: tuple[tuple[str, str], ...]
    stands_for: str = ""


def _column(measure: str, instead: str = "", windows: tuple[str, ...] = ("1",)) -> Column:
    """`instead`: a measure that stands there where need be, of one year."""
    choices = [(measure, window) for window in windows]
    return Column((*choices, (instead, "1")) if instead else tuple(choices))


_POOLED = ("pooled3", "1")
_STATUTORY = (
    _column("T_UNQ", "T_UNLICENSED"),
    _column("T_EXP_LT4", "T_EXP_LT3"),
    _column("T_OOF", "T_OOF_80", windows=_POOLED),
)


@dataclass(frozen=True)
class TableDefinition:
    """`kind`: rates of both ends with the gap below them; difference and ratio side by side; or, of students, both
    rates and their difference side by side. `rows`: what a row is of; `method`, `scope`: where the gaps stand
    (`GapFields`); `units`: what is compared.
    """

    number: int
    title: str
    kind: Kind
    rows: Rows
    method: str
    scope: str
    units: str
    groups: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def heading(self) -> str:
        """
        >>> TABLES[3].heading
        'Table 3. Difference and ratio in three statutory measures across districts in the state'
        """
        return f"Table {self.number}. {self.title}"


_THREE = "Difference and ratio in three statutory measures"
_ALL = (
    TableDefinition(
        1,
        "Equity gaps in the state",
        "rates",
        "groups",
        "Q",
        "state",
        "schools",
        GROUPS_OF_THE_PLAN,
        (
            _column("T_UNQ", "T_UNLICENSED"),
            _column("T_TURN", windows=_POOLED),
            _column("T_EXP_LT1"),
            _column("T_EXP_LT4", "T_EXP_LT3"),
            _column("T_OOF", "T_OOF_80", windows=_POOLED),
            _column("T_ABS_GT10", windows=_POOLED),
            _column("T_SATIS"),
            _column("P_TURN", windows=_POOLED),
            _column("P_EXP_LT1"),
            _column("P_ABS_GT10", windows=_POOLED),
        ),
    ),
    TableDefinition(
        2,
        f"{_THREE} across schools in the state",
        "differences",
        "groups",
        "Q",
        "state",
        "schools",
        GROUPS_OF_THE_PLAN,
        _STATUTORY,
    ),
    TableDefinition(
        3,
        f"{_THREE} across districts in the state",
        "differences",
        "groups",
        "D",
        "districts",
        "districts",
        GROUPS_OF_THE_PLAN,
        _STATUTORY,
    ),
    TableDefinition(
        4,
        f"{_THREE} across schools of each level, for low-income students",
        "differences",
        "levels",
        "Q",
        "level",
        "schools",
        ("low_income",),
        _STATUTORY,
    ),
    TableDefinition(
        5,
        f"{_THREE} across schools of three districts, for low-income students",
        "differences",
        "districts",
        "Q",
        "district",
        "schools",
        ("low_income",),
        _STATUTORY,
    ),
    TableDefinition(
        6,
        f"Access to teachers in Title I schools, as {LAW} asks",
        "students",
        "groups",
        "E",
        title_one.SCOPE,
        "schools",
        title_one.GROUPS_NAMED,
        (
            replace(_column("T_EVAL_LOW"), stands_for="ineffective"),
            replace(_column("T_OOF_80", "T_OOF"), stands_for="out-of-field"),
            replace(_column("T_EXP_LT3", "T_EXP_LT4"), stands_for="inexperienced"),
        ),
    ),
)

TABLES: dict[int, TableDefinition] = {one.number: one for one in _ALL}
