"""The gaps that a district's strategies aim at, over the years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q

from districts.models import District
from monitoring.results.models import DistrictGap
from monitoring.results.queries.figures import in_window

Aim = tuple[str, str]  # measure and group
WITHIN = {"scope": "district", "method": "Q"}


def gaps_aimed_at(district: District, aims: Collection[Aim]) -> dict[Aim, list[DistrictGap]]:
    """Of each, the comparisons between the district's own schools, by year, each measure in its own window. One query,
    none without aims.
    """
    found: dict[Aim, list[DistrictGap]] = defaultdict(list)
    if not aims:
        return found
    wanted = reduce(or_, (Q(measure=measure, group=group) for measure, group in aims))
    rows = DistrictGap.objects.filter(wanted, in_window(None), district=district, **WITHIN)
    for gap in rows.order_by("school_year").defer("sources"):
        found[gap.measure, gap.group].append(gap)
    return found
