"""Figures of a page: a sentence, a chart and the rows of its table, made from the same stored rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from monitoring.analysis.formatting import figure, percent, school_year
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.methods import Method
from monitoring.analysis.notes import DIRECTIONS
from monitoring.analysis.reasons import NOT_SUBMITTED, PHRASES
from monitoring.analysis.sentences import GapFigures, beside_state, trend_sentence, value_sentence
from monitoring.analysis.title_one_words import comparison_sentence
from monitoring.definitions.queries import Wording

from .charts import Bar, Spec, TrendPoint, build_bars, build_distribution, build_trend
from .models import DistrictValue, Run, SchoolValue, StateValue
from .models.gaps import GapFields
from .page_queries import DistrictPage, SchoolFigure, SchoolLine, YearOfValues
from .selection import Selection

Row = TypeVar("Row")
Dated = TypeVar("Dated", GapFields, YearOfValues)
MOST_BARS = 24  # with more schools than this a chart shows how they are spread, and the table names them


@dataclass(frozen=True)
class Figure(Generic[Row]):
    """`rows` are what the table shows; `spec` is None where there is nothing to draw."""

    title: str
    sentence: str
    spec: Spec | None
    rows: Sequence[Row]


def in_words(gap: GapFields) -> GapFigures:
    """The row as sentences take it; a stored row holds all they need."""
    return cast(GapFigures, gap)


def gap_in_words(gap: GapFields, measure: Measure) -> str:
    """A stored gap in words; `measure`: in the words of the definition that made it."""
    return comparison_sentence(in_words(gap), gap.method, measure, GROUPS[gap.group])


def gap_over_years(gaps: Sequence[GapFields], selection: Selection, method: Method) -> Figure[GapFields]:
    """Both ends and all units over the years, with the latest gap in words. `gaps`: one row a school year, oldest
    first.
    """
    measure, group = selection.measure, selection.group
    points = [
        TrendPoint(
            school_year(gap.school_year), (gap.focal_rate, gap.reference_rate, gap.all_rate), bool(gap.break_text)
        )
        for gap in gaps
    ]
    latest = _latest(gaps, selection, has_figure=lambda gap: gap.difference is not None)
    title = f"{measure.title} over the years: {group.students}"
    if latest is None:
        why = PHRASES[gaps[-1].reason if gaps else NOT_SUBMITTED]
        return Figure(title, f"There is no gap to show: {why}.", None, gaps)
    known = [in_words(gap) for gap in gaps if gap.school_year <= latest.school_year]
    sentences = [
        gap_in_words(latest, Wording()(latest)),
        "" if latest.break_text else trend_sentence(known),
    ]
    sentence = " ".join([*filter(None, sentences), *_preliminary(gaps)])
    return Figure(title, sentence, build_trend(points, method.series(group), axis=measure.title), gaps)


def _latest(rows: Sequence[Dated], selection: Selection, *, has_figure: Callable[[Dated], bool]) -> Dated | None:
    """The latest row with a figure up to the year that the reader looks at; later years may be hardly there yet."""
    known = [row for row in rows if has_figure(row)]
    up_to_now = [row for row in known if selection.year is None or row.school_year <= selection.year]
    return next(reversed(up_to_now or known), None)


def schools_beside_state(page: DistrictPage, measure: Measure) -> Figure[SchoolLine]:
    """One measure of a district's schools, by name, beside the state."""
    state = next((line.state for line in (*page.figures, *page.variants) if line.measure.id == measure.id), None)
    state_rate = state.rate if state is not None else None
    values = [(school.name, page.schools.of_measure.get(school.pk)) for school in page.schools.named]
    bars = [Bar(name, value.rate) for name, value in values if value is not None and value.rate is not None]
    title = f"{measure.title}: each school beside the state"
    if not bars:
        return Figure(
            title, "None of the schools has a figure for this measure and school year.", None, list(page.schools.listed)
        )
    sentence = beside_state([bar.rate for bar in bars if bar.rate is not None], state_rate)
    if state_rate is not None:
        sentence += f" {DIRECTIONS[measure.adverse]}"
    sentence = " ".join([sentence, *_preliminary(value for _, value in values)])
    label = f"State: {percent(state_rate)}" if state_rate is not None else ""
    if len(bars) > MOST_BARS:
        rates = [bar.rate or 0 for bar in bars]
        spec = build_distribution(rates, reference=state_rate, reference_label=label, axis=measure.title)
    else:
        spec = build_bars(bars, reference=state_rate, reference_label=label, axis=measure.title)
    return Figure(title, sentence, spec, list(page.schools.listed))


@dataclass(frozen=True)
class SchoolsTable:
    """Measures of a district's schools that are compared. `state[i]` and each row's values belong to `measures[i]`."""

    measures: tuple[Measure, ...]
    state: tuple[StateValue | None, ...]
    rows: tuple[tuple[SchoolLine, tuple[SchoolFigure | None, ...]], ...]


def schools_table(page: DistrictPage) -> SchoolsTable:
    """A line a school of the page shown, by name, and the state's line above: main measures, or their parts and
    variants, those that every school is asked for and others of which some school has a value.
    """
    state = {line.measure.id: line.state for line in (page.variants if page.parts else page.figures)}
    chosen = (one for one in MEASURES.values() if one.gap and bool(one.under) == page.parts)
    measures = tuple(one for one in chosen if one.asked or one.id in page.schools.measures)
    return SchoolsTable(
        measures=measures,
        state=tuple(state.get(one.id) for one in measures),
        rows=tuple((line, tuple(line.values.get(one.id) for one in measures)) for line in page.schools.listed),
    )


def value_over_years(rows: Sequence[YearOfValues], selection: Selection, name: str) -> Figure[YearOfValues]:
    """A school's or a district's figure over the years beside what it is part of."""
    measure, is_school = selection.measure, any(row.school for row in rows)
    title = f"{measure.title} over the years"
    latest = _latest(rows, selection, has_figure=lambda row: _rate(row, is_school) is not None)
    own = _own(latest, is_school) if latest else None
    if latest is None or own is None or own.rate is None:
        return Figure(title, f"{name} has no figure for this measure.", None, rows)
    sentence = value_sentence(Wording()(own), own.years_used, own.rate, f"{'at' if is_school else 'in'} {name}")
    of_state = latest.state.rate if latest.state else None
    state = "" if of_state is None else f" In the state: {figure(of_state, measure.unit)}."
    series = (name, "District", "State") if is_school else (name, "State")
    spec = build_trend([_point(row, is_school) for row in rows], series, axis=measure.title, unit=measure.unit)
    told = " ".join(
        [f"{sentence}{state}", DIRECTIONS[measure.adverse], *_preliminary(_own(row, is_school) for row in rows)]
    )
    return Figure(title, told, spec, rows)


def _preliminary(rows: Iterable[object]) -> Iterator[str]:
    """A sentence where a figure rests on files that are not certified."""
    if any(getattr(row, "is_preliminary", False) for row in rows):
        yield "Some of these figures are preliminary."


def _point(row: YearOfValues, is_school: bool) -> TrendPoint:
    values = (row.school, row.district, row.state) if is_school else (row.district, row.state)
    breaks = any(value.break_text for value in values if value is not None)
    return TrendPoint(school_year(row.school_year), tuple(value.rate if value else None for value in values), breaks)


def state_over_years(values: Sequence[StateValue], measure: Measure) -> Figure[StateValue]:
    """The state's value over the years."""
    title = f"{measure.title} in the state over the years"
    latest = next((value for value in reversed(values) if value.rate is not None), None)
    if latest is None or latest.rate is None:
        return Figure(title, "There is no figure for the state as a whole.", None, values)
    sentence = value_sentence(Wording()(latest), latest.years_used, latest.rate, "in the state")
    points = [TrendPoint(school_year(value.school_year), (value.rate,), bool(value.break_text)) for value in values]
    series = ("All schools",) if measure.gap else ("State",)
    spec = build_trend(points, series, axis=measure.title, unit=measure.unit)
    return Figure(title, f"{sentence} {DIRECTIONS[measure.adverse]}", spec, values)


def _own(row: YearOfValues, is_school: bool) -> SchoolValue | DistrictValue | None:
    return row.school if is_school else row.district


def _rate(row: YearOfValues, is_school: bool) -> float | None:
    value = _own(row, is_school)
    return value.rate if value else None


RESULTS = {
    "SchoolValue": "School values",
    "DistrictValue": "District values",
    "StateValue": "State values",
    "SchoolBand": "Places of schools in the comparisons",
    "DistrictBand": "Places of districts in the comparisons",
    "StateGap": "Gaps across the state",
    "DistrictGap": "Gaps within districts",
}


def run_changes(run: Run) -> list[tuple[str, tuple[int, int, int, int]]]:
    """Per kind of result: rows added, changed, removed and found the same."""
    kept = ("added", "changed", "removed", "same")
    return [(RESULTS.get(name, name), tuple(counts[key] for key in kept)) for name, counts in run.counts.items()]
