"""Addresses under /api/v1/."""

from __future__ import annotations

from django.urls import path

from monitoring.api.views import catalogue, description, gaps, me, organizations, proposals, runs, uploads, values

urlpatterns = [
    path("", description.Root.as_view(), name="api-root"),
    path("schema/", description.Schema.as_view(), name="api-schema"),
    path("docs/", description.Docs.as_view(), name="api-docs"),
    path("me/", me.Me.as_view(), name="api-me"),
    path("measures/", catalogue.Measures.as_view(), name="api-measures"),
    path("measures/<str:measure>/", catalogue.OneMeasure.as_view(), name="api-measure"),
    path("groups/", catalogue.Groups.as_view(), name="api-groups"),
    path("groups/<str:group>/", catalogue.OneGroup.as_view(), name="api-group"),
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
    path("uploads/<uuid:upload_id>/confirmation/", uploads.Confirmation.as_view(), name="api-upload-confirmation"),
    path("proposals/", proposals.Proposals.as_view(), name="api-proposals"),
    path("proposals/<uuid:proposal_id>/", proposals.OneProposal.as_view(), name="api-proposal"),
    path("proposals/<uuid:proposal_id>/decision/", proposals.ProposalDecision.as_view(), name="api-proposal-decision"),
    path("runs/", runs.Runs.as_view(), name="api-runs"),
    path("runs/<uuid:id>/", runs.OneRun.as_view(), name="api-run"),
]
