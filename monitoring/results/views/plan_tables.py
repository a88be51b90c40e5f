"""The plan's Tables 1 to 5, and that of federal law, as pages and files, for ESE and for the members of districts."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.school_year import SchoolYear
from districts.tenant_request import TenantRequest
from monitoring.analysis.tables.definitions import TABLES
from monitoring.analysis.tables.named_gaps import tell

from ..page_queries import plan_table_for_members
from ..plan_table_files import table_workbook, write_table_csv
from ..queries import years_with_results
from ..selection import Selection, choose

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def chosen(request: TenantRequest) -> tuple[Selection, int]:
    """The school year and the table that are asked for, or those that pages begin with."""
    number = request.GET.get("table", "")
    return choose(request.GET, *years_with_results()), int(number) if number in map(str, TABLES) else 1


def page(request: TenantRequest) -> HttpResponse:
    selection, number = chosen(request)
    table = plan_table_for_members(number, selection.year) if selection.year else None
    shown = {
        "selection": selection,
        "number": number,
        "tables": TABLES.values(),
        "table": table,
        "named_gaps": tell(table) if table and number == 1 else (),
    }
    return render(request, "results/plan_tables.html", shown)


def file(request: TenantRequest, kind: str) -> HttpResponse:
    selection, number = chosen(request)
    if selection.year is None:
        raise Http404("There are no figures yet.")
    table = plan_table_for_members(number, selection.year)
    response = HttpResponse(content_type=CSV if kind == "csv" else XLSX)
    response["Content-Disposition"] = f'attachment; filename="table-{number}-{SchoolYear(selection.year)}.{kind}"'
    if kind == "csv":
        write_table_csv(response, table)
    else:
        response.write(table_workbook(table))
    return response


@needs("state.view")
@require_safe
def tables(request: TenantRequest) -> HttpResponse:
    return page(request)


@needs("state.view")
@require_safe
def tables_csv(request: TenantRequest) -> HttpResponse:
    return file(request, "csv")


@needs("state.view")
@require_safe
def tables_workbook(request: TenantRequest) -> HttpResponse:
    return file(request, "xlsx")


@needs("figures.view")
@require_safe
def seen_by_district(request: TenantRequest, org_code: str) -> HttpResponse:
    return page(request)


@needs("figures.view")
@require_safe
def seen_by_district_csv(request: TenantRequest, org_code: str) -> HttpResponse:
    return file(request, "csv")


@needs("figures.view")
@require_safe
def seen_by_district_workbook(request: TenantRequest, org_code: str) -> HttpResponse:
    return file(request, "xlsx")
