"""What a rule is: a kind with parameters, stored as data, that judges people where they are counted.

A judgment is an amount over a base, both in ten-thousandths of one person: 10,000 of 10,000 is a yes, 0 of 10,000 a no;
of a mean, the amount is what is averaged. Without an amount nothing is known, and the person is missing; who is exempt
is not asked.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar, TypeVar

import polars as pl

from monitoring.analysis.amounts import SCALE

from .job_classes import EducatorRole
from .places import PLACE, SCHOOL, places
from .staff_year import StaffYear

HEADCOUNT, FTE = "HEADCOUNT", "FTE"
SHARES = (HEADCOUNT, FTE)
EVIDENCE: dict[str, pl.DataType | type[pl.DataType]] = {
    "level": pl.String,
    "org_code": pl.String,
    "mepid": pl.String,
    "school_year": pl.Int16,
    "dataset": pl.String,
    "row_number": pl.UInt32,
}
KINDS: dict[str, type[Rule]] = {}
R = TypeVar("R", bound="type[Rule]")


@dataclass(frozen=True)
class Rule(ABC):
    """The parameters are the fields of a kind: numbers, texts and tuples of these."""

    units: ClassVar[tuple[str, ...]] = SHARES
    looks_back: ClassVar[bool] = False  # at the year before

    @property
    @abstractmethod
    def needs(self) -> tuple[str, ...]:
        """The datasets beside work assignments without which nothing can be said."""

    @property
    def datasets(self) -> tuple[str, ...]:
        """The files of a year that it reads: these, where they are there."""
        return ("work_assignment", "staff_roster", *self.needs)

    @property
    def is_of_ratings(self) -> bool:
        """Whether it rests on how people were evaluated."""
        return "evaluation" in self.needs

    @abstractmethod
    def judge(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        """Grain PLACE: the columns of `people`, and amount and base (null where not known) and is_exempt."""

    @abstractmethod
    def reads(self, year: StaffYear, role: EducatorRole) -> Iterable[Rows]:
        """The rows that a judgment rests on, beside the assignments that make a person a teacher or principal, and the
        roster, by which they are at work.
        """

    def lacks(self, year: StaffYear) -> tuple[str, ...]:
        """What was not submitted and is needed."""
        return tuple(name for name in ("work_assignment", *self.needs) if not year.has(name))

    def counted_in(self, year: StaffYear) -> StaffYear:
        """The year in which those were at work whom the rule judges: here the same."""
        return year

    def people(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        """Whom the rule judges. Grain PLACE."""
        return places(self.counted_in(year), role).lazy()

    def rests_on(self, year: StaffYear, role: EducatorRole) -> pl.DataFrame:
        """The rows behind each judgment, by number as in the file that was sent; of a year that `lacks` nothing. Also
        those of who had left before October, by which nobody is counted. Grain: EVIDENCE.
        """
        then = self.counted_in(year)
        named = replace(then, staff_roster=None)  # as if nobody had left
        whose = places(named, role).select(PLACE)
        read = [Rows("work_assignment", then.school_year, named.october.filter(pl.col("role") == role))]
        if then.staff_roster is not None:
            read.append(Rows("staff_roster", then.school_year, then.staff_roster.select("mepid", "row_number")))
        return pl.concat(rows.of(whose) for rows in (*read, *self.reads(year, role))).unique().sort(*EVIDENCE)

    @property
    def as_data(self) -> dict[str, Any]:
        """The rule as JSON holds it."""
        data: dict[str, Any] = json.loads(json.dumps({"kind": _kind(type(self)), **asdict(self)}))
        return data

    @property
    def definition_hash(self) -> str:
        """sha256 of kind and parameters."""
        return hashlib.sha256(json.dumps(self.as_data, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Rows:
    """Rows of one dataset and year: of a person (mepid), or of a person at an organization (org_code beside it)."""

    dataset: str
    school_year: int
    frame: pl.DataFrame

    def of(self, whose: pl.DataFrame) -> pl.DataFrame:
        """These rows beside the people whose judgments rest on them: at a school, those of this school.

        Grain in: PLACE. Grain out: EVIDENCE.
        """
        found = whose.join(self.frame.select("mepid", "row_number", *self._org), on="mepid")
        if self._org:
            found = found.filter((pl.col("level") != SCHOOL) | (pl.col("of") == pl.col("org_code")))
        named = found.with_columns(school_year=pl.lit(self.school_year), dataset=pl.lit(self.dataset))
        return named.select(pl.col(name).cast(dtype) for name, dtype in EVIDENCE.items())

    @property
    def _org(self) -> list[pl.Expr]:
        return [pl.col("org_code").alias("of")] if "org_code" in self.frame.columns else []


def kind(one: R) -> R:
    """Make a kind of rule known by its name, under which definitions are stored."""
    KINDS[_kind(one)] = one
    return one


def _kind(one: type) -> str:
    return one.__name__


def rule_from_data(data: dict[str, Any]) -> Rule:
    """A rule as JSON holds it.

    >>> from monitoring.analysis.people.experience import Experience
    >>> rule_from_data(Experience(below=4).as_data) == Experience(below=4)
    True
    """
    fields = {name: _tuples(value) for name, value in data.items() if name != "kind"}
    return KINDS[data["kind"]](**fields)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value


def yes_or_no(people: pl.LazyFrame, is_true: pl.Expr, is_exempt: pl.Expr | None = None) -> pl.LazyFrame:
    """Judgments of a share. `is_true` null: not known.

    >>> some = pl.LazyFrame({"is_true": [True, False, None], "is_vacant": [False] * 3})
    >>> yes_or_no(some, pl.col("is_true")).select("amount", "base").collect().rows()
    [(10000, 10000), (0, 10000), (None, None)]
    """
    return mean(people, is_true.cast(pl.Int64) * SCALE, pl.lit(SCALE, pl.Int64), is_exempt)


def mean(people: pl.LazyFrame, amount: pl.Expr, base: pl.Expr, is_exempt: pl.Expr | None = None) -> pl.LazyFrame:
    """Judgments of a mean: `amount` over `base`. A post that nobody holds is never known, and never exempt."""
    exempt = pl.lit(False) if is_exempt is None else is_exempt.fill_null(False)
    judged = people.with_columns(is_exempt=exempt & ~pl.col("is_vacant"), amount=amount, base=base)
    is_known = ~pl.col("is_exempt") & ~pl.col("is_vacant") & pl.all_horizontal(pl.col("amount", "base").is_not_null())
    return judged.with_columns(pl.when(is_known).then(pl.col("amount", "base")))
