"""What is said of one column of one year, in numbers and in one plain sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from monitoring.analysis.formatting import school_year

T = TypeVar("T")
Status = Literal["ok", "holds", "unexplained"]
Test = Literal["", "format", "ranking", "size", "contrast", "relation", "between", "copy", "complement", "disputed"]


@dataclass(frozen=True)
class ColumnVerdict:
    """One column of one school year. Not ok means: withhold the column of this year.

    holds: the column whose figures stand here, where status is "holds". test: which test decided. own, expected: how
    well the ranking of schools continues in the years that are in order, and how well it usually does (null where
    unknown); best: how well it continues `holds`. wrong_cells: share of cells of another kind than the column's.
    """

    year: int
    column: str
    status: Status
    holds: str | None = None
    test: Test = ""
    own: float | None = None
    expected: float | None = None
    best: float | None = None
    wrong_cells: float = 0.0

    @property
    def is_ok(self) -> bool:
        """Whether the column may be used."""
        return self.status == "ok"

    @property
    def sentence(self) -> str:
        """The verdict in one sentence, with its numbers.

        >>> ColumnVerdict(2020, "SWD %", "unexplained", None, "format", wrong_cells=0.98).sentence
        'In 2019-20 “SWD %” does not hold what its name says: 98% of its cells are written as another kind of number.'
        """
        head = f"In {school_year(self.year)} “{self.column}” "
        if self.is_ok:
            return head + "holds what its name says, as far as can be seen."
        if self.status == "holds":
            return head + f"holds what belongs under “{self.holds}”: {self._because()}."
        return head + f"does not hold what its name says: {self._because()}."

    def _because(self) -> str:
        reasons = {
            "format": f"{self.wrong_cells:.0%} of its cells are written as another kind of number",
            "ranking": f"its order of schools is that column's, not its own (rank correlation {_two(self.best)} with "
            f"that column's other years, {_two(self.own)} with its own)"
            if self.status == "holds"
            else "its order of schools is no column's (rank correlation with its own other years "
            f"{_two(self.own)}, usually {_two(self.expected)})",
            "size": "its figures, school by school, are far nearer to that column's of the other years than to its own"
            if self.status == "holds"
            else "its figures, school by school, are far nearer to another column's of the other years than to its own",
            "contrast": "the difference between the two, school by school, is turned around against the other years",
            "relation": "what the two have to do with each other in a school is turned around against the other years",
            "between": "it stands among columns that do not, and its own order of schools does not vouch for it",
            "copy": "cell by cell they are those of another column",
            "complement": f"it holds the other part of 100: its order of schools is turned around "
            f"(rank correlation with its other years {_two(self.own)}, usually {_two(self.expected)})",
            "disputed": "two years contradict each other, and nothing tells which of them is wrong",
        }
        return reasons.get(self.test, "its figures do not fit the other years")


def _two(number: float | None) -> str:
    return "not known" if number is None else f"{number:.2f}"


def closed(holds: Mapping[T, T | None]) -> dict[T, T]:
    """The labels that hold each other's columns and nothing else, each with the column it holds.

    A label whose column two labels are said to hold is in no ring.

    >>> closed({"a": "b", "b": "a", "c": "d", "d": None, "e": "a"})
    {}
    >>> closed({"a": "b", "b": "a", "c": "d", "d": None})
    {'a': 'b', 'b': 'a'}
    """
    claims = Counter(holds.values())
    rings: dict[T, T] = {label: column for label, column in holds.items() if column is not None and claims[column] == 1}
    while open_ends := [label for label, column in rings.items() if column not in rings or label not in rings.values()]:
        for label in open_ends:
            del rings[label]
    return rings


def proposals(verdicts: Iterable[ColumnVerdict]) -> dict[int, dict[str, str]]:
    """Per year the permutation {label: column it holds} of the wrong columns that hold each other's figures; what else
    is wrong in the year stays refused.

    >>> swapped = [ColumnVerdict(2020, "a", "holds", "b"), ColumnVerdict(2020, "b", "holds", "a")]
    >>> other = [ColumnVerdict(2020, "c", "unexplained"), ColumnVerdict(2021, "a", "holds", "b")]
    >>> proposals([*swapped, *other, ColumnVerdict(2021, "b", "unexplained")])
    {2020: {'a': 'b', 'b': 'a'}}
    """
    wrong: dict[int, dict[str, str | None]] = {}
    for verdict in verdicts:
        if not verdict.is_ok:
            wrong.setdefault(verdict.year, {})[verdict.column] = verdict.holds
    return {year: rings for year, found in wrong.items() if (rings := closed(found))}
