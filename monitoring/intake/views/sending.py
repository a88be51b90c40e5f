"""Files in, for a district's members and for the agency: send, watch, read what the checks found, decide on columns."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from districts.access import needs
from districts.body import takes_up_to
from districts.roles import may
from districts.school_year import show_school_year
from districts.tenant_request import TenantRequest
from monitoring.intake import actions
from monitoring.intake.actions.decide_proposal import AlreadyDecided
from monitoring.intake.changes.locked_rows import locks_of_upload
from monitoring.intake.changes.superseding import DIFFER, RULES_ON_CHANGES
from monitoring.intake.files import FileTooLarge, upload_limit
from monitoring.intake.findings_table import write_findings
from monitoring.intake.forms import TakeForm, UploadFilter, UploadForm
from monitoring.intake.models import ColumnProposal, Upload
from monitoring.intake.queries import uploads as queries
from monitoring.intake.queries.coverage import coverage_for_state, years_of
from monitoring.intake.queries.cross_checks import cross_checks_of_upload, cross_finding_rows
from monitoring.intake.queries.mappings import asked_at_upload
from monitoring.intake.upload_handler import SealedFile

PAGE = 25
DECISIONS = {"confirm": True, "decline": False}


def address(request: TenantRequest, name: str, **kwargs: object) -> str:
    """The address of an intake page in the tenant of this request: the agency's are the state's."""
    if request.district.is_state:
        return reverse(f"state-{name}", kwargs=kwargs)
    return reverse(name, kwargs={**kwargs, "org_code": request.district.org_code})


def upload_of(request: TenantRequest, upload_id: uuid.UUID) -> Upload:
    """An upload of the tenant itself; anybody else's is not there."""
    found = queries.uploads_for_district_page(request.district.pk).filter(pk=upload_id).first()
    if found is None:
        raise Http404("There is no such upload here.")
    return found


@takes_up_to(upload_limit)
@needs("upload.view", POST="upload.create")
@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request: TenantRequest, org_code: str = "") -> HttpResponse:
    """The tenant's uploads, and the form to send files; POST sends them."""
    sends = may(request.membership, "upload.create") and not request.district.is_state
    asked = asked_at_upload(request.district.pk) if sends else set()
    sent_form = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent_form, asked=asked)
    if form.is_valid():
        said = {"asks_first": form.cleaned_data["ask_first"], **form.said()}
        sent, refused = _receive(request, form.cleaned_data["file"], said)
        if sent:
            return _lead_on(request, sent, refused)
        for words in refused:
            form.add_error("file", words)
    return render(request, "intake/uploads.html", {"form": form, "most": upload_limit(), **_lists(request)})


def _receive(request: TenantRequest, chosen: list[SealedFile], said: dict[str, Any]) -> tuple[list[Upload], list[str]]:
    """Hand each file to the action, with what was said beside it. Returns what was taken, and a sentence on each file
    that was not.
    """
    sent, refused = [], []
    for file in chosen:
        try:
            upload = actions.receive_upload(
                file_name=str(file.name), arrival=file.arrival, by=request.membership, **said
            )
        except FileTooLarge:
            refused.append(
                f"“{file.name}” was not taken: it has {filesizeformat(file.size or 0)}, and a file may have at most"
                f" {filesizeformat(upload_limit())}. Split it, for example by school year, and send the parts."
            )
        else:
            sent.append(upload)
    return sent, refused


def _lead_on(request: TenantRequest, sent: list[Upload], refused: list[str]) -> HttpResponse:
    """To the page of the only file, or to the list, where what was not taken is named as well."""
    if len(sent) == 1 and not refused:
        return redirect(address(request, "upload", upload_id=sent[0].pk))
    received = "1 file was received; it is" if len(sent) == 1 else f"{len(sent)} files were received; each is"
    messages.success(request, f"{received} being checked.")
    for words in refused:
        messages.error(request, words)
    return redirect(address(request, "uploads"))


def _lists(request: TenantRequest) -> dict[str, object]:
    district = request.district
    own = queries.with_errors(queries.uploads_for_district_page(district.pk))
    shown: dict[str, object] = {"page": _page_of(own, request.GET.get("page"))}
    if district.is_state:
        shown["proposals"] = queries.open_proposals_for_state_page()
        shown |= _of_districts(request)
    else:
        shown["proposals"] = queries.proposals_for_page(district.pk).filter(state=ColumnProposal.State.PROPOSED)
    return shown


def _page_of(uploads: QuerySet[Upload], number: str | None) -> Page[Upload]:
    """A page of them, each with whether it is overtaken."""
    page = Paginator(uploads, PAGE).get_page(number)
    return Page(queries.mark_overtaken(page), page.number, page.paginator)


def _of_districts(request: TenantRequest) -> dict[str, object]:
    """The districts' files, for the agency: filtered, in pages of their own. What no filter knows is said beside it."""
    chosen = UploadFilter(request.GET)
    others = queries.uploads_for_state_page(**chosen.cleaned_data) if chosen.is_valid() else Upload.objects.none()
    travels = {name: value for name, value in request.GET.items() if name in chosen.fields}
    return {
        "others": _page_of(others, request.GET.get("others")),
        "filter": chosen,
        "filter_query": urlencode(travels),
    }


@needs("upload.view")
@require_safe
def upload(request: TenantRequest, upload_id: uuid.UUID, org_code: str = "") -> HttpResponse:
    """One upload: how far it is, what the checks found, what was taken from it."""
    found = upload_of(request, upload_id)
    findings, comparisons = queries.findings_for_page(found), queries.comparisons_of_upload(found)
    snapshots = queries.snapshots_of_upload(found)
    told = [rule_id for rule_id in RULES_ON_CHANGES if rule_id != DIFFER or not comparisons]
    shown = {
        "status": queries.upload_status_for_page(found),
        "upload": found,
        "overtaken": queries.overtaken_of(found),
        "locks": locks_of_upload(found),
        "comparisons": comparisons,
        "changes": [finding for finding in findings if finding.rule_id in told],
        "findings": [finding for finding in findings if finding.rule_id not in RULES_ON_CHANGES],
        "errors": [finding for finding in findings if finding.severity == "E"],
        "snapshots": snapshots,
        "cross": None if request.district.is_state else cross_checks_of_upload(request.district.pk, snapshots),
        "proposals": found.its_proposals,
    }
    return render(request, "intake/upload.html", shown)


@needs("upload.view")
@require_safe
def upload_status(request: TenantRequest, upload_id: uuid.UUID, org_code: str = "") -> HttpResponse:
    """The part of the page that tells progress; once the check has ended, the page is to load itself anew."""
    status = queries.upload_status_for_page(upload_of(request, upload_id))
    response = render(request, "intake/_progress.html", {"status": status, "upload": status.upload})
    if status.has_ended:
        response["HX-Refresh"] = "true"
    return response


@needs("upload.view")
@require_safe
def upload_findings(request: TenantRequest, upload_id: uuid.UUID, org_code: str = "") -> HttpResponse:
    """What the checks found, as CSV."""
    found = upload_of(request, upload_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="findings-{found.pk}.csv"'
    write_findings(response, queries.finding_rows(found), style="csv")
    return response


@needs("upload.view")
@require_safe
def cross_findings(request: TenantRequest, year: int, collection: str, org_code: str) -> HttpResponse:
    """What the files of a school year and collection say of each other, as CSV."""
    rows = cross_finding_rows(request.district.pk, school_year=year, collection=collection)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"findings-between-files-{show_school_year(year)}-{collection}"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    write_findings(response, rows, style="csv")
    return response


@needs("state.view")
@require_safe
def coverage(request: TenantRequest) -> HttpResponse:
    """For the agency: which districts sent what, by year."""
    found = coverage_for_state()
    years = years_of(found)
    shown = {"years": years, "rows": [(one, one.of_years(years)) for one in found]}
    return render(request, "intake/coverage.html", shown)


@needs("upload.create")
@require_POST
def take_upload(request: TenantRequest, upload_id: uuid.UUID, org_code: str = "") -> HttpResponse:
    """A held file is right: take it, whatever it changes."""
    found, form = upload_of(request, upload_id), TakeForm(request.POST)
    if not form.is_valid():
        raise BadRequest("Say when the check was that you looked at, or leave it out.")
    try:
        actions.take_upload(upload_id=found.pk, looked_at=form.cleaned_data["checked"], by=request.membership)
    except actions.CheckedSince:
        messages.warning(request, "It was not taken yet: it was checked again since. Look at what it changes now.")
    except actions.NotHeld as how:
        messages.warning(request, f"This file does not wait for your word: {how}.")
    return redirect(address(request, "upload", upload_id=found.pk))


@needs("upload.create")
@require_POST
def leave_upload(request: TenantRequest, upload_id: uuid.UUID, org_code: str = "") -> HttpResponse:
    """A held file is not to be taken: what stands stays."""
    found = upload_of(request, upload_id)
    try:
        actions.leave_upload(upload_id=found.pk, by=request.membership)
    except actions.NotHeld as how:
        messages.warning(request, f"This file does not wait for your word: {how}.")
    return redirect(address(request, "upload", upload_id=found.pk))


@needs("mapping.decide")
@require_POST
def decide_proposal(request: TenantRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Confirm or decline a proposed reading of columns, of any tenant's file."""
    found = queries.proposals_for_api().filter(pk=proposal_id).first()
    if found is None:
        raise Http404("There is no such proposal here.")
    decision = request.POST.get("decision")
    if decision not in DECISIONS:
        raise BadRequest("Say whether to confirm or to decline.")
    try:
        actions.decide_proposal(proposal_id=found.pk, confirm=DECISIONS[decision], by=request.membership)
    except AlreadyDecided as trouble:
        messages.warning(request, f"This had been decided before: {trouble}.")
    else:
        messages.success(request, "Your decision is recorded; the file is checked again accordingly.")
    is_own = found.district_id == request.district.pk
    return redirect(address(request, "upload", upload_id=found.upload_id) if is_own else address(request, "uploads"))
