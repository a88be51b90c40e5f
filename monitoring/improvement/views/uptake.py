"""Which strategies districts have adopted, over the years, for ESE."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.roles import may
from districts.school_year import SchoolYear
from districts.tenant_request import TenantRequest
from monitoring.intake.csv_table import write_csv

from ..models import Progress
from ..queries import uptake_for_ese
from ..queries.uptake import Line

YEARS = 6
CSV = "text/csv; charset=utf-8"
COLUMNS = ("strategy", "tier", "school_year", "districts")


def _years() -> list[int]:
    running = int(SchoolYear.running(localdate()))
    return list(range(running - YEARS + 1, running + 1))


@needs("uptake.view")
@require_safe
def uptake(request: TenantRequest) -> HttpResponse:
    years = _years()
    lines = uptake_for_ese(years, years[-1])
    shown = {
        "years": years,
        "lines": [(one, [one.by_year.get(year, 0) for year in years]) for one in lines],
        "regions": _regions(lines),
        "fidelity": [(one, [one.by_fidelity.get(level, 0) for level in Progress.Fidelity]) for one in lines],
        "levels": Progress.Fidelity.labels,
        "can_write": may(request.membership, "catalogue.keep"),
    }
    return render(request, "improvement/uptake.html", shown)


def _regions(lines: list[Line]) -> dict[str, Any]:
    names = sorted({name for one in lines for name in one.by_region})
    return {
        "names": [name or "No region" for name in names],
        "lines": [(one, [one.by_region.get(name, 0) for name in names]) for one in lines],
    }


@needs("uptake.view")
@require_safe
def uptake_csv(request: TenantRequest) -> HttpResponse:
    years = _years()
    response = HttpResponse(content_type=CSV)
    response["Content-Disposition"] = 'attachment; filename="uptake-of-strategies.csv"'
    write_csv(response, COLUMNS, _rows(uptake_for_ese(years, years[-1]), years))
    return response


def _rows(lines: list[Line], years: list[int]) -> Iterator[dict[str, Any]]:
    for one in lines:
        tier = one.listed.strategy.tier if one.listed else "own"
        for year in years:
            districts = one.by_year.get(year, 0)
            yield {
                "strategy": one.title,
                "tier": tier,
                "school_year": str(SchoolYear(year)),
                "districts": districts,
            }
