"""Addresses of intake: a district's uploads under its own address, the agency's under the state's."""

from __future__ import annotations

from django.urls import URLPattern, path

from monitoring.intake import views


def of_a_tenant(base: str, prefix: str) -> list[URLPattern]:
    one = f"{base}uploads/<uuid:upload_id>/"
    return [
        path(f"{base}uploads/", views.uploads, name=f"{prefix}uploads"),
        path(one, views.upload, name=f"{prefix}upload"),
        path(f"{one}status/", views.upload_status, name=f"{prefix}upload-status"),
        path(f"{one}take/", views.take_upload, name=f"{prefix}take-upload"),
        path(f"{one}findings.csv", views.upload_findings, name=f"{prefix}upload-findings"),
    ]


urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("layouts/", views.layouts, name="layouts"),
    path("rules.json", views.rules_json, name="rules-json"),
    path("state/proposals/<uuid:proposal_id>/", views.decide_proposal, name="state-decide-proposal"),
    *of_a_tenant("state/", "state-"),
    *of_a_tenant("d/<str:org_code>/", ""),
]
