"""Proposals about columns: a person confirms or declines them."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from monitoring.api.examples import PROPOSAL
from monitoring.api.filtering import AnyWord, AnyYear, OwnDistrict, Parameters
from monitoring.api.parsers import SmallJson
from monitoring.api.problems import Refusal
from monitoring.api.serializers.uploads import DecisionSerializer, ProposalSerializer
from monitoring.api.views.base import ApiView, ListView, found, member_of
from monitoring.intake import actions
from monitoring.intake.actions.decide_proposal import AlreadyDecided
from monitoring.intake.models import ColumnProposal
from monitoring.intake.queries import uploads as queries
from monitoring.intake.reports.catalogue import REPORTS


class ProposalParameters(Parameters):
    state = AnyWord("state", ColumnProposal.State.values, means="Only proposals in this state.")
    report = AnyWord("report", REPORTS, means="Only proposals about this report.")
    school_year = AnyYear()
    district = OwnDistrict("district__org_code")


def find_proposal(proposal_id: uuid.UUID) -> ColumnProposal:
    proposal: ColumnProposal = found(queries.proposals_for_api().filter(pk=proposal_id).first())
    return proposal


@needs("upload.view")
class Proposals(ListView):
    serializer_class = ProposalSerializer
    parameters = ProposalParameters

    def rows(self) -> Any:
        return queries.proposals_for_api()

    @extend_schema(operation_id="listProposals", tags=["uploads"], summary="All proposals", examples=[PROPOSAL])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Exchanges of columns that the checks propose, latest first. One row a school year of an upload."""
        return super().get(request, *args, **kwargs)


@needs("upload.view")
class OneProposal(ApiView):
    serializer_class = ProposalSerializer

    @extend_schema(operation_id="getProposal", tags=["uploads"], summary="One proposal", examples=[PROPOSAL])
    def get(self, request: Request, proposal_id: uuid.UUID) -> Response:
        """A proposal by its id."""
        return self.answer(find_proposal(proposal_id))


@needs("upload.view", POST="mapping.decide")
class ProposalDecision(ApiView):
    serializer_class = ProposalSerializer
    more_errors = (409,)
    parser_classes = (SmallJson,)

    @extend_schema(
        operation_id="decideProposal",
        tags=["uploads"],
        summary="Confirm or decline a proposal",
        request=DecisionSerializer,
        responses={200: ProposalSerializer},
        examples=[PROPOSAL, OpenApiExample("Confirm", value={"decision": "confirm"}, request_only=True)],
    )
    def post(self, request: Request, proposal_id: uuid.UUID) -> Response:
        """Confirmed, the columns are read as proposed and results follow; declined, they stay out. Said twice the same
        way it changes nothing; the other way it is refused with 409. For the state agency.
        """
        proposal = find_proposal(proposal_id)
        body = DecisionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        is_confirmed = body.validated_data["decision"] == "confirm"
        try:
            actions.decide_proposal(proposal_id=proposal.pk, confirm=is_confirmed, by=member_of(request))
        except AlreadyDecided as trouble:
            raise Refusal(409, f"It was decided before: {trouble}.") from None
        return self.answer(find_proposal(proposal_id))
