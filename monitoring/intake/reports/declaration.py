"""The words in which a report is declared: its columns, how it is recognized, what rows come out of it."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Set

from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.intake.reports.column import Column, header_key

Figure = tuple[str, str]  # ('group', id of a student group) or ('metric', id of a measure)


def figure_title(figure: Figure) -> str:
    """The title of a student group or measure; the name itself of one that has none.

    >>> [figure_title(("group", name)) for name in ("low_income", "race_asian", "all")]
    ['Low-income students', 'race asian', 'all students']
    """
    if figure == ("group", "all"):
        return "all students"
    kind, name = figure
    known = GROUPS.get(name) if kind == "group" else MEASURES.get(name)
    return known.title if known else name.replace("_", " ")


class _OfGroup:
    __slots__ = ()
    group: str

    @property
    def figure(self) -> Figure:
        return "group", self.group


class _OfMeasure:
    __slots__ = ()
    measure: str

    @property
    def figure(self) -> Figure:
        return "metric", self.measure


# Each conversion says which columns its figure rests on: `needs`, those it cannot do without, and `uses`, all of them.


@dataclasses.dataclass(frozen=True, slots=True)
class Enrolled(_OfGroup):
    """school_enrollment: a head count of a group."""

    group: str
    count: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.count,)

    uses = needs


@dataclasses.dataclass(frozen=True, slots=True)
class Share(_OfGroup):
    """school_enrollment: a published percentage of a group. Unknown where `students` is 0: nobody has no share. `count`
    goes with it as it is; the share does not rest on it.
    """

    group: str
    percent: str
    students: str | None = None
    count: str | None = None
    complement: bool = False  # 100 minus the percentage

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.percent,)

    @property
    def uses(self) -> tuple[str, ...]:
        return (self.percent, self.students) if self.students else (self.percent,)


@dataclasses.dataclass(frozen=True, slots=True)
class AdverseRate(_OfMeasure):
    """metric_aggregate from a base (FTE) and the percentage with the favorable outcome."""

    measure: str
    base: str
    favorable: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.base, self.favorable)

    uses = needs


@dataclasses.dataclass(frozen=True, slots=True)
class Leavers(_OfMeasure):
    """metric_aggregate from head counts: those of the year before, and those of them who stayed."""

    measure: str
    total: str
    stayed: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.total, self.stayed)

    uses = needs


@dataclasses.dataclass(frozen=True, slots=True)
class Mean(_OfMeasure):
    """metric_aggregate from a published mean and the number it is a mean over."""

    measure: str
    mean: str
    base: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.mean, self.base)

    uses = needs


@dataclasses.dataclass(frozen=True, slots=True)
class PartOf(_OfMeasure):
    """metric_aggregate from a head count and percentages of it, each turned back into whole people."""

    measure: str
    base: str
    percents: tuple[str, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.base, *self.percents)

    uses = needs


@dataclasses.dataclass(frozen=True, slots=True)
class Counted(_OfMeasure):
    """metric_aggregate from two head counts: some, and all of whom they are."""

    measure: str
    some: str
    whole: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.whole, self.some)

    uses = needs


OfMeasure = AdverseRate | Leavers | Mean | PartOf | Counted
Conversion = Enrolled | Share | OfMeasure


@dataclasses.dataclass(frozen=True)
class Report:
    """One kind of file. `unit` says whose rows it holds: 'school', 'district', 'any', 'sender' (no organization stands
    in them), or 'none' (nobody's: figures of the state).
    """

    id: str
    title: str
    publisher: str
    unit: str
    columns: tuple[Column, ...]
    conversions: tuple[Conversion, ...] = ()
    grades: tuple[str, ...] = ()  # columns that count students by grade
    total: str | None = None  # the column these grades, or races, add up to
    race_percents: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()  # (part, whole): the part is never larger
    percents: tuple[
        tuple[str, str | None, str], ...
    ] = ()  # (percentage, part or None, whole): must be reachable in whole people
    shares: tuple[tuple[str, str], ...] = ()  # (percentage, count): all of one number of people that is given nowhere
    means: tuple[tuple[str, str, str], ...] = ()  # (mean, total, base)
    title_pattern: str | None = None  # words a title row must hold where the header alone is not enough
    only: tuple[str, tuple[str, ...]] | None = None  # (column, codes): rows of other codes are set aside
    markers: tuple[tuple[str, str], ...] = ()  # words of this report for a missing value, and the reason they stand for
    key: tuple[str, ...] = ()  # text columns that belong to a row's key beside school year and organization
    long: tuple[str, str, str | None] | None = (
        None  # (names, counts, divided by): rows that other reports put side by side
    )
    dataset: str | None = None  # an own layout: the rows are canonical already
    number: int = 0  # of an own layout, by which the handbook and the calendar name it
    definition: str = ""  # what one row is
    once: tuple[str, ...] = ()  # what names whoever stands once a school year, at whichever organization
    spans: tuple[tuple[str, str], ...] = ()  # (first day, last day)
    follows: bool = False  # its rows are compared with last year's
    year_in_file: bool = True
    dated_by: str = ""  # the column of days by which a row belongs to a school year, where none stands in it
    ignored: tuple[str, ...] = ()  # columns known and not used
    required_in: tuple[str, ...] = ()  # collections (OCT, MAR, EOY) that are not whole without it
    optional_in: tuple[str, ...] = ()  # collections it is certified with where it was sent
    stands_for: str = ""  # a layout that a collection asks for, in whose place it may be sent
    agency_only: bool = False  # the agency keeps it, and no district sends it
    judged: bool = True  # its columns are compared between years

    @property
    def looks_back(self) -> bool:
        """Whether a file is judged beside others of its kind."""
        return self.judged or self.follows

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def has(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)

    @functools.cached_property
    def header_keys(self) -> dict[str, tuple[str, ...]]:
        """By column, its headers as they are compared, the usual one first."""
        return {column.name: tuple(dict.fromkeys(map(header_key, column.headers))) for column in self.columns}

    @functools.cached_property
    def known_keys(self) -> frozenset[str]:
        """Every header, used or not, as it is compared."""
        return frozenset().union(map(header_key, self.ignored), *self.header_keys.values())

    @functools.cached_property
    def numeric(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.kind.numeric)

    @property
    def row_key(self) -> tuple[str, ...]:
        """What tells a row from the others of its year and collection: first, where it has one, the organization."""
        place = ("org_code",) if self.has("org_code") else ()
        return (*place, *(name for name in self.key if name != "collection"))

    @functools.cached_property
    def persons(self) -> tuple[Column, ...]:
        """The columns whose cells name a person."""
        return tuple(column for column in self.columns if column.kind.personal)

    @functools.cached_property
    def required(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.required)

    @functools.cached_property
    def figures(self) -> frozenset[Figure]:
        """All that a file of this kind could give."""
        if self.long:
            names = self.column(self.long[0]).codes or tuple(MEASURES)
            return frozenset(("group" if self.dataset == "school_enrollment" else "metric", name) for name in names)
        return frozenset(conversion.figure for conversion in self.conversions)

    def figures_from(self, columns: Set[str]) -> set[Figure]:
        """What rests on any of these columns; in an own layout, whose rows are figures, on rows of these names.

        Counts of all students are what every group's share is a share of.
        """
        if self.long and self.dataset == "school_enrollment":
            return {("group", name) for name in (self.column(self.long[0]).codes if "all" in columns else columns)}
        if self.long:
            return {("metric", name) for name in columns}
        return {conversion.figure for conversion in self.conversions if not columns.isdisjoint(conversion.uses)}

    def matches_title(self, title: str) -> bool:
        return self.title_pattern is None or bool(re.search(self.title_pattern, title, re.IGNORECASE))
