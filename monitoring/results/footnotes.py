"""Footnotes, made from the definitions, the rows and the formatter themselves, so that a note cannot say what the table
does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from monitoring.analysis.definitions.in_force import Defined
from monitoring.analysis.formatting import count, percent, points, ratio, school_years
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import GAP_MEASURES, MEASURES
from monitoring.analysis.notes import DIRECTIONS, Notes
from monitoring.analysis.sentences import GapFigures, missing_note, year_note

from .models.gaps import GapFields

ROLES = {"TEACHER": "Nt", "PRINCIPAL": "Np"}


def gap_marks(gap: GapFields, notes: Notes, units: str) -> tuple[int, ...]:
    """The numbers of what limits a gap: a change of definition, a last year or schools without a figure."""
    limits = [gap.break_text]
    if gap.difference is not None:
        limits += [year_note(gap).capitalize(), missing_note(cast(GapFigures, gap), units)]
    return tuple(notes.mark(f"{text.removesuffix('.')}.") for text in limits if text)


Gaps = Mapping[tuple[str, str], GapFields]  # by measure and group
Worded = Callable[[Defined], Measure]  # a measure in the words of the definition that made a gap


def measure_note(measure: Measure, found: Gaps, worded: Worded) -> str:
    """What a column counts, over which years, and which direction is worse."""
    rows = [row for (name, _), row in found.items() if name == measure.id]
    years = sorted({year for row in rows for year in row.years_used})
    pooled = any(row.window == "pooled3" for row in rows)
    measure = worded(rows[0]) if rows else measure
    text = f"{measure.title}: {measure.numerator_words}, as a percentage of {measure.denominator_words}."
    if pooled and years:
        text += f" Three years pooled, of which figures are there for {school_years(years)}."
    elif pooled:
        text += " Three years pooled."
    return f"{text} {DIRECTIONS[measure.adverse]}"


def bases(found: Gaps, role: str, worded: Worded) -> dict[str, list[str]]:
    """The people that columns of a role count, in words, each with the measures that count them, in their order."""
    counted: dict[str, list[str]] = {}
    for name in GAP_MEASURES:
        rows = [row for (measure, _), row in found.items() if measure == name and row.all_denominator is not None]
        if rows and MEASURES[name].role == role:
            pooled = ", summed over the years pooled" if rows[0].window == "pooled3" else ""
            counted.setdefault(f"{worded(rows[0]).denominator_words}{pooled}", []).append(name)
    return counted


def size_note(found: Gaps, units: str, worded: Worded) -> str:
    """What the numbers of a row count: Nt and Np, which columns count others, and that columns may differ."""
    parts, others = [], []
    for role, letter in ROLES.items():
        words = list(bases(found, role, worded).items())
        parts += [f"{letter} is the number of {base}" for base, _ in words[:1]]
        others += [f"{MEASURES[name].short_title} ({base})" for base, names in words[1:] for name in names]
    known = "; ".join(parts) or "Nt counts teachers, Np principals"
    text = f"{known}, in the {units} of the row that have the figure."
    if others:
        text += f" Columns that count other people are in neither: {'; '.join(others)}."
    return f"{text} Where columns rest on different numbers, the smallest and the largest are given."


def general_notes(units: str) -> tuple[str, ...]:
    """What holds for every cell. The examples are made by the formatter that rounds the cells."""
    gap = (
        "An equity gap is the rate at the top end minus the rate at the bottom end, in percentage points, or, where a "
        "lower figure is worse, the other way around: above zero, "
        f"students in the {units} with the largest shares of the group have less access. A ratio is of those worse "
        f"off, also where the measure counts the others. Rates of several {units} are "
        "sums over their people, never averages of rates."
    )
    rounding = (
        "Everything is computed unrounded and rounded only where it is shown: percentages and points to one decimal "
        f"(0.12345 is shown as {percent(0.12345)}, a difference of 0.11662 as {points(0.11662)}), ratios to two "
        f"(1.916 as {ratio(1.916)}), N to whole people (1,840.4 as {count(1840.4)}). A gap may therefore differ in the "
        "last digit from the difference of the rates shown."
    )
    return (gap, rounding, "N in brackets is the number of teachers, principals or answers the percentage counts.")
