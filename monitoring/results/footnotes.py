"""Footnotes, made from the definitions, the rows and the formatter themselves, so that a note cannot say what the table
does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from monitoring.analysis.bands import LEFT_OUT_PHRASES
from monitoring.analysis.cuts import STATEWIDE, Cut, Scope, cut_words
from monitoring.analysis.formatting import count, percent, points, ratio, school_years
from monitoring.analysis.groups import PARTICIPATION_WORDS, Grouping
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import GAP_MEASURES, MEASURES
from monitoring.analysis.sentences import GapFigures, missing_note, year_note

from .models.gaps import GapFields

DIRECTIONS = {
    "higher": "A higher figure is worse for students.",
    "lower": "A lower figure is worse for students.",
    "none": "Neither a higher nor a lower figure is better or worse in itself.",
}

ROLES = {"TEACHER": "Nt", "PRINCIPAL": "Np"}


class Notes:
    """Numbers texts in the order they are first needed; the same text keeps its number.

    >>> notes = Notes()
    >>> notes.mark("a"), notes.mark("b"), notes.mark("a"), notes.texts
    (1, 2, 1, ('a', 'b'))
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers) + 1)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(self._numbers)


def gap_marks(gap: GapFields, notes: Notes, units: str) -> tuple[int, ...]:
    """The numbers of what limits a gap: a change of definition, a last year or schools without a figure."""
    limits = [gap.break_text]
    if gap.difference is not None:
        limits += [year_note(gap).capitalize(), missing_note(cast(GapFigures, gap), units)]
    return tuple(notes.mark(f"{text.removesuffix('.')}.") for text in limits if text)


def measure_note(measure: Measure, found: Mapping[tuple[str, str], GapFields]) -> str:
    """What a column counts, over which years, and which direction is worse."""
    rows = [row for (name, _), row in found.items() if name == measure.id]
    years = sorted({year for row in rows for year in row.years_used})
    pooled = any(row.window == "pooled3" for row in rows)
    text = f"{measure.title}: {measure.numerator_words}, as a percentage of {measure.denominator_words}."
    if pooled and years:
        text += f" Three years pooled, of which figures are there for {school_years(years)}."
    elif pooled:
        text += " Three years pooled."
    return f"{text} {DIRECTIONS[measure.adverse]}"


def bases(found: Mapping[tuple[str, str], GapFields], role: str) -> dict[str, list[str]]:
    """The people that columns of a role count, in words, each with the measures that count them, in their order."""
    counted: dict[str, list[str]] = {}
    for name in GAP_MEASURES:
        rows = [row for (measure, _), row in found.items() if measure == name and row.all_denominator is not None]
        if rows and MEASURES[name].role == role:
            pooled = ", summed over the years pooled" if rows[0].window == "pooled3" else ""
            counted.setdefault(f"{MEASURES[name].denominator_words}{pooled}", []).append(name)
    return counted


def size_note(found: Mapping[tuple[str, str], GapFields], units: str) -> str:
    """What the numbers of a row count: Nt and Np, which columns count others, and that columns may differ."""
    parts, others = [], []
    for role, letter in ROLES.items():
        words = list(bases(found, role).items())
        parts += [f"{letter} is the number of {base}" for base, _ in words[:1]]
        others += [f"{MEASURES[name].short_title} ({base})" for base, names in words[1:] for name in names]
    known = "; ".join(parts) or "Nt counts teachers, Np principals"
    text = f"{known}, in the {units} of the row that have the figure."
    if others:
        text += f" Columns that count other people are in neither: {'; '.join(others)}."
    return f"{text} Where columns rest on different numbers, the smallest and the largest are given."


def group_note(
    group: Grouping, units: str, left_out: Mapping[str, int], cut: str = "", scope: Scope = STATEWIDE
) -> str:
    """How units are divided by a student group: who is counted, where the cut is and among which units, who takes part,
    who is left out and why. `cut`: as it is stored; without one, that of the definition.
    """
    part = (
        PARTICIPATION_WORDS[group.participation]
        if units == "schools"
        else "districts with enough schools and teachers, their shares pooled over their schools"
    )
    text = f"{group.title}: {group.definition} {_cut_note(group.cut, cut or group.cut.id, units, scope)}, among {part}"
    text = f"{text}; {units} with equal shares stay together."
    if group.cut.reason and cut in ("", group.cut.id):
        text += f" The two ends are not alike: {group.cut.reason.removesuffix('.')}."
    if left_out:
        parts_out = [f"{count(number)} because {_of_several(why)}" for why, number in left_out.items()]
        text += f" Left out: {count(sum(left_out.values()))} {units} ({'; '.join(parts_out)})."
    return text


def _cut_note(wanted: Cut, cut: str, units: str, scope: Scope) -> str:
    """Which ends are cut, where, and why coarser ones than the definition's, if so."""
    words = f"{cut_words(cut)} are cut {scope.words}, by number of {units}"
    if cut == wanted.id:
        return f"{words[0].upper()}{words[1:]}"
    return f"With fewer than {wanted.fewest(scope.at_each_end)} {units}, {words}"


def _of_several(reason: str) -> str:
    """A school's reason as that of several: 'it has no teachers' -> 'they have no teachers'."""
    phrase = LEFT_OUT_PHRASES.get(reason, reason)
    for one, several in (("it has", "they have"), ("its ", "their "), ("the district is", "they are")):
        if phrase.startswith(one):
            return several + phrase.removeprefix(one)
    return phrase


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
