"""What a district's page shows, gathered in a fixed number of reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from districts.models import District, School
from districts.natural_order import natural
from monitoring.analysis import reasons
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES

from ..models import DistrictGap, DistrictValue, SchoolBand, SchoolValue, StateValue
from ..not_submitted import ANNUAL, NotSubmitted, not_submitted_among
from ..queries.figures import in_window
from ..shown_measures import is_there
from .over_years import Series, YearOfValues, by_measure, is_shown, over_years


@dataclass(frozen=True)
class BesideState:
    """A measure of the district beside the state's."""

    measure: Measure
    own: DistrictValue | None
    state: StateValue | None


@dataclass(frozen=True)
class SchoolLine:
    """A school of the district: its values by measure id, and where it stands in the state by group id."""

    school: School
    values: dict[str, SchoolValue]
    bands: dict[str, SchoolBand]


@dataclass(frozen=True)
class DistrictPage:
    """Everything a district's page shows. `has_shares`: a share of some group is known of some school of its own;
    `too_few_schools`: no comparison between its own schools can be made.
    """

    district: District
    year: int
    figures: tuple[BesideState, ...]  # main measures
    variants: tuple[BesideState, ...]
    schools: tuple[SchoolLine, ...]
    has_shares: bool
    gaps: tuple[DistrictGap, ...]
    trend: tuple[YearOfValues, ...]
    missing: NotSubmitted

    @property
    def too_few_schools(self) -> bool:
        return not self.gaps

    @property
    def is_preliminary(self) -> bool:
        """Whether any of its own figures rests on files that are not certified."""
        values = [figure.own for figure in (*self.figures, *self.variants)] + [
            one for line in self.schools for one in line.values.values()
        ]
        return any(one.is_preliminary for one in (*values, *self.gaps) if one)

    @property
    def withheld(self) -> list[BesideState]:
        """The district's figures that wait until a question about a file's columns is settled."""
        return [
            figure for figure in (*self.figures, *self.variants) if figure.own and figure.own.reason == reasons.WITHHELD
        ]


def district_page_for_its_members(
    district: District, year: int, window: str | None = None, *, series: Series | None = None
) -> DistrictPage:
    """A district's own page, for its members and the state; `series`: what is shown over the years. Six queries."""
    chosen = series or Series("", "")
    beside = chosen.beside(year, window)
    districts = list(DistrictValue.objects.filter(beside, district=district))
    states = list(StateValue.objects.filter(beside))
    bands = list(SchoolBand.objects.filter(district=district, school_year=year, scope__in=("state", "district")))
    within = DistrictGap.objects.filter(in_window(window), district=district, school_year=year)
    values = list(
        SchoolValue.objects.filter(in_window(window) | ANNUAL, district=district, school_year=year).order_by("measure")
    )
    schools = list(School.objects.filter(district=district).order_by(natural("name"), "org_code"))
    figures = _beside_state(by_measure(districts, year, window), by_measure(states, year, window))
    shown = [value for value in values if is_shown(value, window)]
    return DistrictPage(
        district=district,
        year=year,
        figures=tuple(line for line in figures if line.measure.under is None),
        variants=tuple(line for line in figures if line.measure.under is not None),
        schools=_school_lines(schools, shown, [band for band in bands if band.scope == "state"]),
        has_shares=any(band.share is not None for band in bands),
        gaps=tuple(within),
        trend=over_years(chosen, districts=districts, state=states),
        missing=not_submitted_among(values, schools),
    )


def _beside_state(own: Mapping[str, DistrictValue], state: Mapping[str, StateValue]) -> list[BesideState]:
    """By measure id: those that every school is asked for where there are rows, others where there is a value."""
    lines = [BesideState(measure, own.get(measure.id), state.get(measure.id)) for measure in MEASURES.values()]
    return [
        line
        for line in lines
        if is_there(line.own) or is_there(line.state) or (line.measure.asked and (line.own or line.state))
    ]


def _school_lines(
    schools: Iterable[School], shown: Iterable[SchoolValue], in_state: Iterable[SchoolBand]
) -> tuple[SchoolLine, ...]:
    """The schools that any file of the year names, in their order."""
    values: dict[int, dict[str, SchoolValue]] = {}
    for value in shown:
        values.setdefault(value.school_id, {})[value.measure] = value
    bands: dict[int, dict[str, SchoolBand]] = {}
    for band in in_state:
        bands.setdefault(band.school_id, {})[band.group] = band
    return tuple(
        SchoolLine(school, values.get(school.id, {}), bands.get(school.id, {}))
        for school in schools
        if school.id in values or school.id in bands
    )
