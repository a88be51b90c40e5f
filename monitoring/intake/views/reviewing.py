"""What a district's people look at before they certify a collection."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.school_year import show_school_year
from districts.tenant_request import TenantRequest
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.csv_table import write_csv
from monitoring.intake.queries.summaries import review_of_collection
from monitoring.intake.summaries.laid_out import COLUMNS, records, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("upload.view")
@require_safe
def summary(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    """The tables of a school year and collection, each beside last year's."""
    review = review_of_collection(request.district, school_year=year, collection=collection)
    shown = {"review": review, "year": year, "collection": COLLECTIONS[collection]}
    return render(request, "intake/summary.html", shown)


@needs("upload.view")
@require_safe
def summary_csv(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    review = review_of_collection(request.district, school_year=year, collection=collection)
    response = _download("text/csv; charset=utf-8", f"summary-{show_school_year(year)}-{collection}.csv")
    write_csv(response, COLUMNS, records(review.tables))
    return response


@needs("upload.view")
@require_safe
def summary_workbook(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    review = review_of_collection(request.district, school_year=year, collection=collection)
    response = _download(XLSX, f"summary-{show_school_year(year)}-{collection}.xlsx")
    response.write(workbook(review.tables))
    return response


def _download(kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
