"""How districts take strategies up, over the years, for ESE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from districts.models import District
from monitoring.analysis.strategies.adoption import years_in_force
from monitoring.analysis.strategies.catalogue import Tier

from ..models import Adoption, AdoptionStep, Progress, steps_of
from .adoptions import steps_by_adoption
from .catalogue import Listed, strategies_for_all

OWN = "Districts’ own strategies"
Districts = dict[int, District]


@dataclass
class Line:
    """A strategy: in which districts it was in force, by school year; in the year that is looked at closely also by
    region, in how many of them as a pilot, and by fidelity, as the latest entries of their logs tell it.
    """

    listed: Listed | None
    in_year: dict[int, Districts] = field(default_factory=lambda: defaultdict(dict))
    pilots: int = 0
    by_fidelity: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def title(self) -> str:
        return self.listed.version.title if self.listed else OWN

    def many_in(self, year: int) -> int:
        return len(self.in_year[year])

    def many_of(self, region: str, year: int) -> int:
        return sum(region_of(one) == region for one in self.in_year[year].values())


@dataclass
class InDistrict:
    """How many strategies are in force in a district, and how many of them are key ones."""

    district: District
    strategies: int = 0
    key: int = 0


@dataclass(frozen=True)
class Uptake:
    """A line a strategy of the catalogue, and one of all that districts wrote themselves; `districts`: those with any
    in force, by name.
    """

    lines: tuple[Line, ...]
    districts: tuple[InDistrict, ...]


def region_of(district: District) -> str:
    """Its name; empty where none is known."""
    return district.region.name if district.region else ""


def uptake_for_ese(years: Collection[int], close: int) -> Uptake:
    """Over these years; `close`: the one that is looked at closely. Four queries."""
    catalogue = {one.strategy.pk: one for one in strategies_for_all()}
    lines: dict[int | None, Line] = {key: Line(one) for key, one in catalogue.items()} | {None: Line(None)}
    districts: dict[int, InDistrict] = {}
    fidelity = _latest_fidelity()
    steps = steps_by_adoption(AdoptionStep.objects.all())
    for one in Adoption.objects.select_related("district__region", "strategy"):
        line = lines.get(one.strategy_id) or Line(None)  # of a strategy that is offered no more, districts alone
        held = years_in_force(steps_of(steps[one.pk]), {*years, close})
        for year in held:
            line.in_year[year][one.district_id] = one.district
        if close in held:
            _count(line, one, steps[one.pk][-1], fidelity)
            of = districts.setdefault(one.district_id, InDistrict(one.district))
            of.strategies += 1
            of.key += one.strategy is not None and one.strategy.tier == Tier.KEY
    by_name = sorted(districts.values(), key=lambda one: one.district.name)
    return Uptake(tuple(lines.values()), tuple(by_name))


def _count(line: Line, one: Adoption, latest: AdoptionStep, fidelity: dict[int, int]) -> None:
    line.pilots += latest.is_pilot
    if one.pk in fidelity:
        line.by_fidelity[fidelity[one.pk]] += 1


def _latest_fidelity() -> dict[int, int]:
    """Of each adoption, as the last entry says that tells of it."""
    told = Progress.objects.exclude(fidelity=None).order_by("adoption_id", "-day", "-number").distinct("adoption_id")
    return dict(told.values_list("adoption_id", "fidelity"))
