"""Addresses of this room: the catalogue, each district's strategies, and the agency's view of them."""

from __future__ import annotations

from django.urls import URLPattern, path

from monitoring.results import addresses  # noqa: F401 - registers the parts used below

from .views import acting, catalogue, district, evidence, plan, resources, uptake


def of_a_district(base: str) -> list[URLPattern]:
    one, own = f"{base}<int:number>/", f"{base}own/"
    return [
        path(base, district.strategies, name="district-strategies"),
        path(f"{base}adopt/<slug:key>/", acting.adopt, name="adopt-strategy"),
        path(own, acting.new_own, name="new-own-strategy"),
        path(f"{own}<int:number>/", acting.own, name="own-strategy"),
        path(f"{own}<int:number>/write/", acting.write_own, name="write-own-strategy"),
        path(f"{own}<int:number>/adopt/", acting.adopt_own, name="adopt-own-strategy"),
        path(one, district.adoption, name="adoption"),
        path(f"{one}step/", acting.step, name="adoption-step"),
        path(f"{one}progress/", acting.progress, name="adoption-progress"),
        path(f"{base}evidence/<int:evidence_id>/", evidence.evidence, name="evidence"),
        path(f"{base}evidence/<int:evidence_id>/destroy/", evidence.remove_evidence, name="remove-evidence"),
        path(f"{one}milestone/", acting.milestone, name="adoption-milestone"),
    ]


urlpatterns = [
    path("strategies/", catalogue.strategies, name="strategies"),
    path("strategies/<slug:key>/", catalogue.strategy, name="strategy"),
    path("state/plan/write/", plan.write_plan, name="write-plan"),
    path("resources/", resources.resources, name="resources"),
    path("state/resources/new/", resources.new_resource, name="new-resource"),
    path("state/resources/<int:resource_id>/", resources.write_resource, name="write-resource"),
    path("state/districts/<org_code:org_code>/support/", resources.note_support, name="note-support"),
    path("state/strategies/", uptake.uptake, name="state-strategies"),
    path("state/strategies.csv", uptake.uptake_csv, name="state-strategies-csv"),
    path("state/strategies/new/", catalogue.new_strategy, name="new-strategy"),
    path("state/strategies/<slug:key>/write/", catalogue.write_strategy, name="write-strategy"),
    path("state/strategies/<slug:key>/retire/", catalogue.retire_strategy, name="retire-strategy"),
    path(
        "state/districts/<org_code:org_code>/strategies/", district.strategies_for_ese, name="state-district-strategies"
    ),
    path(
        "state/districts/<org_code:org_code>/strategies/<int:number>/",
        district.adoption_for_ese,
        name="state-district-adoption",
    ),
    *of_a_district("d/<org_code:org_code>/strategies/"),
]
