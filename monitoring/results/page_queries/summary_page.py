"""What a district's page in brief is made of, gathered in a fixed number of reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from districts.models import District
from monitoring.analysis.cuts import WITHIN_DISTRICT
from monitoring.analysis.picture.dimensions import COMPARED, SHOWN
from monitoring.analysis.picture.places import Place, places_to_look

from ..models import DistrictGap, DistrictValue, Run, SchoolBand, SchoolValue, StateGap, StateValue
from ..models.values import BEHIND
from ..queries.comparisons import FILES
from ..queries.figures import in_window
from ..queries.provenance import NOT_TOLD


@dataclass(frozen=True)
class SummaryPage:
    """`own` and `state`: values of the measures shown, of the year and all before it; `gaps`: those within the
    district, of the same years; `state_gaps`: those of the year across the state. `schools`: by place, the schools with
    the most students of its group. `run`: the last one that changed any of these figures.
    """

    district: District
    year: int
    own: tuple[DistrictValue, ...]
    state: tuple[StateValue, ...]
    gaps: tuple[DistrictGap, ...]
    state_gaps: tuple[StateGap, ...]
    places: tuple[Place[Any], ...]
    schools: tuple[tuple[str, ...], ...]
    run: Run | None

    @property
    def gaps_now(self) -> tuple[Any, ...]:
        return tuple(gap for gap in self.gaps if gap.school_year == self.year)

    @property
    def is_preliminary(self) -> bool:
        """Whether any of its own figures rests on files that are not certified."""
        return any(row.is_preliminary for row in (*self.own, *self.gaps))


def summary_page_for_its_members(district: District, year: int) -> SummaryPage:
    """A district's page in brief, for its members and the state. Each measure in its own window. Six queries; one less
    where there is no place to look at first.
    """
    until, shown = Q(in_window(None), school_year__lte=year), Q(measure__any_of=SHOWN)
    own = tuple(DistrictValue.objects.filter(until, shown, district=district).order_by().defer(*BEHIND))
    state = tuple(StateValue.objects.filter(until, shown).order_by().defer(*BEHIND))
    compared = Q(until, measure__any_of=COMPARED)
    gaps = tuple(DistrictGap.objects.filter(compared, district=district).order_by().defer("sources"))
    places = places_to_look(gap for gap in gaps if gap.school_year == year)
    across = StateGap.objects.filter(in_window(None), shown, school_year=year, scope="state", method="Q")
    state_gaps = tuple(across.order_by().defer(*FILES))
    return SummaryPage(
        district=district,
        year=year,
        own=own,
        state=state,
        gaps=gaps,
        state_gaps=state_gaps,
        places=places,
        schools=_schools_of(places, district, year),
        run=_last_run((*own, *state, *gaps, *state_gaps)),
    )


def _last_run(rows: Iterable[Any]) -> Run | None:
    runs = Run.objects.filter(pk__in={row.run_id for row in rows}).defer(*NOT_TOLD)
    return runs.order_by("-number").first()


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
