"""Comparisons side by side: by group with intervals and ratios (as in the plan's Table 2), and by school level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from districts.models import School
from monitoring.analysis.cuts import WITHIN_LEVEL
from monitoring.analysis.groups import GROUPS, Grouping
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.notes import Notes, group_note
from monitoring.analysis.reasons import WITHHELD

from . import shown_measures
from .footnotes import gap_marks
from .models.gaps import GapFields


@dataclass(frozen=True)
class GroupOfGaps:
    """The comparisons of one student group, a row a measure. `marks[i]` are the numbers of gap i's notes."""

    group: Grouping
    gaps: tuple[GapFields, ...]
    marks: tuple[tuple[int, ...], ...]
    notes: tuple[str, ...]

    @property
    def rows(self) -> list[tuple[GapFields, tuple[int, ...]]]:
        return list(zip(self.gaps, self.marks, strict=True))


def by_group(gaps: Sequence[GapFields], *, variants: bool = False) -> tuple[GroupOfGaps, ...]:
    """Gaps of one year and place, in the order of the catalogues; groups without any are left out. `variants`: of the
    parts and variants of measures, and not of the main ones.
    """
    found = {(gap.measure, gap.group): gap for gap in gaps}
    measures = shown_measures.of_gaps(gaps, variants=variants)
    sets = (_of_group(group, measures, found) for group in GROUPS.values())
    return tuple(rows for rows in sets if rows.gaps)


def withheld_by_group(gaps: Sequence[GapFields]) -> tuple[GroupOfGaps, ...]:
    """The comparisons of any measure that wait for a decision on the columns of a file."""
    waiting = [gap for gap in gaps if gap.reason == WITHHELD]
    found = {(gap.measure, gap.group): gap for gap in waiting}
    measures = [measure for measure in MEASURES.values() if measure.gap]
    sets = (_of_group(group, measures, found) for group in GROUPS.values())
    return tuple(rows for rows in sets if rows.gaps)


def _of_group(group: Grouping, measures: Sequence[Measure], found: Mapping[tuple[str, str], GapFields]) -> GroupOfGaps:
    notes = Notes()
    gaps = tuple(found[one.id, group.id] for one in measures if (one.id, group.id) in found)
    marks = tuple(gap_marks(gap, notes, "districts" if gap.method == "D" else "schools") for gap in gaps)
    return GroupOfGaps(group, gaps, marks, notes.texts)


@dataclass(frozen=True)
class LevelRow:
    """A school level; `gaps[i]` belongs to column i, None where nothing is known of it."""

    level: str
    gaps: tuple[GapFields | None, ...]


@dataclass(frozen=True)
class LevelTable:
    """One group's gaps by school level. `note`: how schools are divided."""

    measures: tuple[Measure, ...]
    rows: tuple[LevelRow, ...]
    note: str


def build_level_table(gaps: Sequence[GapFields], group: Grouping, *, variants: bool = False) -> LevelTable:
    """One row per level that has any comparison, in the order of school levels. `gaps`: one per (level, measure);
    `variants`: as of `by_group`.
    """
    measures = shown_measures.of_gaps(gaps, variants=variants)
    found = {(gap.partition, gap.measure): gap for gap in gaps}
    present = {level for level, _ in found}
    rows = tuple(
        LevelRow(title, tuple(found.get((level, one.id)) for one in measures))
        for level, title in School.Level.choices
        if level in present
    )
    year = next((gap.school_year for gap in gaps), None)
    return LevelTable(measures, rows, group_note(group, "schools", {}, scope=WITHIN_LEVEL, year=year))
