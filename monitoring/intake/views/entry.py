"""Rows typed in on a page, by those who may send files; with and without scripts."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from districts.access import needs
from districts.school_year import SchoolYear
from districts.tenant_request import TenantRequest
from monitoring.intake import actions
from monitoring.intake.entry.faults import Told, faults_of, too_many
from monitoring.intake.entry.form import lay_out, row_id
from monitoring.intake.entry.kept import opened
from monitoring.intake.entry.typed import MOST_ROWS, Typed, once_columns, read_number, typed_on_page
from monitoring.intake.files import FileTooLarge
from monitoring.intake.models import EntryDraft
from monitoring.intake.queries import entry as queries
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sealing import SealBroken
from monitoring.intake.views.sending import address, upload_of

OTHER_WINDOW = Told(
    "What you typed here is not kept yet: it was changed or sent in another window since.",
    "Keep it again, and what stands here takes the other’s place. Or open the page anew to see what was kept there.",
    severity="W",
)
OTHER_ROWS = Told(
    "These rows were changed or sent in another window since, so nothing was done with them.",
    "Open the page anew to see what was kept there. Or ask for the same again, and what stands here counts.",
    severity="W",
)
TOO_LARGE = Told("This is more than can be sent at once here.", "Send fewer rows at a time.")


@dataclass(frozen=True)
class Sheet:
    """What stands on the page, and the draft it is kept in. `version`: of the draft, 0 before there is one; `faults`:
    why it was not sent; `is_gone`: a draft was asked for that is no longer there.
    """

    layout: Report
    key: uuid.UUID
    typed: Typed
    version: int = 0
    draft: EntryDraft | None = None
    asks_first: bool = True
    faults: Sequence[Told] = ()
    focus: int | None = None
    is_gone: bool = False


@needs("upload.create")
@require_safe
def entries(request: TenantRequest, org_code: str = "") -> HttpResponse:
    """What can be typed in, and what somebody has begun to."""
    drafts = [
        (draft, _address(request, draft.layout, draft.key)) for draft in queries.drafts_for_page(request.district.pk)
    ]
    shown = {"typables": queries.typables_for_page(request.district), "drafts": drafts, "most": MOST_ROWS}
    return render(request, "intake/entries.html", shown | {"days": queries.DAYS})


@needs("upload.create")
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: TenantRequest, layout: str, org_code: str = "") -> HttpResponse:
    """One layout, typed in row by row; each button keeps what stands there first."""
    found = next((one for one in queries.layouts_to_type(request.district) if one.id == layout), None)
    if found is None:
        raise Http404("There is no such layout to type in.")
    if request.method != "POST":
        return _page(request, _begun(request, found))
    sheet = _posted(request, found)
    match request.POST.get("do", ""):
        case "send":
            return _send(request, sheet)
        case "discard":
            return _discard(request, sheet)
        case act:
            return _keep(request, sheet, act)


@needs("upload.create")
@require_POST
def mend_upload(request: TenantRequest, upload_id: uuid.UUID, org_code: str = "") -> HttpResponse:
    """Open again what was typed and sent."""
    found = upload_of(request, upload_id)
    try:
        draft = actions.mend_upload(upload_id=found.pk, by=request.membership)
    except actions.NotMendable as how:
        messages.warning(request, f"Its rows cannot be opened again: {how}.")
        return redirect(address(request, "upload", upload_id=found.pk))
    return redirect(_address(request, draft.layout, draft.key))


def _begun(request: TenantRequest, layout: Report) -> Sheet:
    """What a reader finds: a draft, rows that are in force, or a blank row."""
    blank = Sheet(layout, uuid.uuid4(), _blank(layout))
    if "from" in request.GET:
        typed = queries.rows_to_start_with(request.district.pk, layout, _uuid(request.GET["from"]))
        if typed is None:
            raise Http404("There are no such rows to begin with.")
        return Sheet(layout, blank.key, typed)
    if "draft" not in request.GET:
        return blank
    key = _uuid(request.GET["draft"])
    draft = queries.draft_of(request.district.pk, layout, key)
    if draft is None:
        return Sheet(layout, key, blank.typed, is_gone=True)
    try:
        return Sheet(layout, key, opened(draft), draft.version, draft)
    except SealBroken:
        raise Http404("What was kept here can no longer be read.") from None


def _blank(layout: Report) -> Typed:
    running = str(SchoolYear.running(timezone.localdate()))
    return Typed({column.name: running if column.name == "school_year" else "" for column in once_columns(layout)})


def _posted(request: TenantRequest, layout: Report) -> Sheet:
    given = request.POST
    return Sheet(
        layout,
        _uuid(given.get("draft")),
        typed_on_page(layout, given.dict()),
        read_number(given.get("version")) or 0,
        asks_first="ask_first" in given,
    )


def _send(request: TenantRequest, sheet: Sheet) -> HttpResponse:
    """To the page of the upload; or back, with what is wrong, and all that was typed."""
    if faults := faults_of(sheet.layout, sheet.typed):
        return _keep(request, replace(sheet, faults=faults), "")
    try:
        upload = actions.send_typed(
            layout=sheet.layout,
            key=sheet.key,
            typed=sheet.typed,
            version=sheet.version,
            asks_first=sheet.asks_first,
            by=request.membership,
        )
    except FileTooLarge:
        return _keep(request, replace(sheet, faults=[TOO_LARGE]), "")
    except actions.KeptSince as since:
        return _page(request, replace(sheet, version=since.version, faults=[OTHER_ROWS]))
    return _leave(request, address(request, "upload", upload_id=upload.pk))


def _discard(request: TenantRequest, sheet: Sheet) -> HttpResponse:
    try:
        actions.discard_draft(layout=sheet.layout, key=sheet.key, version=sheet.version, by=request.membership)
    except actions.KeptSince as since:
        return _page(request, replace(sheet, version=since.version, faults=[OTHER_ROWS]))
    messages.success(request, "What was typed is thrown away.")
    return _leave(request, address(request, "entries"))


def _leave(request: TenantRequest, there: str) -> HttpResponse:
    """To another page, also where a part of this one was asked for."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": there})
    return redirect(there)


def _keep(request: TenantRequest, sheet: Sheet, act: str) -> HttpResponse:
    """Do with the rows what was asked for, and keep them."""
    sheet = _kept(request, _changed(sheet, act), is_asked=act != "autosave")
    if act == "autosave":
        return render(request, "intake/_entry_kept.html", {"sheet": sheet})
    if sheet.faults or request.headers.get("HX-Request"):
        return _page(request, sheet)
    place = "" if sheet.focus is None else f"#{row_id(sheet.focus)}"
    return redirect(_address(request, sheet.layout.id, sheet.key) + place)


def _kept(request: TenantRequest, sheet: Sheet, *, is_asked: bool) -> Sheet:
    """Where it was changed in another window, nothing is overwritten, until somebody asks for it again."""
    try:
        draft = actions.keep_draft(
            layout=sheet.layout, key=sheet.key, typed=sheet.typed, version=sheet.version, by=request.membership
        )
    except actions.KeptSince as since:
        version = since.version if is_asked else sheet.version
        return replace(sheet, version=version, faults=[*sheet.faults, OTHER_WINDOW])
    return replace(sheet, version=draft.version, draft=draft)


def _changed(sheet: Sheet, act: str) -> Sheet:
    """With the rows after what was asked for, and the place to go on at. Where there is no room, all stays as it is."""
    typed, has_room = sheet.typed, len(sheet.typed.rows) < MOST_ROWS
    named, _, place = act.partition("-")
    at = read_number(place) or 0
    if named in ("add", "copy") and not has_room:
        return replace(sheet, faults=[too_many(len(typed.rows) + 1)])
    if named == "add":
        return replace(sheet, typed=typed.with_row(), focus=len(typed.rows))
    if named == "copy":
        return replace(sheet, typed=typed.with_copy(at), focus=min(at + 1, len(typed.rows)))
    if named == "remove":
        return replace(sheet, typed=typed.without(at), focus=max(0, min(at, len(typed.rows) - 2)))
    return sheet


def _page(request: TenantRequest, sheet: Sheet) -> HttpResponse:
    layout, district = sheet.layout, request.district
    mends = sheet.draft.mends if sheet.draft else None
    told = [*sheet.faults, *(queries.findings_to_mend(mends, sheet.typed) if mends else ())]
    offered = queries.offered_for(district, layout, today=timezone.localdate())
    shown = {
        "sheet": sheet,
        "layout": layout,
        "form": lay_out(layout, sheet.typed, offered, told, sheet.focus),
        "here": _address(request, layout.id, sheet.key),
        "mends": mends,
        "most": MOST_ROWS,
        "days": queries.DAYS,
    }
    is_part = request.method == "POST" and request.headers.get("HX-Request")
    return render(request, "intake/_entry_form.html" if is_part else "intake/entry.html", shown)


def _address(request: TenantRequest, layout: str, key: uuid.UUID) -> str:
    return f"{address(request, 'entry', layout=layout)}?draft={key}"


def _uuid(text: str | None) -> uuid.UUID:
    """A key that is none leads to nothing that is kept."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.uuid4()
