"""The notes under a table, made from the definitions, the formatter and the rows, so that none says what the table does
not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from monitoring.analysis import title_one_words
from monitoring.analysis.definitions.in_force import Defined
from monitoring.analysis.formatting import count, percent, points, ratio
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.missing import needs_caution
from monitoring.analysis.notes import DIRECTIONS

from .chosen import substitution, years_in_words
from .definitions import Column, TableDefinition
from .table import TableGap

SAID = (
    "What may be said of a difference stands beneath it; where it says that these figures cannot tell, or are too few, "
    "the table shows no gap."
)


def column_note(
    column: Column, chosen: tuple[str, str], gaps: Sequence[TableGap], worded: Callable[[Defined], Measure]
) -> str:
    """What a column counts, over which years, which direction is worse, and what it stands for, if it does."""
    own = [gap for gap in gaps if (gap.measure, gap.window) == chosen]
    measure = worded(own[0]) if own else MEASURES[chosen[0]]
    of_law = (
        f" stands for the law\N{RIGHT SINGLE QUOTATION MARK}s “{column.stands_for}” teachers"
        if column.stands_for
        else ""
    )
    parts = [
        f"{measure.title}{of_law}: {measure.numerator_words}, as a percentage of {measure.denominator_words}.",
        years_in_words(chosen[1], own),
        DIRECTIONS[measure.adverse],
        substitution(column, chosen),
    ]
    return " ".join(part for part in parts if part)


def size_note(units: str) -> str:
    """What Nt and Np are."""
    return (
        f"Nt is the number of teachers and Np that of principals in the {units} of the row, of the columns the one "
        "that counts most; of years taken together it is the average of a year."
    )


def gap_notes(gap: TableGap, units: str) -> list[str]:
    """What limits a gap: a change of definition, units without a figure."""
    limits = [gap.break_text] if gap.break_text else []
    without, known = gap.focal_missing + gap.reference_missing, gap.focal_schools + gap.reference_schools
    if gap.difference is not None and needs_caution(known, without):
        have = "has" if without == 1 else "have"
        limits.append(f"{count(without)} of these {count(known + without)} {units} {have} no figure.")
    return limits


def general_notes(definition: TableDefinition) -> tuple[str, ...]:
    """What holds for every cell. The examples are made by the formatter that rounds the cells."""
    gap = (
        "A difference is that of the end with the largest shares of the student group minus that of the other, in "
        "percentage points of the outcome that is worse for students: above zero, these students have less access. "
        "Where a measure counts what is good for them, difference and ratio are of the others."
    )
    rounding = (
        "All is computed from unrounded rates and rounded where it is printed: percentages and points to one decimal "
        f"({percent(0.0421)} for 0.0421, {points(0.1153)} for 0.1153), ratios to two ({ratio(1.987)} for 1.987), N to "
        f"whole people ({count(412.4)} for 412.4). A gap may therefore differ in the last digit from the difference of "
        "the rates beside or above it."
    )
    if definition.kind == "students":
        return (*title_one_words.notes(), rounding, SAID)
    people = "N is the number of those whom a percentage counts; of years taken together, the average of a year."
    return (gap, rounding, people, SAID) if definition.kind == "rates" else (gap, rounding, SAID)
