"""What a district's page shows, gathered in a fixed number of reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from districts.models import District, School
from monitoring.analysis import reasons
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES

from ..models import DistrictGap, DistrictValue, SchoolBand, SchoolValue, StateValue
from ..models.values import BEHIND
from ..not_submitted import NotSubmitted, not_submitted_of
from ..queries.figures import in_window
from ..shown_measures import is_there
from .over_years import Series, YearOfValues, by_measure, over_years

SCHOOLS, ALL = 25, "all"  # on a page of them, where not all are asked for


@dataclass(frozen=True)
class BesideState:
    """A measure of the district beside the state's."""

    measure: Measure
    own: DistrictValue | None
    state: StateValue | None


class SchoolFigure(NamedTuple):
    """A school's value as its cell of a table shows it, of which a page has hundreds: these columns of SchoolValue."""

    school_id: int
    measure: str
    school_year: int
    window: str
    numerator: Decimal | None
    denominator: Decimal | None
    rate: float | None
    reason: str
    people_known: Decimal | None
    people_missing: Decimal | None
    unit: str
    years_used: list[int]
    is_preliminary: bool


class OwnSchool(NamedTuple):
    """A school, of which a district may have more than a hundred. `is_placed`: whether a file of the year places it
    among the state's schools; `has_share`: whether a share of a group is known of it.
    """

    pk: int
    org_code: str
    name: str
    level: str
    is_placed: bool
    has_share: bool

    @property
    def level_title(self) -> str:
        return str(School.Level(self.level).label) if self.level else ""


@dataclass(frozen=True)
class SchoolLine:
    """A school of the district with its values by measure id."""

    school: OwnSchool
    values: dict[str, SchoolFigure]


@dataclass(frozen=True)
class OwnSchools:
    """A district's schools. `named`: those that any file of the year names, by name; `listed`: one page of them.
    `measures`: of which any school has a value, be it shown or kept back. `of_measure`: values of the one chosen, by
    school id. `has_shares`: a share of some group is known of some school; `is_preliminary`: of a value of some.
    """

    named: tuple[OwnSchool, ...]
    listed: Page[SchoolLine]
    measures: frozenset[str]
    of_measure: dict[int, SchoolFigure]
    has_shares: bool
    is_preliminary: bool
    missing: NotSubmitted


@dataclass(frozen=True)
class DistrictPage:
    """Everything a district's page shows. `parts`: of its schools and gaps, parts and variants of measures and not the
    main ones.
    """

    district: District
    year: int
    figures: tuple[BesideState, ...]  # main measures
    variants: tuple[BesideState, ...]
    parts: bool
    schools: OwnSchools
    gaps: tuple[DistrictGap, ...]
    trend: tuple[YearOfValues, ...]

    @property
    def too_few_schools(self) -> bool:
        """Whether no comparison between its own schools can be made."""
        return not self.gaps

    @property
    def is_preliminary(self) -> bool:
        """Whether any of its own figures rests on files that are not certified."""
        own = (line.own for line in (*self.figures, *self.variants))
        return self.schools.is_preliminary or any(one.is_preliminary for one in (*own, *self.gaps) if one)

    @property
    def withheld(self) -> list[BesideState]:
        """The district's figures that wait until a question about a file's columns is settled."""
        return [
            figure for figure in (*self.figures, *self.variants) if figure.own and figure.own.reason == reasons.WITHHELD
        ]


def district_page_for_its_members(
    district: District,
    year: int,
    window: str | None = None,
    *,
    series: Series | None = None,
    parts: bool = False,
    page: str | int | None = 1,
) -> DistrictPage:
    """A district's own page, for its members and the state; `series`: what is shown over the years; `parts`: those in
    the place of main measures, where there are any; `page`: of its schools. Six queries.
    """
    chosen = series or Series("", "")
    beside = chosen.beside(year, window)
    districts = list(DistrictValue.objects.filter(beside, district=district).order_by().defer(*BEHIND))
    states = list(StateValue.objects.filter(beside).order_by().defer(*BEHIND))
    figures = _beside_state(by_measure(districts, year, window), by_measure(states, year, window))
    parts = parts and any(line.measure.under for line in figures)
    shown = Q(measure__any_of=[one.id for one in MEASURES.values() if bool(one.under) == parts])
    gaps = DistrictGap.objects.filter(in_window(window), shown, district=district, school_year=year)
    return DistrictPage(
        district=district,
        year=year,
        figures=tuple(line for line in figures if line.measure.under is None),
        variants=tuple(line for line in figures if line.measure.under is not None),
        parts=parts,
        schools=_own_schools(district, year, window, shown=shown, chosen=chosen.measure, page=page),
        gaps=tuple(gaps.order_by().defer("sources")),
        trend=over_years(chosen, districts=districts, state=states),
    )


def _own_schools(
    district: District, year: int, window: str | None, *, shown: Q, chosen: str, page: str | int | None
) -> OwnSchools:
    """`shown`: values of the measures that the page shows; `chosen`: the one of which all schools are told."""
    told = {one["school_id"]: one for one in _told_of_schools(district, year, window)}
    known = _schools(district, year)
    named = [one for one in known if one.is_placed or told.get(one.pk, {}).get("shown")]
    found: Page[Any] = Paginator(named, max(len(named), 1) if page == ALL else SCHOOLS).get_page(page)
    wanted = Q(shown, school__in=[one.pk for one in found]) | Q(measure=chosen)
    values = _values(SchoolValue.objects.filter(in_window(window), wanted, district=district, school_year=year))
    lines = [SchoolLine(school, values.get(school.pk, {})) for school in found]
    return OwnSchools(
        named=tuple(named),
        listed=Page(lines, found.number, found.paginator),
        measures=frozenset(measure for one in told.values() for measure in one["there"]),
        of_measure={school: one[chosen] for school, one in values.items() if chosen in one},
        has_shares=any(one.has_share for one in known),
        is_preliminary=any(one["draft"] for one in told.values()),
        missing=not_submitted_of(known, {key: one["silent"] for key, one in told.items()}, _sent(told)),
    )


def _told_of_schools(district: District, year: int, window: str | None) -> QuerySet[SchoolValue, dict[str, Any]]:
    """By school: how many values of it are shown, whether any is preliminary, the measures that are there and those of
    which nothing was submitted, and how much else of the year was submitted.
    """
    shown, annual = in_window(window), Q(window="1")
    there = shown & (Q(rate__isnull=False) | Q(reason__in=reasons.KEPT_BACK))
    sent = annual & ~Q(reason__in=(reasons.NOT_SUBMITTED, reasons.NOT_COLLECTED))
    values = SchoolValue.objects.filter(shown | annual, district=district, school_year=year).order_by()
    return values.values("school_id").annotate(
        shown=Count("pk", filter=shown),
        draft=BoolOr("is_preliminary", filter=shown),
        there=ArrayAgg("measure", filter=there, default=[]),
        silent=ArrayAgg("measure", filter=annual & Q(reason=reasons.NOT_SUBMITTED), default=[], order_by="measure"),
        sent=Count("pk", filter=sent),
    )


def _sent(told: Mapping[int, Mapping[str, Any]]) -> set[int]:
    return {school for school, one in told.items() if one["sent"]}


def _schools(district: District, year: int) -> list[OwnSchool]:
    """By name."""
    bands = SchoolBand.objects.filter(district=district, school=OuterRef("pk"), school_year=year)
    shares = bands.filter(scope__in=("state", "district"), share__isnull=False)
    schools: QuerySet[School] = School.objects.filter(district=district).order_by("name_in_order", "org_code")
    told = schools.annotate(is_placed=Exists(bands.filter(scope="state")), has_share=Exists(shares))
    return [OwnSchool._make(one) for one in told.values_list(*OwnSchool._fields)]


def _values(rows: QuerySet[SchoolValue]) -> dict[int, dict[str, SchoolFigure]]:
    """By school and measure."""
    found: dict[int, dict[str, SchoolFigure]] = {}
    for value in map(SchoolFigure._make, rows.order_by().values_list(*SchoolFigure._fields)):
        found.setdefault(value.school_id, {})[value.measure] = value
    return found


def _beside_state(own: Mapping[str, DistrictValue], state: Mapping[str, StateValue]) -> list[BesideState]:
    """By measure id: those that every school is asked for where there are rows, others where there is a value."""
    lines = [BesideState(measure, own.get(measure.id), state.get(measure.id)) for measure in MEASURES.values()]
    return [
        line
        for line in lines
        if is_there(line.own) or is_there(line.state) or (line.measure.asked and (line.own or line.state))
    ]
