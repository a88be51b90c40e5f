"""Addresses of intake: a district's uploads under its own address, the agency's under the state's."""

from __future__ import annotations

from django.urls import URLPattern, path

from monitoring.intake import addresses  # noqa: F401 - registers the parts used below
from monitoring.intake.views import handbook, reviewing, sending

COLLECTED = "d/<str:org_code>/collections/<school_year:year>/<collection:collection>/"


def of_a_tenant(base: str, prefix: str) -> list[URLPattern]:
    one = f"{base}uploads/<uuid:upload_id>/"
    return [
        path(f"{base}uploads/", sending.uploads, name=f"{prefix}uploads"),
        path(one, sending.upload, name=f"{prefix}upload"),
        path(f"{one}status/", sending.upload_status, name=f"{prefix}upload-status"),
        path(f"{one}take/", sending.take_upload, name=f"{prefix}take-upload"),
        path(f"{one}findings.csv", sending.upload_findings, name=f"{prefix}upload-findings"),
    ]


urlpatterns = [
    path("rules/", handbook.rules, name="rules"),
    path("rules.json", handbook.rules_json, name="rules-json"),
    path("sources/", handbook.sources, name="sources"),
    path("sources.json", handbook.sources_json, name="sources-json"),
    path("state/sources/", sending.coverage, name="state-sources"),
    path("layouts/", handbook.layouts, name="layouts"),
    path("layouts/<slug:layout>/", handbook.layout, name="layout"),
    path("layouts/<slug:layout>.json", handbook.layout_json, name="layout-json"),
    path("layouts/<slug:layout>.csv", handbook.layout_csv, name="layout-csv"),
    path("layouts/<slug:layout>.xlsx", handbook.layout_workbook, name="layout-workbook"),
    path("layouts/<slug:layout>/sample.csv", handbook.layout_sample, name="layout-sample"),
    path("state/proposals/<uuid:proposal_id>/", sending.decide_proposal, name="state-decide-proposal"),
    path(f"{COLLECTED}cross-findings.csv", sending.cross_findings, name="cross-findings"),
    path(f"{COLLECTED}summary/", reviewing.summary, name="collection-summary"),
    path(f"{COLLECTED}summary.csv", reviewing.summary_csv, name="collection-summary-csv"),
    path(f"{COLLECTED}summary.xlsx", reviewing.summary_workbook, name="collection-summary-workbook"),
    *of_a_tenant("state/", "state-"),
    *of_a_tenant("d/<str:org_code>/", ""),
]
