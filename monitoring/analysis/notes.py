"""Notes under tables: numbered in the order in which they are needed, and made from the definitions themselves."""

from __future__ import annotations

from collections.abc import Mapping

from monitoring.analysis.bands import LEFT_OUT_PHRASES
from monitoring.analysis.cuts import STATEWIDE, Cut, Scope, cut_words
from monitoring.analysis.formatting import count
from monitoring.analysis.groups import PARTICIPATION_WORDS, Grouping

DIRECTIONS = {
    "higher": "A higher figure is worse for students.",
    "lower": "A lower figure is worse for students.",
    "none": "Neither a higher nor a lower figure is better or worse in itself.",
}


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


def group_note(
    group: Grouping, units: str, left_out: Mapping[str, int], cut: str = "", scope: Scope = STATEWIDE,
    year: int | None = None,
) -> str:  # fmt: skip
    """How units are divided by a student group: who is counted, where the cut is and among which units, who takes part,
    who is left out and why. `cut`: as it is stored; without one, that of the definition. `year`: that of
    the figures; without one, who is counted now is told.
    """
    part = (
        PARTICIPATION_WORDS[group.participation]
        if units == "schools"
        else "districts with enough schools and teachers, their shares pooled over their schools"
    )
    counted = group.latest if year is None else group.in_year(year)
    text = (
        f"{group.title}: {counted.definition} {_cut_note(group.cut, cut or group.cut.id, units, scope)}, among {part}"
    )
    text = f"{text}; {units} with equal shares stay together."
    if group.cut.reason and cut in ("", group.cut.id):
        text += f" The two ends are not alike: {group.cut.reason.removesuffix('.')}."
    return text + left_out_note(units, left_out)


def left_out_note(units: str, left_out: Mapping[str, int]) -> str:
    """How many units are left out, by reason, to follow a sentence; nothing where none is."""
    if not left_out:
        return ""
    parts = [f"{count(number)} because {_of_several(why)}" for why, number in left_out.items()]
    return f" Left out: {count(sum(left_out.values()))} {units} ({'; '.join(parts)})."


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
