"""A district on one page: the sentences, charts and lines that the page and its PDF show, from the same stored rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitoring.analysis.experiences.leading import leading_sentences
from monitoring.analysis.formatting import percent, school_year
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.picture.dimensions import BESIDE, DIMENSIONS, DimensionShown
from monitoring.analysis.picture.earlier import earliest_comparable, why_not_compared
from monitoring.analysis.picture.places import Place, place_sentence, schools_sentence, where_sentence
from monitoring.analysis.picture.words import (
    GapTold,
    Told,
    beside_state_sentence,
    between_schools_sentences,
    gaps_over_years_sentences,
    line_sentence,
    nothing_sentence,
    over_years_sentences,
)
from monitoring.definitions.queries import Wording

from .achievement import Achievement
from .charts import Spec, TrendPoint, build_small_trend
from .experiences.stored import Kind
from .models import DistrictGap, DistrictValue, StateGap, StateValue
from .page_queries.summary_page import SummaryPage
from .shown_measures import is_there

SERIES = ("District", "State")
TURNOVER = "T_TURN"
NO_CAUSE = "It stands here as context: these figures do not tell whether one causes the other."


@dataclass(frozen=True)
class GapBeside:
    """A gap within the district, and the same across the state; either may be missing."""

    own: DistrictGap | None
    state: StateGap | None


@dataclass(frozen=True)
class Line:
    """A measure: in words, over the years, and its gap for each student group."""

    told: Told
    own: DistrictValue | None
    state: StateValue | None
    before: DistrictValue | None
    sentence: str
    points: tuple[TrendPoint, ...]
    gaps: tuple[GapBeside, ...]

    @property
    def spec(self) -> Spec | None:
        """Its chart, where there are figures of more than one year to draw."""
        return build_small_trend(self.points, SERIES) if len(self.points) > 1 else None

    @property
    def chart_words(self) -> str:
        """The chart in words, year by year."""
        told = (f"{point.school_year} {_rates_in_words(point)}" for point in self.points)
        return f"Chart: {self.told.measure.title}. {'; '.join(told)}."


def _rates_in_words(point: TrendPoint) -> str:
    known = [(name, rate) for name, rate in zip(SERIES, point.rates, strict=True) if rate is not None]
    told = ", ".join(f"{name.lower()} {percent(rate)}" for name, rate in known)
    return f"{told}, not comparable with the year before" if point.breaks else told


@dataclass(frozen=True)
class Column:
    """A dimension beside the others. `nothing`: that there is nothing of it, and why."""

    dimension: DimensionShown
    nothing: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PlaceShown:
    """A gap to look at first. `before`: the earliest that it may be compared with."""

    gap: DistrictGap
    before: DistrictGap | None
    told: GapTold
    sentence: str
    schools: str


@dataclass(frozen=True)
class Picture:
    """`beside`: of the table alone, conditions of teaching. `experiences` and `achievement`: sentences, none where
    there is no report, or nothing was sent.
    """

    page: SummaryPage
    who: tuple[str, ...]
    better: tuple[str, ...]
    where: str
    places: tuple[PlaceShown, ...]
    columns: tuple[Column, ...]
    beside: tuple[Line, ...]
    experiences: tuple[str, ...] = ()
    achievement: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """What heads the questions beside where to look."""
        return "Questions to ask there" if self.places else "Questions to ask"

    @property
    def edition(self) -> str:
        """How far figures are certified, in words."""
        if self.page.is_preliminary:
            return "As the district's files say, which are not all certified: figures marked with p are preliminary."
        return "As certified or published; nothing here waits for certification."


def build_picture(page: SummaryPage) -> Picture:
    """Of one school year; years before it are what it is compared with."""
    words = Wording()
    columns = tuple(_column(one, page, words) for one in DIMENSIONS)
    beside = tuple(_line(name, page, words) for name in BESIDE if _is_known(name, page))
    first = [line.told for column in columns for line in _first(column.lines)]
    first += [line.told for line in beside if line.told.measure.id == TURNOVER and _has_figure(line)]
    places = [_place(place, names, page, words) for place, names in zip(page.places, page.schools, strict=True)]
    return Picture(
        page=page,
        who=(
            beside_state_sentence(first, page.district.name, page.year),
            *between_schools_sentences(page.gaps),
        ),
        better=(
            *over_years_sentences(first),
            *gaps_over_years_sentences([place.told for place in places]),
        ),
        where=where_sentence(page.gaps, page.places),
        places=tuple(places),
        columns=columns,
        beside=beside,
        experiences=tuple(leading_sentences(page.experiences.frames[Kind.DISTRICT])) if page.experiences else (),
        achievement=_achievement(page.achievement),
    )


def _achievement(sent: Achievement | None) -> tuple[str, ...]:
    if sent is None or not sent.sentences:
        return ()
    first, *rest = sent.sentences
    return (f"{school_year(sent.school_year)}, as the district sent it: {first}", *rest, NO_CAUSE)


def _first(lines: Sequence[Line]) -> list[Line]:
    """The measures that stand for a dimension: those of them that federal law names, or else the first; with a figure,
    and at most two.
    """
    known = [line for line in lines if _has_figure(line)]
    named = [line for line in known if line.told.measure.statutory and line.told.measure.under is None]
    return (named or known[:1])[:2]


def _has_figure(line: Line) -> bool:
    return line.own is not None and line.own.rate is not None


def _column(dimension: DimensionShown, page: SummaryPage, words: Wording) -> Column:
    known = [name for name in dimension.measures if _is_known(name, page)]
    lines = tuple(_line(name, page, words) for name in known or dimension.measures[:1])
    return Column(dimension, nothing_sentence([line.told for line in lines], dimension.title, page.year), lines)


def _is_known(name: str, page: SummaryPage) -> bool:
    """Whether there is a figure of the district's or of the state's, of this year or before."""
    own = any(is_there(row) for row in page.own if row.measure == name)
    return own or any(is_there(row) for row in page.state if row.measure == name)


def _line(name: str, page: SummaryPage, words: Wording) -> Line:
    series = sorted((row for row in page.own if row.measure == name), key=lambda row: row.school_year)
    state = {row.school_year: row for row in page.state if row.measure == name}
    own, of_state = _of_year(series, page.year), state.get(page.year)
    figures = [row for row in series if row.rate is not None]
    before = earliest_comparable(figures, own) if own is not None else None
    told = Told(
        measure=words(own) if own is not None else MEASURES[name],
        own=own,
        state=of_state,
        before=before,
        why_not="" if own is None or before is not None else why_not_compared(figures, own),
        latest=next((row for row in reversed(figures) if row.school_year < page.year), None),
    )
    return Line(
        told=told,
        own=own,
        state=of_state,
        before=before,
        sentence=line_sentence(told, page.year),
        points=_points(series, state),
        gaps=_gaps(name, page),
    )


def _of_year(rows: Iterable[DistrictValue], year: int) -> DistrictValue | None:
    return next((row for row in rows if row.school_year == year), None)


def _points(series: Sequence[DistrictValue], state: Mapping[int, StateValue]) -> tuple[TrendPoint, ...]:
    """From the first year with a figure of either to the last."""
    own = {row.school_year: row for row in series}
    rows = [(year, own.get(year), state.get(year)) for year in sorted({*own, *state})]
    return tuple(
        TrendPoint(
            school_year(year),
            (mine.rate if mine else None, of_state.rate if of_state else None),
            breaks=any(row.break_text for row in (mine, of_state) if row),
        )
        for year, mine, of_state in rows
        if any(row is not None and row.rate is not None for row in (mine, of_state))
    )


def _gaps(name: str, page: SummaryPage) -> tuple[GapBeside, ...]:
    if not MEASURES[name].gap:
        return (GapBeside(None, None),) * len(GROUPS)
    own = {gap.group: gap for gap in page.gaps if gap.measure == name}
    state = {gap.group: gap for gap in page.state_gaps if gap.measure == name}
    return tuple(GapBeside(own.get(group), state.get(group)) for group in GROUPS)


def _place(place: Place[Any], schools: Sequence[str], page: SummaryPage, words: Wording) -> PlaceShown:
    now = place.gap
    figures = [gap for gap in page.earlier if (gap.measure, gap.group) == (now.measure, now.group)]
    before = earliest_comparable(figures, now, now.group)
    told = GapTold(now, before, "" if before is not None else why_not_compared(figures, now))
    return PlaceShown(now, before, told, place_sentence(place, words(now)), schools_sentence(schools))
