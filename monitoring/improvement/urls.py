"""Addresses of this room: the catalogue, each district's strategies, and the agency's view of them."""

from __future__ import annotations

from django.urls import URLPattern, path

from monitoring.results import addresses  # noqa: F401 - registers the parts used below

from .views import acting, catalogue, cause_library, causes, district, evidence, plan, resources, uptake


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


def of_causes(base: str) -> list[URLPattern]:
    one = f"{base}<int:number>/"
    return [
        path(base, causes.studies, name="gap-studies"),
        path(f"{base}new/", causes.new_study, name="new-gap-study"),
        path(one, causes.study, name="gap-study"),
        path(f"{one}name/", causes.name_cause, name="name-cause"),
        path(f"{one}link/", causes.link_causes, name="link-causes"),
        path(f"{one}<int:cause>/say/", causes.say_of_cause, name="say-of-cause"),
        path(f"{one}<int:cause>/evidence/", causes.add_evidence, name="add-evidence"),
    ]


urlpatterns = [
    path("causes/", cause_library.causes, name="causes"),
    path("causes/<slug:key>/", cause_library.cause, name="cause"),
    path("state/causes/", cause_library.causes_for_ese, name="state-causes"),
    path("state/causes/new/", cause_library.new_cause, name="new-cause"),
    path("state/causes/<slug:key>/write/", cause_library.write_cause, name="write-cause"),
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
    *of_causes("d/<org_code:org_code>/causes/"),
]
