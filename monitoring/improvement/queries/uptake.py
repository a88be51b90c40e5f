"""How districts take strategies up, over the years, for ESE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from monitoring.analysis.strategies.adoption import years_in_force

from ..models import Adoption, AdoptionStep, Progress, steps_of
from .adoptions import steps_by_adoption
from .catalogue import Listed, strategies_for_all

OWN = "Districts’ own strategies"


@dataclass
class Line:
    """A strategy: in how many districts it was in force, by school year and by region; how many of them as pilots; and
    how the latest entries of their logs say that it goes, by fidelity.
    """

    listed: Listed | None
    by_year: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    by_region: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    pilots: int = 0
    by_fidelity: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def title(self) -> str:
        return self.listed.version.title if self.listed else OWN


def uptake_for_ese(years: Collection[int], regions_of: int) -> list[Line]:
    """A line a strategy of the catalogue, and one of all that districts wrote themselves. Regions, pilots and fidelity
    are those of the year `regions_of`. Four queries.
    """
    catalogue = {one.strategy.pk: one for one in strategies_for_all()}
    lines: dict[int | None, Line] = {key: Line(one) for key, one in catalogue.items()} | {None: Line(None)}
    fidelity = _latest_fidelity()
    rows = Adoption.objects.select_related("district__region")
    steps = steps_by_adoption(AdoptionStep.objects.all())
    in_force: dict[int | None, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for one in rows:
        line = lines.get(one.strategy_id)
        if line is None:
            continue
        held = years_in_force(steps_of(steps[one.pk]), years)
        for year in held:
            in_force[one.strategy_id][year].add(one.district_id)
        if regions_of in held:
            _count(line, one, steps[one.pk][-1], fidelity)
    for key, of_years in in_force.items():
        lines[key].by_year = {year: len(of_years[year]) for year in of_years}
    return list(lines.values())


def _count(line: Line, one: Adoption, latest: AdoptionStep, fidelity: dict[int, int]) -> None:
    line.by_region[one.district.region.name if one.district.region else ""] += 1
    line.pilots += latest.is_pilot
    if one.pk in fidelity:
        line.by_fidelity[fidelity[one.pk]] += 1


def _latest_fidelity() -> dict[int, int]:
    """Of each adoption, as the last entry says that tells of it."""
    told = Progress.objects.exclude(fidelity=None).order_by("adoption_id", "-day", "-number").distinct("adoption_id")
    return dict(told.values_list("adoption_id", "fidelity"))
