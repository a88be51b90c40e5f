"""Which strategies districts have adopted, over the years, for ESE."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from ..queries.uptake import Line, Uptake, region_of

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
    found = uptake_for_ese(years, years[-1])
    lines = found.lines
    shown = {
        "years": years,
        "lines": [(one, [one.many_in(year) for year in years]) for one in lines],
        "regions": _regions(found, years[-1]),
        "found": found,
        "fidelity": [(one, [one.by_fidelity.get(level, 0) for level in Progress.Fidelity]) for one in lines],
        "levels": Progress.Fidelity.labels,
        "can_write": may(request.membership, "catalogue.keep"),
    }
    return render(request, "improvement/uptake.html", shown)


def _regions(found: Uptake, year: int) -> dict[str, Any]:
    names = sorted({region_of(one.district) for one in found.districts})
    return {
        "names": [name or "No region" for name in names],
        "lines": [(one, [one.many_of(name, year) for name in names]) for one in found.lines],
    }


@needs("uptake.view")
@require_safe
def uptake_csv(request: TenantRequest) -> HttpResponse:
    years = _years()
    response = HttpResponse(content_type=CSV)
    response["Content-Disposition"] = 'attachment; filename="uptake-of-strategies.csv"'
    write_csv(response, COLUMNS, _rows(uptake_for_ese(years, years[-1]).lines, years))
    return response


def _rows(lines: Iterable[Line], years: list[int]) -> Iterator[dict[str, Any]]:
    for one in lines:
        tier = one.listed.strategy.tier if one.listed else "own"
        for year in years:
            told = {"school_year": str(SchoolYear(year)), "districts": one.many_in(year)}
            yield {"strategy": one.title, "tier": tier, **told}
