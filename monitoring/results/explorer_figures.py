"""The figures of the gap explorer: each a sentence, a chart and the rows of its table."""

from __future__ import annotations

from collections.abc import Sequence

from monitoring.analysis import title_one_words
from monitoring.analysis.contributions import ends_sentence
from monitoring.analysis.formatting import school_year
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.sentences import trend_sentence
from monitoring.analysis.side_by_side import verdicts_sentence
from monitoring.definitions.queries import Wording

from .exploration import Choice
from .figures import Figure, gap_in_words, gap_over_years, in_words
from .gap_charts import GapPoint, build_gap_trend, build_gaps
from .models.gaps import GapFields
from .page_queries.explorer import Explored, PageOfEnds

HOW_TO_READ = "The diamond is the comparison above; a hollow point has no interval."


def comparison_sentence(choice: Choice, explored: Explored) -> str:
    """The comparison in words: what may be said of it, or why there is none."""
    selection, place = choice.selection, choice.place
    if explored.gap is not None:
        return gap_in_words(explored.gap, Wording()(explored.gap))
    if place.method == "E" and not title_one_words.is_named(selection.measure.id, selection.group.id):
        return title_one_words.not_named_sentence()
    when = school_year(selection.year) if selection.year else "no year"
    if place.district is not None and not (explored.groups or explored.measures):
        return f"In {when} nothing is compared within {place.title}: it takes four schools whose shares are known."
    return f"In {when} there is nothing to compare here: no figures of {selection.measure.title.lower()} are there."


def gaps_over_years(choice: Choice, explored: Explored) -> Figure[GapFields]:
    """The gap itself over the years, with its interval."""
    rows, selection = explored.trend, choice.selection
    title = f"The gap over the years: {selection.measure.title}, {selection.group.students}"
    known = [row for row in rows if row.difference is not None]
    if not known:
        return Figure(title, "There is no gap to show in any year.", None, rows)
    up_to_now = [in_words(row) for row in known if selection.year is None or row.school_year <= selection.year]
    trend = trend_sentence(up_to_now or [in_words(row) for row in known])
    points = [_of_year(row, selection.year) for row in rows]
    return Figure(title, f"{trend} {choice.place.words.direction}", build_gap_trend(points), rows)


def _of_year(row: GapFields, year: int | None) -> GapPoint:
    label = school_year(row.school_year)
    interval = (row.difference, row.difference_low, row.difference_high)
    return GapPoint(label, *interval, breaks=bool(row.break_text), is_chosen=row.school_year == year)


def rates_over_years(choice: Choice, explored: Explored) -> Figure[GapFields]:
    """Both ends and all units over the years."""
    return gap_over_years(explored.trend, choice.selection, choice.place.words)


def for_every_group(choice: Choice, explored: Explored) -> Figure[GapFields]:
    title = f"{choice.selection.measure.title}: every student group"
    return _side_by_side(title, explored.groups, [GROUPS[row.group].title for row in explored.groups], choice)


def for_every_measure(choice: Choice, explored: Explored) -> Figure[GapFields]:
    title = f"{choice.selection.group.title}: every measure"
    return _side_by_side(title, explored.measures, [MEASURES[row.measure].title for row in explored.measures], choice)


def _side_by_side(title: str, rows: Sequence[GapFields], labels: Sequence[str], choice: Choice) -> Figure[GapFields]:
    chosen = (choice.selection.measure.id, choice.selection.group.id)
    points = [
        GapPoint(
            label,
            row.difference,
            row.difference_low,
            row.difference_high,
            is_chosen=(row.measure, row.group) == chosen,
        )
        for row, label in zip(rows, labels, strict=True)
        if row.difference is not None
    ]
    counted = verdicts_sentence([row.verdict for row in rows])
    if not points:
        return Figure(title, counted, None, rows)
    sentence = f"{counted} {choice.place.words.direction} {HOW_TO_READ}"
    return Figure(title, sentence, build_gaps(points), rows)


def split_sentence(choice: Choice, found: PageOfEnds) -> str:
    """How the difference is split between both ends; nothing where there is no difference."""
    if found.ends is None:
        return ""
    if choice.place.method == "E":
        return title_one_words.ends_sentence(found.ends)
    return ends_sentence(found.ends, choice.selection.group, choice.place.units)
