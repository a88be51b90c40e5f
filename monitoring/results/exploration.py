"""What a reader of the gap explorer chose: a measure, a student group, a window, a year, and among which units the two
ends are compared. All of it stands in the address, so that it can be passed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import urlencode

from districts.models import District, School
from districts.school_year import SchoolYear
from monitoring.analysis import title_one, title_one_words
from monitoring.analysis.cuts import ACROSS_DISTRICTS, STATEWIDE, WITHIN_DISTRICT, WITHIN_LEVEL
from monitoring.analysis.measures import GAP_MEASURES
from monitoring.analysis.methods import METHODS, Method, method_of

from .queries.figures import YearsWithResults
from .selection import WINDOWS, Selection, choose


class Compared(NamedTuple):
    """A district as one of hundreds to choose from, between whose own schools anything is compared."""

    pk: int
    org_code: str
    name: str


@dataclass(frozen=True)
class Place:
    """Among which units ends are compared: scope and partition as a gap names them. `kind`: under which heading it is
    offered.
    """

    scope: str
    partition: str
    title: str
    kind: str
    district: District | Compared | None = None

    @property
    def key(self) -> str:
        """As it stands in an address: 'state', 'districts', 'level-HIGH', 'district-00350000'."""
        return self.scope if self.partition == STATEWIDE.id else f"{self.scope}-{self.partition}"

    @property
    def words(self) -> Method:
        return method_of(self.scope)

    @property
    def method(self) -> str:
        return self.words.id

    @property
    def units(self) -> str:
        return self.words.units

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known before its figures are read."""
        return title_one_words.notes() if self.method == "E" else ()


STATE = Place(STATEWIDE.id, STATEWIDE.id, "All schools of the state", "The state")
PLACES = (
    STATE,
    Place(ACROSS_DISTRICTS.id, STATEWIDE.id, "Districts in place of schools", "The state"),
    Place(title_one.SCOPE, STATEWIDE.id, METHODS["E"].title, "The state"),
    *(Place(WITHIN_LEVEL.id, code, str(title), "Schools of one level") for code, title in School.Level.choices),
)


def within(district: District | Compared) -> Place:
    return Place(WITHIN_DISTRICT.id, district.org_code, district.name, "Schools within a district", district)


@dataclass(frozen=True)
class Choice:
    """A selection with its place, and the places to choose from."""

    selection: Selection
    place: Place
    places: tuple[Place, ...]

    @property
    def window(self) -> str:
        return self.selection.measure_window

    @property
    def places_by_kind(self) -> list[tuple[str, list[Place]]]:
        kinds = dict.fromkeys(place.kind for place in self.places)
        return [(kind, [place for place in self.places if place.kind == kind]) for kind in kinds]

    @property
    def other_window(self) -> str:
        """The words of the window that is shown, where the chosen one is none of the measure's; else nothing."""
        if self.selection.window in ("headline", self.window):
            return ""
        return WINDOWS[self.window].lower()

    @property
    def tells_units(self) -> bool:
        """Whether single units are told: a school has one principal, so that a figure of it would be a person's."""
        return not (self.selection.measure.role == "PRINCIPAL" and self.place.units == "schools")

    @property
    def query(self) -> str:
        return self.query_with()

    def query_with(self, **changes: str | int) -> str:
        """The end of the address of this choice with some of `year`, `window`, `measure`, `group`, `place` changed."""
        year = changes.pop("year", self.selection.year)
        chosen = {
            **({"year": str(SchoolYear(int(year)))} if year else {}),
            "window": self.selection.window,
            "group": self.selection.group.id,
            "measure": self.selection.measure.id,
            "place": self.place.key,
        }
        return urlencode({**chosen, **changes})


def choose_comparison(
    asked: Mapping[str, str],
    years: YearsWithResults,
    districts: Iterable[District | Compared],
    start: Place | None = None,
) -> Choice:
    """What a query string asks for, among the state's comparisons and those within `districts`; where it names none of
    these places, `start`, or the whole state.
    """
    places = (*PLACES, *map(within, districts))
    named = asked.get("place", "")
    found = next((place for place in places if place.key == named), None)
    measures = title_one.COMPARED if found and found.method == "E" else GAP_MEASURES
    selection = choose(asked, *years, measures=measures)
    if named and found is None:
        selection = replace(selection, unknown=(*selection.unknown, named))
    return Choice(selection, found or _there(start, places) or STATE, places)


def _there(place: Place | None, places: Sequence[Place]) -> Place | None:
    return next((one for one in places if place is not None and one.key == place.key), None)
