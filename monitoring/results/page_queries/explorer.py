"""What the gap explorer shows of one comparison: its years, what stands beside it, and who is at its two ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Abs

from districts.models import District
from monitoring.analysis.bands import FOCAL
from monitoring.analysis.contributions import Amounts, End, Ends, sum_of
from monitoring.analysis.formatting import school_year
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.title_one import SCOPE as TITLE_ONE
from monitoring.analysis.title_one import students_with

from ..exploration import STATE, Choice, Compared, Place
from ..models import DistrictBand, DistrictGap, DistrictValue, SchoolBand, SchoolValue, StateGap
from ..models.gaps import GapFields
from ..pooling import PEOPLE
from ..queries.comparisons import FILES
from ..queries.figures import headline
from ..shown_measures import of_gaps
from .parts import Part, ends_of_its_members, with_values

UNITS = 25  # on a page of those at both ends


@dataclass(frozen=True)
class Explored:
    """`gap`: the comparison of the year chosen, None where there is no row of it. `trend`: all its years, oldest first.
    `groups`: the same measure for every student group; `measures`: the same group for every main measure and the one
    chosen; both of the year chosen, in the order of the catalogues.
    """

    gap: GapFields | None
    trend: tuple[GapFields, ...]
    groups: tuple[GapFields, ...]
    measures: tuple[GapFields, ...]

    @property
    def is_preliminary(self) -> bool:
        rows = (*self.trend, *self.groups, *self.measures)
        return any(getattr(row, "is_preliminary", False) for row in rows)


def districts_to_compare_within() -> list[Compared]:
    """The districts in the scope between whose own schools anything is compared, by name. One query."""
    compared = District.objects.filter(pk__in=DistrictGap.objects.order_by().values("district_id"))
    return [Compared._make(one) for one in compared.order_by("name").values_list(*Compared._fields)]


def explored_for_members(choice: Choice) -> Explored:
    """One comparison as far as the scope sees it. One query."""
    measure, group, year = choice.selection.measure, choice.selection.group, choice.selection.year or 0
    this, of_group = Q(measure=measure.id, window=choice.window), Q(group=group.id)
    beside = (this | (headline() & of_group)) & Q(school_year=year)
    found = list(gaps_at(choice.place).filter((this & of_group) | beside).order_by())
    same = (measure.id, choice.window, group.id)
    trend = sorted(
        (row for row in found if (row.measure, row.window, row.group) == same), key=lambda row: row.school_year
    )
    rows = [row for row in found if row.school_year == year]
    by_group = {row.group: row for row in rows if (row.measure, row.window) == (measure.id, choice.window)}
    chosen = by_group.get(group.id)
    by_measure = {row.measure: row for row in rows if row.group == group.id}
    if chosen is not None:
        by_measure[measure.id] = chosen
    shown = {one.id for one in of_gaps(by_measure.values())} | {measure.id}
    return Explored(
        gap=chosen,
        trend=tuple(trend),
        groups=tuple(by_group[name] for name in GROUPS if name in by_group),
        measures=tuple(by_measure[name] for name in MEASURES if name in shown and name in by_measure),
    )


def gaps_at(place: Place) -> QuerySet[Any]:
    """The comparisons among the units of a place."""
    if place.district is not None:
        return DistrictGap.objects.filter(district_id=place.district.pk).select_related("district").defer("sources")
    return StateGap.objects.filter(method=place.method, scope=place.scope, partition=place.partition).defer(*FILES)


@dataclass(frozen=True)
class Near:
    """A choice that has figures, by what is changed of the one that has none."""

    text: str
    query: str


def nearest_for_members(choice: Choice, explored: Explored) -> list[Near]:
    """Where the chosen comparison has no figures: the nearest years, groups and measures at the same place that have;
    where there are none, the latest year of the state. One query at most.
    """
    year = choice.selection.year or 0
    known = [row for row in explored.trend if row.difference is not None]
    years = sorted(known, key=lambda row: (abs(row.school_year - year), -row.school_year))
    groups, measures = (
        [row for row in rows if row.difference is not None] for rows in (explored.groups, explored.measures)
    )
    found = [
        *(_near(choice, row, year=row.school_year) for row in years[:1]),
        *(_near(choice, row, group=row.group) for row in groups[:1]),
        *(_near(choice, row, measure=row.measure) for row in measures[:1]),
    ]
    return found or _in_the_state(choice)


def _near(choice: Choice, row: GapFields, **changed: str | int) -> Near:
    named = {"year": school_year(row.school_year), "group": GROUPS[row.group].title}
    named["measure"] = MEASURES[row.measure].title
    return Near(named[next(iter(changed))], choice.query_with(**changed))


def _in_the_state(choice: Choice) -> list[Near]:
    same = gaps_at(STATE).filter(measure=choice.selection.measure.id, window=choice.window, difference__isnull=False)
    away = Abs(F("school_year") - (choice.selection.year or 0))
    row = same.order_by(away, "-school_year").filter(group=choice.selection.group.id).first()
    if row is None:
        return []
    text = f"{STATE.title}, {school_year(row.school_year)}"
    return [Near(text, choice.query_with(place=STATE.key, year=row.school_year))]


@dataclass(frozen=True)
class Listed:
    """A unit at an end of a comparison: its row's key, and the figure by which it adds to the difference; None where it
    has none that is wholly in the end's sum.
    """

    pk: int
    end: End
    amounts: Amounts | None
    ends: Ends | None

    @property
    def adds(self) -> Fraction | None:
        """Reckoned for those that are shown: of a thousand it takes longer than to find them."""
        return None if self.amounts is None or self.ends is None else self.ends.part(self.end, self.amounts)


@dataclass(frozen=True)
class AtTheEnds:
    """The units at both ends: by name, those of the focal end first; a district's own schools by what they add, most
    first. `rest`: what is left of the difference beside them, exactly: figures in the sums that are not a unit's own,
    or not in sight. `ends`: None where there is no difference to split.
    """

    rows: QuerySet[Any]
    listed: tuple[Listed, ...]
    ends: Ends | None
    rest: Fraction


def at_the_ends_for_members(gap: GapFields) -> AtTheEnds:
    """Who is at the ends of a comparison, as far as the scope sees. Two queries, or one without a difference."""
    ends, rows = _ends_of(gap), ends_of_its_members(gap)
    unit = "district_id" if rows.model is DistrictBand else "school_id"
    amounts = _amounts(gap, rows, unit) if ends else {}
    placed = list(rows.values_list("pk", unit, "band", "enrolled" if gap.method == "E" else "pk"))
    found = [(pk, key, end) for pk, key, end, _ in placed]
    if gap.method == "E":
        amounts = _of_students(amounts, {key: students for _, key, _, students in placed if students})
    listed = [Listed(pk, end, amounts.get(key), ends) for pk, key, end in found]
    if isinstance(gap, DistrictGap):
        adds = {one.pk: one.adds for one in listed}
        listed.sort(key=lambda one: (adds[one.pk] is None, -float(adds[one.pk] or 0)))  # equal ones stay by name
    else:
        listed.sort(key=lambda one: one.end != FOCAL)  # by name: of others' schools and districts there is no ranking
    return AtTheEnds(rows, tuple(listed), ends, _rest(ends, found, amounts) if ends else Fraction(0))


def _rest(ends: Ends, units: Iterable[tuple[int, int, End]], amounts: Mapping[int, Amounts]) -> Fraction:
    """What is left of the difference beside these units; what several add is what they add together."""
    together: dict[End, list[Amounts]] = {}
    for _, key, end in units:
        if key in amounts:
            together.setdefault(end, []).append(amounts[key])
    return ends.rest(ends.part(end, sum_of(several)) for end, several in together.items())


def _amounts(gap: GapFields, rows: QuerySet[Any], unit: str) -> dict[int, Amounts]:
    """By unit of these rows, the figures that are wholly in the sums of the comparison. What a district counts by
    persons is not: to the state it adds a sum of its own, in which people whom another district reports may be missing.
    """
    figure = {"measure": gap.measure, "school_year": gap.school_year, "window": gap.window, "rate__isnull": False}
    known: QuerySet[Any] = DistrictValue.objects.filter(**figure).exclude(basis=PEOPLE)
    if isinstance(gap, DistrictGap):
        known = SchoolValue.objects.filter(**figure, district_id=gap.district_id)
    elif unit == "school_id":
        known = SchoolValue.objects.filter(**figure, is_in_state=True)
    at_ends = known.order_by().filter(**{f"{unit}__in": rows.order_by().values(unit)})
    return {key: Amounts(n, d) for key, n, d in at_ends.values_list(unit, "numerator", "denominator")}


def _of_students(teachers: Mapping[int, Amounts], students: Mapping[int, int]) -> dict[int, Amounts]:
    """By school its students on its side, and those with a teacher as counted."""
    return {
        school: Amounts(students_with(number, one.numerator, one.denominator), Decimal(number))
        for school, number in students.items()
        if (one := teachers.get(school))
    }


def _ends_of(gap: GapFields) -> Ends | None:
    if gap.difference is None:
        return None
    focal, reference, whole = (_sums(gap, side) for side in ("focal", "reference", "all"))
    if focal is None or reference is None:
        return None
    return Ends(focal, reference, whole, MEASURES[gap.measure].is_favorable)


def _sums(gap: GapFields, side: str) -> Amounts | None:
    numerator, denominator = (getattr(gap, f"{side}_{name}") for name in ("numerator", "denominator"))
    return Amounts(numerator, denominator) if denominator else None


@dataclass(frozen=True)
class AtAnEnd:
    """A unit at an end with its share and figure, and what it adds."""

    part: Part
    adds: float | None


def all_at_the_ends(found: AtTheEnds, gap: GapFields) -> list[AtAnEnd]:
    """Every unit listed, with its figure, in their order. Two queries."""
    return _with_figures(found, found.listed, gap)


def _with_figures(found: AtTheEnds, listed: Iterable[Listed], gap: GapFields) -> list[AtAnEnd]:
    listed = list(listed)
    rows = found.rows.filter(pk__in=[one.pk for one in listed])
    parts = {cast(Any, part.source).pk: part for part in with_values(rows, gap)}
    return [AtAnEnd(parts[one.pk], None if one.adds is None else float(one.adds)) for one in listed]


@dataclass(frozen=True)
class PageOfEnds:
    """A page of the units at both ends. `rest`: as of AtTheEnds; None where others are still to come."""

    listed: Page[AtAnEnd]
    ends: Ends | None
    rest: Fraction | None

    @property
    def rest_as_rate(self) -> float:
        return float(self.rest or 0)


def page_of_the_ends(gap: GapFields, number: str | None) -> PageOfEnds:
    """The same units as of at_the_ends_for_members in the same order, a page of them. Three queries, and on the last
    page two more; of a district's own schools four.
    """
    if isinstance(gap, DistrictGap):
        found = at_the_ends_for_members(gap)
        page = Paginator(found.listed, UNITS).get_page(number)
        rest = None if page.has_next() else found.rest
        return PageOfEnds(_page_with(page, _with_figures(found, page, gap)), found.ends, rest)
    ends = _ends_of(gap)
    page = Paginator(ends_of_its_members(gap), UNITS).get_page(number)
    units = [AtAnEnd(part, _adds(ends, part)) for part in with_values(page, gap)]
    rest = None if page.has_next() else at_the_ends_for_members(gap).rest
    return PageOfEnds(_page_with(page, units), ends, rest)


def _page_with(page: Page[Any], units: list[AtAnEnd]) -> Page[AtAnEnd]:
    return Page(units, page.number, page.paginator)


def _adds(ends: Ends | None, part: Part) -> float | None:
    """What a unit adds by its figure, where this is wholly in the sums; by the rule of _amounts."""
    value = part.value
    if ends is None or value is None or value.numerator is None or value.denominator is None or value.rate is None:
        return None
    is_in_sums = value.is_in_state is True if isinstance(value, SchoolValue) else value.basis != PEOPLE
    amounts = {0: Amounts(value.numerator, value.denominator)}
    if isinstance(part.source, SchoolBand) and part.source.scope == TITLE_ONE:
        amounts = _of_students(amounts, {0: part.students} if part.students else {})
    return float(ends.part(cast(End, part.band), amounts[0])) if is_in_sums and amounts else None
