"""What a school's page shows, gathered in a fixed number of reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from districts.models import School
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES

from ..models import DistrictValue, SchoolBand, SchoolValue, StateValue
from ..queries.figures import in_window
from ..shown_measures import is_there


@dataclass(frozen=True)
class SchoolFigure:
    """A measure of the school: the year shown beside district and state, and the years before it."""

    measure: Measure
    own: SchoolValue
    district: DistrictValue | None
    state: StateValue | None
    over_years: tuple[SchoolValue, ...]


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


def school_page_for_its_members(school: School, year: int, window: str | None = None) -> SchoolPage:
    """A school's page, for its district's members and the state. Four queries."""
    shown = in_window(window)
    series: dict[str, list[SchoolValue]] = {}
    for value in SchoolValue.objects.filter(shown, district_id=school.district_id, school=school).order_by(
        "school_year"
    ):
        series.setdefault(value.measure, []).append(value)
    of_district = DistrictValue.objects.filter(shown, district_id=school.district_id, school_year=year)
    district = {value.measure: value for value in of_district}
    state = {value.measure: value for value in StateValue.objects.filter(shown, school_year=year)}
    figures = [
        SchoolFigure(measure, own, district.get(measure.id), state.get(measure.id), tuple(years))
        for measure in MEASURES.values()
        for years in [series.get(measure.id, [])]
        for own in [next((value for value in years if value.school_year == year), None)]
        if own and (measure.asked or is_there(own))
    ]
    return SchoolPage(
        school=school,
        year=year,
        figures=tuple(line for line in figures if line.measure.under is None),
        variants=tuple(line for line in figures if line.measure.under is not None),
        bands={band.group: band for band in shares_of(school, year)},
    )
