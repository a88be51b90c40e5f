"""What files may hold and what they are checked for, made from the declarations that files are read by. Open to all."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import open_to_all
from monitoring.intake.blank_files import blank_csv, blank_workbook, planted, sample_csv
from monitoring.intake.burden.asked_twice import asked_again, several_ways
from monitoring.intake.burden.table import USE_COLUMNS, use_rows
from monitoring.intake.burden.uses import all_uses, layout_uses, uses_of
from monitoring.intake.certification.catalogue import collections_of
from monitoring.intake.csv_table import write_csv
from monitoring.intake.dictionary import dictionary
from monitoring.intake.reports.catalogue import REPORTS, own_layouts, published_reports
from monitoring.intake.reports.declaration import Report
from monitoring.intake.rule_list import rule_list
from monitoring.intake.sources import SOURCES, registry, source_of

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@open_to_all
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    listed = rule_list()
    shown = {
        "rules": [rule for rule in listed if not rule["between"]],
        "between": [rule for rule in listed if rule["between"]],
    }
    return render(request, "intake/rules.html", shown)


@open_to_all
@require_safe
def rules_json(request: HttpRequest) -> HttpResponse:
    return JsonResponse(rule_list(), safe=False)


@open_to_all
@require_safe
def layouts(request: HttpRequest) -> HttpResponse:
    """Every kind of file that is taken."""
    return render(request, "intake/layouts.html", {"own": own_layouts(), "reports": published_reports()})


@open_to_all
@require_safe
def uses(request: HttpRequest) -> HttpResponse:
    """What each column that is asked is used for, what nothing uses yet, and what is asked more than once."""
    own = layout_uses(own_layouts())
    shown = {
        "own": [(one, collections_of(one.layout.id)) for one in own],
        "unused": [column for one in own for column in one.unused],
        "columns": sum(len(one.columns) for one in own),
        "used": sum(one.used for one in own),
        "again": asked_again(),
        "ways": several_ways(),
    }
    return render(request, "intake/uses.html", shown)


@open_to_all
@require_safe
def uses_csv(request: HttpRequest) -> HttpResponse:
    response = _file(b"", "uses-of-columns.csv", CSV)
    write_csv(response, USE_COLUMNS, use_rows(all_uses()))
    return response


@open_to_all
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """The registry: of each source how far it reaches, what it rests on and how it is to become better."""
    return render(request, "intake/sources.html", {"sources": SOURCES})


@open_to_all
@require_safe
def sources_json(request: HttpRequest) -> HttpResponse:
    return JsonResponse(list(registry()), safe=False)


@open_to_all
@require_safe
def layout(request: HttpRequest, layout: str) -> HttpResponse:
    """The dictionary of one layout: its columns, its rules, and what there is to fill in."""
    found = _layout(layout)
    shown = {"layout": found, "rules": rule_list(found.id), "planted": planted(found), "source": source_of(found.id)}
    shown["columns"] = uses_of(found)
    return render(request, "intake/layout.html", shown)


@open_to_all
@require_safe
def report(request: HttpRequest, report: str) -> HttpResponse:
    """The columns of a report as the state publishes it."""
    found = REPORTS.get(report)
    if found is None or found.number:
        raise Http404("There is no such report.")
    shown = {"report": found, "columns": uses_of(found), "source": source_of(found.id)}
    return render(request, "intake/report.html", shown)


@open_to_all
@require_safe
def layout_json(request: HttpRequest, layout: str) -> HttpResponse:
    """The same for programs."""
    return JsonResponse(dictionary(_layout(layout)))


@open_to_all
@require_safe
def layout_csv(request: HttpRequest, layout: str) -> HttpResponse:
    found = _layout(layout)
    return _file(blank_csv(found), f"{found.id}.csv", CSV)


@open_to_all
@require_safe
def layout_workbook(request: HttpRequest, layout: str) -> HttpResponse:
    found = _layout(layout)
    return _file(blank_workbook(found), f"{found.id}.xlsx", XLSX)


@open_to_all
@require_safe
def layout_sample(request: HttpRequest, layout: str) -> HttpResponse:
    """Sound rows and planted errors; `?district=00350000` gives the codes of that district."""
    found, code = _layout(layout), request.GET.get("district", "")
    district = code if re.fullmatch(r"[0-9]{8}", code) else ""
    return _file(sample_csv(found, district=district), f"{found.id}-sample.csv", CSV)


def _layout(id: str) -> Report:
    found = REPORTS.get(id)
    if found is None or not found.number:
        raise Http404("There is no such layout.")
    return found


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
