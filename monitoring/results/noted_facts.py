"""What the last run has computed each district's own results from, so that the next one can tell whose have changed. In
a scope that reads all tenants' rows.
"""

from __future__ import annotations

from collections import defaultdict

from districts.models import District

from .models import DistrictFacts
from .stale import OfDistricts


def facts_of_districts() -> OfDistricts:
    """As they were noted last. One query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for year, code, facts in DistrictFacts.objects.values_list("school_year", "district__org_code", "facts"):
        found[year][code] = facts
    return found


def note_facts_of_districts(now: OfDistricts) -> None:
    """Write down what differs. Three queries; four where a year of a district is gone."""
    before = facts_of_districts()
    ids = dict(District.objects.values_list("org_code", "pk"))
    DistrictFacts.objects.bulk_create(
        [
            DistrictFacts(district_id=ids[code], school_year=year, facts=told)
            for year, of_year in now.items()
            for code, told in of_year.items()
            if code in ids and before.get(year, {}).get(code) != told
        ],
        update_conflicts=True,
        unique_fields=["district", "school_year"],
        update_fields=["facts"],
    )
    for year, of_year in before.items():
        if gone := of_year.keys() - now.get(year, {}).keys():
            DistrictFacts.objects.filter(school_year=year, district__org_code__in=gone).delete()
