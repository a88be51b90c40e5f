"""A kind of damage: what is done to a good table, and what the checks must then say, written by hand."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from monitoring.intake.reports.column import Column
from tests.intake.malformed.good import Draft, Good

Columns = Callable[[Column], bool]
Texts = Sequence[str] | Callable[[Column, str], Sequence[str]]


@dataclass(frozen=True)
class Kind:
    """`damage` says whether it could be done to the table. `errors`: all rules on errors that find something.

    `remarks`: rules on warnings that must be among what is told. `same`: the very rows of the plain table come out.
    `verdict`: where it is not what the errors lead to.
    """

    name: str
    damage: Callable[[Draft], bool]
    errors: frozenset[str] = frozenset()
    remarks: frozenset[str] = frozenset()
    same: bool = False
    verdict: str = ""
    variants: int = 1

    @property
    def wanted(self) -> str:
        return self.verdict or ("accepted_in_part" if self.errors else "accepted")


def kind(name: str, damage: Callable[[Draft], bool], *errors: str, remarks: Sequence[str] = (), **more: object) -> Kind:
    return Kind(name, damage, frozenset(errors), frozenset(remarks), **more)  # type: ignore[arg-type]


def in_a_cell(name: str, columns: Columns, texts: Texts, *errors: str, **more: object) -> Kind:
    """One of these texts in a cell of one of these columns."""

    def damage(draft: Draft) -> bool:
        there = [column for column in draft.good.columns if columns(column)]
        if not there:
            return False
        column = draft.random.choice(there)
        choice = texts(column, draft.cell(column)) if callable(texts) else texts
        if not choice:
            return False
        draft.put(column, draft.random.choice(choice))
        return True

    return kind(name, damage, *errors, **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Damaged:
    """A damaged table of the corpus."""

    kind: Kind
    good: Good
    draft: Draft

    @property
    def name(self) -> str:
        return f"{self.kind.name}-{self.good.report.id}".replace(" ", "_")


def damaged_tables(kinds: Sequence[Kind], tables: Sequence[Good]) -> Iterator[list[Damaged]]:
    """For each kind every table that it can be done to, once or in several variants; beginning with another table each
    time, so that those of all first places are of many layouts.
    """
    for number, one in enumerate(kinds):
        start = number * 7 % len(tables)
        made: dict[str, Damaged] = {}
        for good in (*tables[start:], *tables[:start]):
            for variant in range(one.variants):
                draft = Draft(good, random.Random(f"{one.name} {good.report.id} {variant}"))
                if one.damage(draft):
                    made.setdefault(str(draft.table), Damaged(one, good, draft))
        yield list(made.values())
