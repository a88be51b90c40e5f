"""What people do with a collection: each act by the action that the pages call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from monitoring.api.examples_of_collections import FINGERPRINT, ONE_COLLECTION
from monitoring.api.parsers import SmallJson
from monitoring.api.problems import Refusal
from monitoring.api.serializers.collections import (
    CertificationSerializer,
    EditWindowSerializer,
    NewExplanationSerializer,
    NewReminderSerializer,
    OneCollectionSerializer,
    ReasonSerializer,
)
from monitoring.api.serializers.uploads import StrictInput
from monitoring.api.views.base import ApiView, member_of
from monitoring.api.views.collections import ID, find_collection
from monitoring.intake import actions


def act_described(operation: str, summary: str, request: Any = None, **body: Any) -> Any:
    """The description of an act: all answer how the collection stands after it."""
    sent = [OpenApiExample("As sent", value=body, request_only=True)] if body else []
    return extend_schema(
        operation_id=operation,
        tags=["collections"],
        summary=summary,
        parameters=[ID],
        request=request,
        responses={200: OneCollectionSerializer},
        examples=[ONE_COLLECTION, *sent],
    )


class CollectionAct(ApiView):
    """An act, done by the action that the pages call. `body`: what it says, if anything."""

    serializer_class = OneCollectionSerializer
    parser_classes = (SmallJson,)
    more_errors = (409,)
    body: ClassVar[type[StrictInput] | None] = None

    def act(self, do: Callable[..., object], **more: Any) -> Response:
        one = find_collection(self).handed
        said = self.body(data=self.request.data) if self.body else None
        given = dict(said.validated_data) if said and said.is_valid(raise_exception=True) else {}
        try:
            do(year=one.school_year, collection=one.collection, by=member_of(self.request), **given, **more)
        except actions.NotPossible as why:
            raise Refusal(409, str(why)) from None
        return self.answer(find_collection(self))


@needs("upload.view", POST="collection.explain")
class CollectionExplanation(CollectionAct):
    body = NewExplanationSerializer

    @act_described(
        "explainWarning",
        "Explain a warning",
        NewExplanationSerializer,
        layout="staff_roster",
        rule="W-EXPERIENCE-AGE",
        text="Three career changers.",
        fingerprint=FINGERPRINT,
    )
    def post(self, request: Request, collection_id: str) -> Response:
        """Say why a rule's warnings are as they are. A new word takes the place of an earlier one, which is kept;
        the same words again change nothing. Refused with 409 where there is no such warning, it is certified, or what
        is found is not any more as it was looked at: its `fingerprint` is another.
        """
        return self.act(actions.explain_warning)


@needs("upload.view", POST="collection.submit")
class CollectionSubmission(CollectionAct):
    @act_described("submitCollection", "Submit a collection to the certifier")
    def post(self, request: Request, collection_id: str) -> Response:
        """Say that its files are whole and right; they stay as they are from then on. Done twice it changes nothing
        more; refused with 409 where something is missing.
        """
        return self.act(actions.submit_collection)


@needs("upload.view", POST="collection.certify")
class CollectionCertification(CollectionAct):
    body = CertificationSerializer

    @act_described(
        "certifyCollection",
        "Certify a collection",
        CertificationSerializer,
        words="I certify",
        fingerprint=FINGERPRINT,
    )
    def post(self, request: Request, collection_id: str) -> Response:
        """Answer for the files that stand: that they are complete and right to the best of one's knowledge, and the
        warnings explained truly. Done twice it changes nothing more; refused with 409 where it was not submitted, or
        is not any more as it was looked at: its `fingerprint` is another.
        """

        def sign(words: str, fingerprint: str, **named: Any) -> None:
            actions.certify_collection(looked_at=fingerprint, **named)

        return self.act(sign)


@needs("upload.view", POST="collection.withdraw")
class CollectionWithdrawal(CollectionAct):
    body = ReasonSerializer

    @act_described("withdrawCollection", "Withdraw a collection", ReasonSerializer, reason="A school is missing.")
    def post(self, request: Request, collection_id: str) -> Response:
        """Take back a submission, or, who may certify, a certification, so that files can be sent again. Refused with
        409 where there is nothing to take back, or the last day for it has passed.
        """
        return self.act(actions.withdraw_collection)


class AnswerOfAgency(CollectionAct):
    """An act of the agency on a district's collection."""

    def answer_district(self, do: Callable[..., object]) -> Response:
        return self.act(do, district_id=find_collection(self).handed.district.pk)


@needs("upload.view", POST="collection.accept")
class CollectionAcceptance(AnswerOfAgency):
    @act_described("acceptCollection", "Accept what a district has certified")
    def post(self, request: Request, collection_id: str) -> Response:
        """Never by the person who certified it. Done twice it changes nothing more; refused with 409 where it is not
        certified. For the agency.
        """
        return self.answer_district(actions.accept_collection)


@needs("upload.view", POST="collection.accept")
class CollectionReturn(AnswerOfAgency):
    body = ReasonSerializer

    @act_described("returnCollection", "Return a collection to its district", ReasonSerializer, reason="See the note.")
    def post(self, request: Request, collection_id: str) -> Response:
        """With a reason: the district can change its files and submit it again. Refused with 409 where it is not
        certified, or is accepted already. For the agency.
        """
        return self.answer_district(actions.return_collection)


@needs("upload.view", POST="collection.remind")
class CollectionReminder(AnswerOfAgency):
    body = NewReminderSerializer

    @act_described("remindDistrict", "Remind a district of a collection", NewReminderSerializer, note="Call me.")
    def post(self, request: Request, collection_id: str) -> Response:
        """Mail its data stewards and certifiers what is still missing, also where the district has turned automatic
        reminders off. The same again on one day sends nothing more; refused with 409 where nothing is missing, or
        nobody is there to remind. For the agency.
        """
        return self.answer_district(actions.remind_by_hand)


@needs("upload.view", POST="collection.window")
class CollectionWindow(AnswerOfAgency):
    body = EditWindowSerializer

    @act_described(
        "openEditWindow", "Open an edit window", EditWindowSerializer, until="2024-12-01", reason="Two classes moved."
    )
    def post(self, request: Request, collection_id: str) -> Response:
        """Let a district change what it has certified, until the end of a day; then it is certified again. Opened once
        more, its end moves. Refused with 409 where nothing is certified, or the day has passed. For the agency.
        """
        return self.answer_district(actions.open_edit_window)
