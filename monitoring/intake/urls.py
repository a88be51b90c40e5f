"""Addresses of intake: a district's uploads under its own address, the agency's under the state's."""

from __future__ import annotations

from django.urls import URLPattern, path

from monitoring.intake import addresses  # noqa: F401 - registers the parts used below
from monitoring.intake.views import (
    burden,
    changes,
    collections,
    entry,
    handbook,
    making_mappings,
    mappings,
    reviewing,
    sending,
    shared_staff,
    state_collections,
)

ONE = "<school_year:year>/<collection:collection>/"
COLLECTED = f"d/<str:org_code>/collections/{ONE}"
FOR_ESE = f"state/collections/<str:org_code>/{ONE}"


def of_a_tenant(base: str, prefix: str) -> list[URLPattern]:
    one = f"{base}uploads/<uuid:upload_id>/"
    return [
        path(f"{base}uploads/", sending.uploads, name=f"{prefix}uploads"),
        path(one, sending.upload, name=f"{prefix}upload"),
        path(f"{one}status/", sending.upload_status, name=f"{prefix}upload-status"),
        path(f"{one}take/", sending.take_upload, name=f"{prefix}take-upload"),
        path(f"{one}leave/", sending.leave_upload, name=f"{prefix}leave-upload"),
        path(f"{one}changes/", changes.upload_changes, name=f"{prefix}upload-changes"),
        path(f"{one}changes.csv", changes.upload_changes_csv, name=f"{prefix}upload-changes-csv"),
        path(f"{one}changes.xlsx", changes.upload_changes_workbook, name=f"{prefix}upload-changes-workbook"),
        path(f"{one}findings.csv", sending.upload_findings, name=f"{prefix}upload-findings"),
        path(f"{one}mend/", entry.mend_upload, name=f"{prefix}mend-upload"),
        path(f"{base}entry/", entry.entries, name=f"{prefix}entries"),
        path(f"{base}entry/<slug:layout>/", entry.entry, name=f"{prefix}entry"),
    ]


def collections_for_ese() -> list[URLPattern]:
    return [
        path("state/collections/", state_collections.collections, name="state-collections"),
        path("state/collections.csv", state_collections.collections_csv, name="state-collections-csv"),
        path("state/collections/accept/", state_collections.accept_several, name="state-accept-collections"),
        path("state/collections/burden/", burden.state_burden, name="state-burden"),
        path("state/collections/burden.csv", burden.state_burden_csv, name="state-burden-csv"),
        path(f"state/collections/{ONE}dates/", state_collections.set_dates, name="state-collection-dates"),
        path("state/shared-staff/", shared_staff.places, name="state-shared-staff-latest"),
        path(f"state/shared-staff/{ONE}", shared_staff.shared_staff, name="state-shared-staff"),
        path(
            f"state/shared-staff/{ONE}<slug:staff_code>/resolve/",
            shared_staff.resolve,
            name="state-resolve-shared-staff",
        ),
        path(FOR_ESE, state_collections.collection, name="state-collection"),
        path(f"{FOR_ESE}accept/", state_collections.accept, name="state-accept-collection"),
        path(f"{FOR_ESE}return/", state_collections.give_back, name="state-return-collection"),
        path(f"{FOR_ESE}remind/", state_collections.remind, name="state-remind-district"),
        path(f"{FOR_ESE}window/", state_collections.open_window, name="state-open-window"),
    ]


def collections_of_a_district() -> list[URLPattern]:
    return [
        path("d/<str:org_code>/collections/", collections.collections, name="collections"),
        path("d/<str:org_code>/collections/reminders/", collections.choose_reminders, name="choose-reminders"),
        path("d/<str:org_code>/collections/burden/", burden.burden, name="burden"),
        path("d/<str:org_code>/collections/burden.csv", burden.burden_csv, name="burden-csv"),
        path(f"{COLLECTED}estimate/", burden.estimate, name="estimate-minutes"),
        path(COLLECTED, collections.collection, name="collection"),
        path(f"{COLLECTED}explain/", collections.explain, name="explain-warning"),
        path(f"{COLLECTED}submit/", collections.submit, name="submit-collection"),
        path(f"{COLLECTED}certify/", collections.certify, name="certify-collection"),
        path(f"{COLLECTED}withdraw/", collections.withdraw, name="withdraw-collection"),
        path(f"{COLLECTED}cross-findings.csv", sending.cross_findings, name="cross-findings"),
        path(f"{COLLECTED}summary/", reviewing.summary, name="collection-summary"),
        path(f"{COLLECTED}summary.csv", reviewing.summary_csv, name="collection-summary-csv"),
        path(f"{COLLECTED}summary.xlsx", reviewing.summary_workbook, name="collection-summary-workbook"),
    ]


def mappings_of_a_district() -> list[URLPattern]:
    base = "d/<str:org_code>/uploads/mappings/"
    one = f"{base}<uuid:mapping_id>/"
    return [
        path(base, mappings.mappings, name="mappings"),
        path(f"{base}new/", making_mappings.new_mapping, name="new-mapping"),
        path(one, mappings.mapping, name="mapping"),
        path(f"{one}change/", making_mappings.change_mapping, name="change-mapping"),
        path(f"{one}retire/", mappings.retire_mapping, name="retire-mapping"),
    ]


urlpatterns = [
    path("rules/", handbook.rules, name="rules"),
    path("rules.json", handbook.rules_json, name="rules-json"),
    path("sources/", handbook.sources, name="sources"),
    path("sources.json", handbook.sources_json, name="sources-json"),
    path("state/sources/", sending.coverage, name="state-sources"),
    path("layouts/", handbook.layouts, name="layouts"),
    path("layouts/uses/", handbook.uses, name="uses"),
    path("layouts/uses.csv", handbook.uses_csv, name="uses-csv"),
    path("layouts/published/<slug:report>/", handbook.report, name="report"),
    path("layouts/<slug:layout>/", handbook.layout, name="layout"),
    path("layouts/<slug:layout>.json", handbook.layout_json, name="layout-json"),
    path("layouts/<slug:layout>.csv", handbook.layout_csv, name="layout-csv"),
    path("layouts/<slug:layout>.xlsx", handbook.layout_workbook, name="layout-workbook"),
    path("layouts/<slug:layout>/sample.csv", handbook.layout_sample, name="layout-sample"),
    path("state/proposals/<uuid:proposal_id>/", sending.decide_proposal, name="state-decide-proposal"),
    *of_a_tenant("state/", "state-"),
    *of_a_tenant("d/<str:org_code>/", ""),
    *mappings_of_a_district(),
    *collections_of_a_district(),
    *collections_for_ese(),
]
