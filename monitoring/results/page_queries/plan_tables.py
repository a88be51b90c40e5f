"""The plan's Tables 1 to 5 of a school year, and that of federal law beside them, filled from what the scope may see
of the stored gaps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from django.db.models import Q

from districts.models import District, School
from monitoring.analysis.cuts import WITHIN_DISTRICT
from monitoring.analysis.tables.definitions import TABLES, TableDefinition
from monitoring.analysis.tables.filling import build_table
from monitoring.analysis.tables.table import Table, TableGap
from monitoring.definitions.queries import Wording

from ..models import DistrictGap, StateGap
from ..models.audience import sees_all_rows
from .state_page import left_out_for_ese

FOR_THE_AGENCY = "Comparisons within districts are shown to the agency, and to each district its own on its page."


def plan_table_for_members(number: int, year: int) -> Table:
    """A table as far as the scope sees it. Districts are told neither who is left out, for these are others' schools,
    nor of gaps within other districts. At most three queries, and what Wording takes.
    """
    definition, is_agency = TABLES[number], sees_all_rows()
    if definition.scope == WITHIN_DISTRICT.id and not is_agency:
        return replace(build_table(definition, (), year=year), why_empty=FOR_THE_AGENCY)
    gaps = _gaps(definition, year)
    left_out = _left_out(definition, year) if is_agency else {}
    places = _places(definition, gaps)
    return build_table(definition, gaps, year=year, places=places, left_out=left_out, worded=Wording())


def _gaps(definition: TableDefinition, year: int) -> Sequence[TableGap]:
    """As far as a table needs them: Table 5 looks at those of every district."""
    choices = {choice for column in definition.columns for choice in column.choices}
    chosen = Q()
    for taken in sorted({window for _, window in choices}):
        chosen |= Q(window=taken, measure__any_of=[measure for measure, window in choices if window == taken])
    wanted: dict[str, Any] = {"school_year": year, "method": definition.method, "scope": definition.scope}
    model = DistrictGap if definition.scope == WITHIN_DISTRICT.id else StateGap
    found = model.objects.filter(chosen, **wanted, group__in=definition.groups).order_by()
    return cast(Sequence[TableGap], list(found.values_list(*TableGap.__annotations__, named=True)))


def _places(definition: TableDefinition, gaps: Sequence[TableGap]) -> Mapping[str, str]:
    """Names of levels, or of the districts of these gaps, by what a gap calls its place."""
    if definition.rows == "levels":
        return {code: f"{label} schools" for code, label in School.Level.choices}
    if definition.rows == "districts":
        return dict(
            District.objects.filter(org_code__in={gap.partition for gap in gaps}).values_list("org_code", "name")
        )
    return {}


def _left_out(definition: TableDefinition, year: int) -> Mapping[str, Mapping[str, int]]:
    if definition.rows != "groups":
        return {}
    return left_out_for_ese(year, scope=definition.scope)
