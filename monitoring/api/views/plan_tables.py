"""The plan's tables, with the very cells of their page."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from monitoring.analysis.tables.definitions import TABLES
from monitoring.analysis.tables.named_gaps import tell
from monitoring.api.examples_of_tables import PLAN_TABLE
from monitoring.api.filtering import read_school_year
from monitoring.api.serializers.plan_tables import PlanTableSerializer
from monitoring.api.views.base import ApiView
from monitoring.results.page_queries import plan_table_for_members
from monitoring.results.queries import years_with_results


@needs("figures.view")
class PlanTable(ApiView):
    serializer_class = PlanTableSerializer

    @extend_schema(operation_id="getPlanTable", tags=["figures"], summary="A table of the plan", examples=[PLAN_TABLE])
    def get(self, request: Request, school_year: str, number: int) -> Response:
        """One of the plan's Tables 1 to 5, filled for a school year (like 2022-23) from the stored gaps: rates with
        their gaps (1), differences and ratios across schools (2), districts (3), school levels (4), and within three
        districts (5, for the agency); or the table that ESSA 1111(g)(1)(B) asks for (6). Each cell
        says which gap it prints a number of, or why there is none.
        """
        year = read_school_year(school_year)
        if year is None or number not in TABLES or year not in years_with_results().years:
            raise Http404
        table = plan_table_for_members(number, year)
        return self.answer({**vars(table), "named_gaps": tell(table) if number == 1 else ()})
