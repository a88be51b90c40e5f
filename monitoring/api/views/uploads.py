"""Files in: send one, ask how far it is, read what the checks found."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from districts.body import takes_up_to
from monitoring.api.examples import FINDING, UPLOAD, UPLOAD_STATUS
from monitoring.api.filtering import AnyWord, AnyYear, OwnDistrict, Parameters
from monitoring.api.problems import FieldError, Refusal, invalid
from monitoring.api.serializers.uploads import (
    SEVERITIES,
    NewUploadSerializer,
    UploadSerializer,
    UploadStatusSerializer,
)
from monitoring.api.throttling import MemberThrottle, UploadThrottle
from monitoring.api.views.base import ApiView, ListView, found, member_of
from monitoring.api.views.findings import DESCRIBED, FindingsView
from monitoring.intake import actions
from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.files import FileTooLarge, upload_limit
from monitoring.intake.models import Upload
from monitoring.intake.queries import uploads as queries
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.upload_handler import SealedFile

KEY_HEADER = "Idempotency-Key"
KEY = re.compile(r"[!-~]{1,200}")
KEY_PARAMETER = OpenApiParameter(
    KEY_HEADER,
    {"type": "string", "pattern": f"^{KEY.pattern}$"},
    OpenApiParameter.HEADER,
    description="A text of your choice, new for each file. Sent again with the same file after a broken connection, it "
    "leads to the same upload; with another file it is refused with 422.",
)


class AnyUploadYear(AnyYear):
    """An upload holds several years."""

    def filter(self, rows: Any, value: Any) -> Any:
        wanted = Q()
        for year in value or ():
            wanted |= Q(school_years__contains=[year])
        return rows.filter(wanted)


class WhetherOvertaken(AnyWord):
    def filter(self, rows: Any, value: Any) -> Any:
        return rows.filter(is_overtaken__in=[word == "true" for word in value]) if value else rows


class UploadParameters(Parameters):
    state = AnyWord("state", Upload.State.values, means="Only uploads in this state.")
    is_overtaken = WhetherOvertaken(
        "is_overtaken", ("true", "false"), means="With `state=held` and `false`: only uploads that still wait."
    )
    report = AnyWord("report", REPORTS, means="Only uploads recognized as this report.")
    school_year = AnyUploadYear()
    district = OwnDistrict("district__org_code")


@takes_up_to(upload_limit)
@needs("upload.view", POST="upload.create")
class Uploads(ListView):
    serializer_class = UploadSerializer
    parameters = UploadParameters
    parser_classes = (MultiPartParser,)
    throttle_classes = (MemberThrottle, UploadThrottle)

    def rows(self) -> Any:
        return queries.uploads_for_api()

    def known_parameters(self) -> Any:
        return super().known_parameters() if self.request.method != "POST" else {}

    @extend_schema(operation_id="listUploads", tags=["uploads"], summary="All uploads", examples=[UPLOAD])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Files that were sent, latest first. One row a file. The agency also learns that a district sent one: whose it
        is, when it came, its report and school years, and what became of it; the rest is null there.
        """
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="createUpload",
        tags=["uploads"],
        summary="Send a file",
        request={"multipart/form-data": NewUploadSerializer},
        responses={202: UploadSerializer},
        parameters=[KEY_PARAMETER],
        examples=[UPLOAD],
        filters=False,
    )
    def post(self, request: Request) -> Response:
        """Keep a file and promise to check it. The answer comes as soon as the bytes are safely on disk; `Location` and
        `status` are the address that tells how the check goes. The same file sent twice without a key is one
        upload; with another key it is one of its own, and changes nothing. A file that would change rows that stand is
        held, so that its difference can be looked at first, unless `ask_first` is `false`.
        """
        key = idempotency_key(request)
        body = NewUploadSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        file = one_file(request)
        try:
            upload = actions.receive_upload(
                file_name=str(file.name),
                arrival=file.arrival,
                idempotency_key=key,
                asks_first=body.validated_data["ask_first"] != "false",
                school_year=body.validated_data["school_year"] or None,
                collection=body.validated_data["collection"],
                by=member_of(request),
            )
        except FileTooLarge as trouble:
            wrong = FieldError("file", f"The file has more than {trouble} bytes.", "Split it and send the parts.")
            raise Refusal(413, "", [wrong]) from None
        except actions.IdempotencyConflict:
            wrong = FieldError(
                KEY_HEADER, "The key was used before, for another file.", "Use a new key for a new file."
            )
            raise Refusal(422, "", [wrong]) from None
        return self.answer(upload, status=202, headers={"Location": reverse("api-upload", args=[upload.pk])})


def idempotency_key(request: Request) -> str | None:
    key = request.headers.get(KEY_HEADER)
    if key is not None and not KEY.fullmatch(key):
        raise invalid(KEY_HEADER, "The key is empty, too long, or holds blanks.", "Use 1 to 200 visible characters.")
    return key


def one_file(request: Request) -> SealedFile:
    files = request.FILES.getlist("file")
    if len(files) != 1:
        raise invalid("file", f"There are {len(files)} files in one request.", "Send each file in its own request.")
    return files[0]


def find_own_upload(request: Request, upload_id: uuid.UUID) -> Upload:
    """As the pages do: what is in a file, and what was found there, is for the tenant that sent it."""
    own = queries.uploads_for_district_page(member_of(request).district_id)
    upload: Upload = found(own.select_related("district").filter(pk=upload_id).first())
    return upload


@needs("upload.view")
class OneUpload(ApiView):
    serializer_class = UploadStatusSerializer

    @extend_schema(operation_id="getUpload", tags=["uploads"], summary="How an upload stands", examples=[UPLOAD_STATUS])
    def get(self, request: Request, upload_id: uuid.UUID) -> Response:
        """The status address: ask again until `has_ended` is true. Results follow a little later. After a decision on
        its columns it is false again until the check that follows. For the tenant that sent the file.
        """
        upload = find_own_upload(request, upload_id)
        return self.answer(
            {
                "status": queries.upload_status_for_page(upload),
                "overtaken": queries.overtaken_of(upload),
                "snapshots": queries.snapshots_of_upload(upload),
                "proposals": [proposal.pk for proposal in upload.its_proposals],
            }
        )


@needs("upload.view", POST="upload.create")
class Confirmation(ApiView):
    serializer_class = UploadSerializer
    more_errors = (409,)

    @extend_schema(
        operation_id="confirmUpload",
        tags=["uploads"],
        summary="Take a held upload",
        request=None,
        responses={202: UploadSerializer},
        examples=[UPLOAD],
    )
    def post(self, request: Request, upload_id: uuid.UUID) -> Response:
        """Say that an upload in state `held` is right, although many rows of the earlier one are not in it, or most of
        its figures are others (findings W-ROWS-GONE, W-FIGURES-OTHERS), or after a look at what it changes, where that
        was asked for: it is checked anew and takes its place. Said
        twice it changes nothing more; of an upload that does not wait, whose proposals wait for the state agency first,
        or all of whose school years stand in newer files, it is refused with 409. Of one some of whose years stand in
        newer files the others are taken. For the tenant that sent the file.
        """
        found_one = find_own_upload(request, upload_id)
        try:
            actions.take_upload(upload_id=found_one.pk, by=member_of(request))
        except actions.NotHeld as how:
            raise not_waiting(how) from None
        return self.answer(find_own_upload(request, upload_id), status=202)


@needs("upload.view", POST="upload.create")
class Leaving(ApiView):
    serializer_class = UploadSerializer
    more_errors = (409,)

    @extend_schema(
        operation_id="leaveUpload",
        tags=["uploads"],
        summary="Leave a held upload",
        request=None,
        responses={200: UploadSerializer},
        examples=[UPLOAD],
    )
    def post(self, request: Request, upload_id: uuid.UUID) -> Response:
        """Say that an upload in state `held` is not to be taken: what stands stays, and a file on persons is destroyed.
        Said twice it changes nothing more; of an upload that does not wait it is refused with 409. The same file may be
        sent again. For the tenant that sent it.
        """
        found_one = find_own_upload(request, upload_id)
        try:
            actions.leave_upload(upload_id=found_one.pk, by=member_of(request))
        except actions.NotHeld as how:
            raise not_waiting(how) from None
        return self.answer(find_own_upload(request, upload_id))


def not_waiting(how: actions.NotHeld) -> Refusal:
    return Refusal(409, f"The upload does not wait for a word of its sender: {how}.")


class FindingParameters(Parameters):
    severity = AnyWord("severity", SEVERITIES, means="E error, W warning, I information.")
    rule = AnyWord("rule_id", RULES, means="Only findings of this rule.")


@needs("upload.view")
class UploadFindings(FindingsView):
    parameters = FindingParameters
    file_name = "findings-{upload_id}"

    def found(self) -> Iterable[queries.FindingRow]:
        return queries.finding_rows(find_own_upload(self.request, self.kwargs["upload_id"]))

    @extend_schema(
        operation_id="listUploadFindings",
        tags=["uploads"],
        summary="What the checks found",
        examples=[FINDING],
        **DESCRIBED,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Errors first, then warnings, then information; of each rule the first hundred places. One row a place. The
        CSV has the same columns as `manage.py findings`. For the tenant that sent the file.
        """
        return super().get(request, *args, **kwargs)
