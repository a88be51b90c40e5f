"""What a school's page shows, gathered in a fixed number of reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from districts.models import School
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES

from ..models import DistrictValue, SchoolBand, SchoolValue, StateValue
from ..models.values import BEHIND
from ..shown_measures import is_there
from .over_years import Series, YearOfValues, by_measure, over_years


@dataclass(frozen=True)
class SchoolFigure:
    """A measure of the school beside district and state, in the year shown."""

    measure: Measure
    own: SchoolValue
    district: DistrictValue | None
    state: StateValue | None


@dataclass(frozen=True)
class SchoolPage:
    """Everything a school's page shows. `bands`: by group id its share and where it stands in the state; among its
    district's schools, where only the district has sent its share.
    """

    school: School
    year: int
    figures: tuple[SchoolFigure, ...]  # main measures
    variants: tuple[SchoolFigure, ...]
    bands: dict[str, SchoolBand]
    trend: tuple[YearOfValues, ...]

    @property
    def is_preliminary(self) -> bool:
        """Whether a figure on it rests on files that are not certified."""
        values = (one for figure in (*self.figures, *self.variants) for one in (figure.own, figure.district) if one)
        return any(one.is_preliminary for one in (*values, *self.bands.values()))


def shares_of(school: School, year: int) -> QuerySet[SchoolBand]:
    """A school's shares, one a group: that in the state's comparison, unless only its district sent it."""
    own = SchoolBand.objects.filter(district_id=school.district_id, school=school, school_year=year)
    ordered = own.filter(scope__in=("state", "district")).order_by("group", F("share").asc(nulls_last=True), "-scope")
    return ordered.distinct("group").select_related("district", "school")


def school_page_for_its_members(
    school: School, year: int, window: str | None = None, *, series: Series | None = None
) -> SchoolPage:
    """A school's page, for its district's members and the state; `series`: shown over the years. Four queries."""
    chosen = series or Series("", "")
    beside = chosen.beside(year, window)
    own, owner = SchoolValue.objects.filter(beside, school=school), {"district_id": school.district_id}
    schools = list(own.filter(**owner).order_by().defer(*BEHIND))
    districts = list(DistrictValue.objects.filter(beside, **owner).order_by().defer(*BEHIND))
    states = list(StateValue.objects.filter(beside).order_by().defer(*BEHIND))
    own_year, district, state = (by_measure(rows, year, window) for rows in (schools, districts, states))
    figures = [
        SchoolFigure(measure, one, district.get(measure.id), state.get(measure.id))
        for measure in MEASURES.values()
        for one in [own_year.get(measure.id)]
        if one and (measure.asked or is_there(one))
    ]
    return SchoolPage(
        school=school,
        year=year,
        figures=tuple(line for line in figures if line.measure.under is None),
        variants=tuple(line for line in figures if line.measure.under is not None),
        bands={band.group: band for band in shares_of(school, year)},
        trend=over_years(chosen, schools=schools, districts=districts, state=states),
    )
