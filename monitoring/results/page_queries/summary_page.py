"""What a district's page in brief is made of, gathered in a fixed number of reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from districts.models import District
from monitoring.analysis.cuts import WITHIN_DISTRICT
from monitoring.analysis.picture.dimensions import COMPARED, SHOWN
from monitoring.analysis.picture.places import Place, places_to_look

from ..achievement import Achievement, achievement_for_its_members
from ..experience_choice import FIRST_WINDOW
from ..experiences.stored import Kind, Stored, stored_report
from ..models import DistrictGap, DistrictValue, SchoolBand, SchoolValue, StateGap, StateValue
from ..models.values import BEHIND
from ..queries.comparisons import FILES
from ..queries.figures import in_window


class LastRun(NamedTuple):
    """A run by its number and when it ended."""

    number: int
    finished_at: datetime


@dataclass(frozen=True)
class SummaryPage:
    """`own` and `state`: values of the measures shown, of the year and all before it; `gaps`: those of the year within
    the district; `earlier`: of `places`, those of the years before; `state_gaps`: those of the year across the state.
    `schools`: by place, the schools with the most students of its group. `experiences`: the district's rows of the
    report on them; `achievement`: what the district has sent of it, for its own members. `run`: the last one that
    changed any of these figures.
    """

    district: District
    year: int
    own: tuple[DistrictValue, ...]
    state: tuple[StateValue, ...]
    gaps: tuple[Any, ...]
    earlier: tuple[DistrictGap, ...]
    state_gaps: tuple[StateGap, ...]
    places: tuple[Place[Any], ...]
    schools: tuple[tuple[str, ...], ...]
    experiences: Stored | None = None
    achievement: Achievement | None = None

    @property
    def run(self) -> LastRun | None:
        rows: Iterable[Any] = (*self.own, *self.state, *self.gaps, *self.earlier, *self.state_gaps)
        return max((LastRun(row.run_number, row.run_ended) for row in rows), default=None)

    @property
    def is_preliminary(self) -> bool:
        """Whether any of its own figures rests on files that are not certified."""
        waits = self.experiences is not None and not self.experiences.report.is_certified
        return waits or any(row.is_preliminary for row in (*self.own, *self.gaps, *self.earlier))


def summary_page_for_its_members(district: District, year: int) -> SummaryPage:
    """A district's page in brief, for its members and the state. Each measure in its own window. Five queries; two more
    where there are places to look at first, and one for its members.
    """
    until, shown = Q(in_window(None), school_year__lte=year), Q(measure__any_of=SHOWN)
    gaps = DistrictGap.objects.filter(in_window(None), measure__any_of=COMPARED, district=district, school_year=year)
    found = tuple(_with_run(gaps.defer("sources")))
    places = places_to_look(found)
    across = StateGap.objects.filter(in_window(None), shown, school_year=year, scope="state", method="Q")
    return SummaryPage(
        district=district,
        year=year,
        own=tuple(_with_run(DistrictValue.objects.filter(until, shown, district=district).defer(*BEHIND))),
        state=tuple(_with_run(StateValue.objects.filter(until, shown).defer(*BEHIND))),
        gaps=found,
        earlier=_earlier(places, district, year),
        state_gaps=tuple(_with_run(across.defer(*FILES))),
        places=places,
        schools=_schools_of(places, district, year),
        experiences=stored_report(district, year, FIRST_WINDOW, [Kind.DISTRICT]),
        achievement=achievement_for_its_members(district, year),
    )


def _with_run(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each with number and end of the run that wrote it."""
    return rows.order_by().annotate(run_number=F("run__number"), run_ended=F("run__finished_at"))


def _earlier(places: Collection[Place[Any]], district: District, year: int) -> tuple[DistrictGap, ...]:
    """The gaps at these places in the years before."""
    if not places:
        return ()
    names = ("measure", "group", "window", "scope", "partition", "method")
    same = reduce(or_, (Q(**{name: getattr(place.gap, name) for name in names}) for place in places))
    rows = DistrictGap.objects.filter(same, district=district, school_year__lt=year, difference__isnull=False)
    return tuple(_with_run(rows.defer("sources")))


def _schools_of(places: Collection[Place[Any]], district: District, year: int) -> tuple[tuple[str, ...], ...]:
    """Of each place the names of the schools with a figure at its focal end, in their order."""
    if not places:
        return ()
    bands = SchoolBand.objects.filter(
        district=district,
        school_year=year,
        scope=WITHIN_DISTRICT.id,
        band="focal",
        group__in={place.gap.group for place in places},
    )
    named = [f"has_{number}" for number, _ in enumerate(places)]
    has = {name: Exists(_values_behind(place.gap)) for name, place in zip(named, places, strict=True)}
    rows = bands.order_by("school__name_in_order").annotate(**has).values("group", "school__name", *named)
    found = list(rows)
    return tuple(
        tuple(row["school__name"] for row in found if row[name] and row["group"] == place.gap.group)
        for name, place in zip(named, places, strict=True)
    )


def _values_behind(gap: DistrictGap) -> QuerySet[SchoolValue]:
    return SchoolValue.objects.filter(
        district=gap.district_id,
        school=OuterRef("school"),
        measure=gap.measure,
        school_year=gap.school_year,
        window=gap.window,
        rate__isnull=False,
    )
