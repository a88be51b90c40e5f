"""Addresses under /api/v1/."""

from __future__ import annotations

from django.urls import path

from monitoring.api.views import (
    burden,
    catalogue,
    changes,
    collection_acts,
    collections,
    description,
    gaps,
    mappings,
    me,
    organizations,
    proposals,
    runs,
    uploads,
    values,
)

ONE_COLLECTION = "collections/<str:collection_id>/"
ACTS = {
    "explanation": collection_acts.CollectionExplanation,
    "submission": collection_acts.CollectionSubmission,
    "certification": collection_acts.CollectionCertification,
    "withdrawal": collection_acts.CollectionWithdrawal,
    "acceptance": collection_acts.CollectionAcceptance,
    "return": collection_acts.CollectionReturn,
    "reminder": collection_acts.CollectionReminder,
    "window": collection_acts.CollectionWindow,
}

urlpatterns = [
    path("", description.Root.as_view(), name="api-root"),
    path("schema/", description.Schema.as_view(), name="api-schema"),
    path("docs/", description.Docs.as_view(), name="api-docs"),
    path("me/", me.Me.as_view(), name="api-me"),
    path("measures/", catalogue.Measures.as_view(), name="api-measures"),
    path("measures/<str:measure>/", catalogue.OneMeasure.as_view(), name="api-measure"),
    path("groups/", catalogue.Groups.as_view(), name="api-groups"),
    path("groups/<str:group>/", catalogue.OneGroup.as_view(), name="api-group"),
    path("columns/", catalogue.Columns.as_view(), name="api-columns"),
    path("organizations/", organizations.Organizations.as_view(), name="api-organizations"),
    path("organizations/<str:code>/", organizations.OneOrganization.as_view(), name="api-organization"),
    path("values/", values.Values.as_view(), name="api-values"),
    path("values/<str:id>/", values.OneValue.as_view(), name="api-value"),
    path("values/<str:id>/provenance/", values.ValueProvenance.as_view(), name="api-value-provenance"),
    path("gaps/", gaps.Gaps.as_view(), name="api-gaps"),
    path("gaps/<str:id>/", gaps.OneGap.as_view(), name="api-gap"),
    path("gaps/<str:id>/provenance/", gaps.GapProvenance.as_view(), name="api-gap-provenance"),
    path("uploads/", uploads.Uploads.as_view(), name="api-uploads"),
    path("uploads/<uuid:upload_id>/", uploads.OneUpload.as_view(), name="api-upload"),
    path("uploads/<uuid:upload_id>/findings/", uploads.UploadFindings.as_view(), name="api-upload-findings"),
    path("uploads/<uuid:upload_id>/changes/", changes.UploadChanges.as_view(), name="api-upload-changes"),
    path("uploads/<uuid:upload_id>/moved/", changes.UploadMoved.as_view(), name="api-upload-moved"),
    path("uploads/<uuid:upload_id>/confirmation/", uploads.Confirmation.as_view(), name="api-upload-confirmation"),
    path("uploads/<uuid:upload_id>/leaving/", uploads.Leaving.as_view(), name="api-upload-leaving"),
    path("mappings/", mappings.Mappings.as_view(), name="api-mappings"),
    path("mappings/<uuid:mapping_id>/", mappings.OneMapping.as_view(), name="api-mapping"),
    path("mappings/<uuid:mapping_id>/versions/", mappings.MappingVersions.as_view(), name="api-mapping-versions"),
    path("mappings/<uuid:mapping_id>/retirement/", mappings.MappingRetirement.as_view(), name="api-mapping-retirement"),
    path("collections/", collections.Collections.as_view(), name="api-collections"),
    path(ONE_COLLECTION, collections.OneCollection.as_view(), name="api-collection"),
    path(f"{ONE_COLLECTION}findings/", collections.CollectionFindings.as_view(), name="api-collection-findings"),
    path(f"{ONE_COLLECTION}warnings/", collections.CollectionWarnings.as_view(), name="api-collection-warnings"),
    *(path(f"{ONE_COLLECTION}{act}/", view.as_view(), name=f"api-collection-{act}") for act, view in ACTS.items()),
    path(f"{ONE_COLLECTION}estimate/", burden.CollectionEstimate.as_view(), name="api-collection-estimate"),
    path("burden/", burden.Burden.as_view(), name="api-burden"),
    path("burden-of-all/", burden.BurdenOfAll.as_view(), name="api-burden-of-all"),
    path("proposals/", proposals.Proposals.as_view(), name="api-proposals"),
    path("proposals/<uuid:proposal_id>/", proposals.OneProposal.as_view(), name="api-proposal"),
    path("proposals/<uuid:proposal_id>/decision/", proposals.ProposalDecision.as_view(), name="api-proposal-decision"),
    path("runs/", runs.Runs.as_view(), name="api-runs"),
    path("runs/<uuid:id>/", runs.OneRun.as_view(), name="api-run"),
]
