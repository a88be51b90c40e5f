"""Addresses of the results: the measures, the state's pages, and each district's under its own address and under the
state's.
"""

from __future__ import annotations

from django.urls import URLPattern, path

from . import addresses  # noqa: F401 - registers the parts used below
from .views import (
    definitions,
    district,
    experience_classes,
    experience_files,
    experiences,
    explore,
    measures,
    moved,
    plan_tables,
    provenance,
    runs,
    state,
    state_experiences,
    summary,
)

FIGURE = "<school_year:year>/<window:window>/<measure:measure>/"
VERSION = "state/definitions/<measure:measure>/<int:version>/"
STATE_GAP = f"gaps/<slug:method>/<slug:scope>/<slug:partition>/{FIGURE}<group:group>/"


def of_a_district(base: str, prefix: str) -> list[URLPattern]:
    """A district's pages: at `d/…` for its members, at `state/districts/…` for ESE, with `prefix` in their names."""
    schools = f"{base}schools/<org_code:school_org>/"
    return [
        path(base, district.district, name=f"{prefix}district"),
        path(f"{base}summary/", summary.summary, name=f"{prefix}district-summary"),
        path(f"{base}summary.pdf", summary.summary_pdf, name=f"{prefix}district-summary-pdf"),
        path(f"{base}years/", explore.years, name=f"{prefix}district-years"),
        path(schools, district.school, name=f"{prefix}school"),
        *experiences_of_a_district(base, schools, prefix),
        path(f"{base}gaps/{FIGURE}<group:group>/", provenance.district_gap, name=f"{prefix}district-gap"),
        path(f"{base}values/{FIGURE}", provenance.district_value, name=f"{prefix}district-value"),
        path(f"{schools}values/{FIGURE}", provenance.school_value, name=f"{prefix}school-value"),
        path(
            f"{schools}shares/<school_year:year>/<group:group>/",
            provenance.school_share,
            name=f"{prefix}school-share",
        ),
    ]


def experiences_of_a_district(base: str, schools: str, prefix: str) -> list[URLPattern]:
    return [
        path(f"{base}experiences/", experiences.district, name=f"{prefix}experiences"),
        path(f"{base}experiences/schools/", experiences.schools, name=f"{prefix}experiences-schools"),
        path(f"{base}experiences.csv", experience_files.of_district_csv, name=f"{prefix}experiences-csv"),
        path(f"{base}experiences.xlsx", experience_files.of_district_workbook, name=f"{prefix}experiences-workbook"),
        path(f"{schools}experiences/", experiences.school, name=f"{prefix}school-experiences"),
        path(f"{schools}experiences.csv", experience_files.of_school_csv, name=f"{prefix}school-experiences-csv"),
        path(
            f"{schools}experiences.xlsx",
            experience_files.of_school_workbook,
            name=f"{prefix}school-experiences-workbook",
        ),
    ]


def classes_behind(base: str) -> list[URLPattern]:
    """The classes behind a number of experiences: for a district's own members alone."""
    of_school = f"{base}schools/<org_code:school_org>/experiences/classes"
    return [
        path(f"{base}experiences/classes/", experience_classes.of_district, name="experience-classes"),
        path(f"{base}experiences/classes.csv", experience_classes.of_district_csv, name="experience-classes-csv"),
        path(f"{of_school}/", experience_classes.of_school, name="school-experience-classes"),
        path(f"{of_school}.csv", experience_classes.of_school_csv, name="school-experience-classes-csv"),
    ]


urlpatterns = [
    path("measures/", measures.measures, name="measures"),
    path("measures/<measure:measure>/", measures.measure, name="measure"),
    path("state/", state.table, name="state"),
    path("state/years/", explore.years, name="state-years"),
    path("state/explore/", explore.explore_as_ese, name="state-explore"),
    path("state/explore/gaps.csv", explore.gaps_csv_as_ese, name="state-explore-gaps"),
    path("state/explore/units.csv", explore.units_csv_as_ese, name="state-explore-units"),
    path("d/<org_code:org_code>/explore/", explore.explore, name="explore"),
    path("d/<org_code:org_code>/explore/gaps.csv", explore.gaps_csv, name="explore-gaps"),
    path("d/<org_code:org_code>/explore/units.csv", explore.units_csv, name="explore-units"),
    path("state/levels/", state.levels, name="state-levels"),
    path("state/across-districts/", state.across_districts, name="state-across"),
    path("state/values/", state.values, name="state-values"),
    path("state/tables/", plan_tables.tables, name="state-tables"),
    path("state/tables.csv", plan_tables.tables_csv, name="state-tables-csv"),
    path("state/tables.xlsx", plan_tables.tables_workbook, name="state-tables-workbook"),
    path("state/districts/", state.districts, name="state-districts"),
    path("state/experiences/", state_experiences.experiences, name="experiences-of-state"),
    path("state/experiences.csv", state_experiences.experiences_csv, name="experiences-of-state-csv"),
    path("state/measures/<measure:measure>/", measures.measure_with_figures, name="state-measure"),
    path("d/<org_code:org_code>/measures/<measure:measure>/", measures.measure_with_figures, name="district-measure"),
    path("state/definitions/", definitions.definitions, name="state-definitions"),
    path("state/definitions/<measure:measure>/new/", definitions.draft, name="state-new-definition"),
    path(VERSION, definitions.definition, name="state-definition"),
    path(f"{VERSION}change/", definitions.change_draft, name="state-change-definition"),
    path(f"{VERSION}step/", definitions.step, name="state-definition-step"),
    path(f"{VERSION}evidence/", definitions.evidence, name="state-definition-evidence"),
    path(f"{VERSION}dual-run/", definitions.dual_run, name="state-dual-run"),
    path(f"{VERSION}dual-run/status/", definitions.dual_run_status, name="state-dual-run-status"),
    path("state/uploads/<uuid:upload_id>/moved/", moved.upload_moved, name="state-upload-moved"),
    path("d/<org_code:org_code>/uploads/<uuid:upload_id>/moved/", moved.upload_moved, name="upload-moved"),
    path("state/runs/", runs.runs, name="runs"),
    path("state/runs/<int:number>/", runs.run, name="run"),
    path(f"state/{STATE_GAP}", provenance.state_gap, name="state-gap"),
    path(f"state/values/{FIGURE}", provenance.state_value, name="state-value"),
    *of_a_district("state/districts/<org_code:org_code>/", "state-"),
    *of_a_district("d/<org_code:org_code>/", ""),
    *classes_behind("d/<org_code:org_code>/"),
    path("d/<org_code:org_code>/state/", state.seen_by_district, name="district-state"),
    path("d/<org_code:org_code>/state/tables/", plan_tables.seen_by_district, name="district-tables"),
    path("d/<org_code:org_code>/state/tables.csv", plan_tables.seen_by_district_csv, name="district-tables-csv"),
    path(
        "d/<org_code:org_code>/state/tables.xlsx",
        plan_tables.seen_by_district_workbook,
        name="district-tables-workbook",
    ),
    path(f"d/<org_code:org_code>/state/{STATE_GAP}", provenance.state_gap, name="district-state-gap"),
    path(f"d/<org_code:org_code>/state/values/{FIGURE}", provenance.state_value, name="district-state-value"),
]
