"""What each column that is asked is used for, from the declarations of those who read it. Pure.

A rule, a summary and a reader of rows see no column that they do not declare (`Sheet.seeing`, `narrowed`), so no use is
missing here; what results read of figures is compared with what stands here by tests/results/test_figures_read.py.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from monitoring.analysis.experiences.reads import READS as EXPERIENCES_READ
from monitoring.analysis.people.staff_year import OF_PERSONS, READS
from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.cross_checks.catalogue import CROSS_RULES
from monitoring.intake.cross_checks.submission import WHOLE_ROWS, Reads
from monitoring.intake.directory import DIRECTORY
from monitoring.intake.reader import Reader
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.column import Column
from monitoring.intake.reports.declaration import Figure, Report, figure_title
from monitoring.intake.shared_staff import SHARED_STAFF
from monitoring.intake.summaries.catalogue import SUMMARIES

MEASURES_OF_PERSONS = Reader(
    "measures-of-persons",
    "Measures that are computed from persons",
    {
        **{name: columns for name, columns in READS.items() if name in OF_PERSONS},
        "climate_survey": ("item_code", "favourable", "respondents", "eligible"),
    },
)
EXPERIENCES = Reader("experiences", "The report on students' experiences with teachers", EXPERIENCES_READ)
ACHIEVEMENT = Reader(
    "achievement", "A district on one page", {"achievement": ("student_group", "subject", "tested", "meeting")}
)
READERS = (DIRECTORY, SHARED_STAFF, MEASURES_OF_PERSONS, EXPERIENCES, ACHIEVEMENT)
# Of rows that are figures already, what results read.
FIGURES_READ: Reads = {
    "school_enrollment": ("student_group", "enrolled", "share"),
    "metric_aggregate": ("metric_id", "numerator", "denominator", "unit"),
}


class Kind(enum.StrEnum):
    RULE = "rule"
    MEASURE = "measure"
    GROUP = "group"
    SUMMARY = "summary"
    PAGE = "page"


FIGURE_KINDS = {"metric": Kind.MEASURE, "group": Kind.GROUP}


@dataclass(frozen=True)
class Use:
    """`id`: of the rule, measure, student group, summary or page."""

    kind: Kind
    id: str
    title: str


@dataclass(frozen=True)
class ColumnUses:
    """`is_key`: it tells one row from another, or whose it is."""

    layout: Report
    column: Column
    is_key: bool
    uses: tuple[Use, ...]

    @property
    def is_used(self) -> bool:
        return self.is_key or bool(self.uses)

    def of_kind(self, kind: Kind) -> list[Use]:
        return [one for one in self.uses if one.kind is kind]


@cache
def uses_of(layout: Report) -> tuple[ColumnUses, ...]:
    """Of every column of a layout or report, in its order."""
    keys = {"school_year", *layout.row_key, *layout.key}
    uses = list(_uses(layout))
    return tuple(
        ColumnUses(
            layout,
            column,
            column.name in keys,
            tuple(dict.fromkeys(use for use, columns in uses if column.name in columns)),
        )
        for column in layout.columns
    )


@dataclass(frozen=True)
class LayoutUses:
    """A layout with all its columns. `times`: uses of its columns, each counted once a column."""

    layout: Report
    columns: tuple[ColumnUses, ...]

    @property
    def unused(self) -> list[ColumnUses]:
        return [one for one in self.columns if not one.is_used]

    @property
    def used(self) -> int:
        return sum(one.is_used for one in self.columns)

    @property
    def times(self) -> int:
        return sum(len(one.uses) for one in self.columns)


def layout_uses(layouts: Iterable[Report]) -> list[LayoutUses]:
    return [LayoutUses(layout, uses_of(layout)) for layout in layouts]


def all_uses() -> Iterator[ColumnUses]:
    """Of every layout and report."""
    for layout in REPORTS.values():
        yield from uses_of(layout)


def _uses(layout: Report) -> Iterator[tuple[Use, frozenset[str]]]:
    for rule in RULES.values():
        if rule.can_find(layout):
            yield Use(Kind.RULE, rule.id, rule.title), frozenset(rule.columns_of(layout) or ())
    for cross_rule in CROSS_RULES.values():
        yield Use(Kind.RULE, cross_rule.id, cross_rule.title), _read(cross_rule.reads, layout)
    for figure, columns in _figures(layout):
        kind, name = figure
        yield Use(FIGURE_KINDS[kind], name, figure_title(figure)), columns
    for summary in SUMMARIES.values():
        yield Use(Kind.SUMMARY, summary.id, summary.title), _read(summary.reads, layout)
    for reader in READERS:
        yield Use(Kind.PAGE, reader.id, reader.title), _read(reader.reads, layout)


def _read(reads: Reads, layout: Report) -> frozenset[str]:
    columns = reads.get(layout.dataset or "", ())
    return frozenset() if columns is WHOLE_ROWS else frozenset(columns)


def _figures(layout: Report) -> Iterator[tuple[Figure, frozenset[str]]]:
    """Each figure that rests on the layout, with the columns that it rests on."""
    for conversion in layout.conversions:
        yield conversion.figure, frozenset(conversion.uses)
    if layout.long:
        for figure in sorted(layout.figures):
            yield figure, _read(FIGURES_READ, layout)
