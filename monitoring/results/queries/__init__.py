"""Reads behind the API and the command line, named for whose eyes they serve.

Each works in the scope it is called in; none computes a rate. The pages' own reads are in `page_queries`.
"""

from .comparisons import (
    gaps_across_districts_for_ese,
    gaps_and_before_for_members,
    gaps_by_level_for_ese,
    gaps_for_api,
    values_at_ends,
)
from .figures import district_values_for_api, school_values_for_api, state_values_for_members, years_with_results
from .members import ValuesInSight, delay_for_ese, runs_for_ese, values_for
from .provenance import Origin, Provenance, provenance_for, with_run

__all__ = [
    "Origin",
    "Provenance",
    "ValuesInSight",
    "delay_for_ese",
    "district_values_for_api",
    "gaps_across_districts_for_ese",
    "gaps_and_before_for_members",
    "gaps_by_level_for_ese",
    "gaps_for_api",
    "provenance_for",
    "runs_for_ese",
    "school_values_for_api",
    "state_values_for_members",
    "values_at_ends",
    "values_for",
    "with_run",
    "years_with_results",
]
