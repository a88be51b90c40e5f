"""Making a mapping, or changing one, in three pages: take headings, match them with columns, say what codes stand for.
What was typed goes from page to page in the form itself, so that nothing is lost and nothing kept before the end.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from districts.access import needs
from districts.body import takes_up_to
from districts.queries import schools_for
from districts.tenant_request import TenantRequest
from monitoring.intake import actions, mapping_forms
from monitoring.intake.files import upload_limit
from monitoring.intake.mapping.column_mapping import ColumnMapping, Match
from monitoring.intake.mapping.drafts import Draft, read_draft
from monitoring.intake.mapping.faults import Fault, faults_of
from monitoring.intake.mapping.headings import HoldsData, NoHeadings
from monitoring.intake.mapping_forms import CodesForm, MatchingForm, StartForm
from monitoring.intake.models import SavedMapping, Upload
from monitoring.intake.queries.uploads import uploads_for_district_page
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.sampling import Sample, sample_of_arrival, sample_of_line, sample_of_upload
from monitoring.intake.views.mappings import refuse_agency, versions_of

METHODS = ["GET", "HEAD", "POST"]


@takes_up_to(upload_limit)
@needs("mapping.save")
@require_http_methods(METHODS)
def new_mapping(request: TenantRequest, org_code: str) -> HttpResponse:
    """From nothing; `?upload=` names a file that was sent, whose headings are taken."""
    refuse_agency(request)
    if request.method == "POST":
        return _go_on(request, None)
    return _start_page(request, StartForm(initial={name: request.GET.get(name, "") for name in ("upload", "layout")}))


@takes_up_to(upload_limit)
@needs("mapping.save")
@require_http_methods(METHODS)
def change_mapping(request: TenantRequest, org_code: str, mapping_id: uuid.UUID) -> HttpResponse:
    """From its latest version, which a new one follows."""
    refuse_agency(request)
    latest = versions_of(request, mapping_id)[0]
    if request.method == "POST":
        return _go_on(request, latest)
    value = latest.as_value
    if value.layout not in REPORTS:
        raise BadRequest("The layout of this mapping is no longer there.")
    headings = list(dict.fromkeys((*latest.headings, *value.headings.values())))
    codes = {match.column: list(match.codes) for match in value.matches if match.codes}
    draft = Draft(value.report, headings, codes=codes, version=latest.version)
    return _matching_page(request, latest, MatchingForm(draft, initial=mapping_forms.as_chosen(value)))


def _go_on(request: TenantRequest, latest: SavedMapping | None) -> HttpResponse:
    step = {"headings": _take_headings, "matches": _take_matches, "back": _go_back, "save": _save}
    do = step.get(request.POST.get("step", ""))
    if do is None:
        raise BadRequest("Say which step is next.")
    return do(request, latest)


def _draft(request: TenantRequest) -> Draft:
    layout = mapping_forms.layout_of(request.POST)
    if layout is None:
        raise BadRequest("Choose a layout that a district sends.")
    try:
        return read_draft(layout, request.POST)
    except (ValueError, RecursionError):
        raise BadRequest("The headings did not come back as this page gave them.") from None


def _take_headings(request: TenantRequest, latest: SavedMapping | None) -> HttpResponse:
    """On to the matching, with what was matched before wherever its heading is still there."""
    start, layout = StartForm(request.POST, request.FILES), mapping_forms.layout_of(request.POST)
    before = _draft(request) if layout and "headings" in request.POST else None
    sample = _sample(request, start) if start.is_valid() else None
    if sample is None or layout is None:
        form = _kept(request, before) if before else None
        return _matching_page(request, latest, form, start) if form else _start_page(request, start)
    if before is None:
        draft = Draft(layout, sample.headings, sample.codes)
        return _matching_page(request, latest, MatchingForm(draft, initial=mapping_forms.first_guess(draft)))
    draft = dataclasses.replace(before, headings=sample.headings, seen=sample.codes)
    return _matching_page(request, latest, MatchingForm(draft, initial=_still_there(request.POST, draft)))


def _still_there(sent: Mapping[str, Any], draft: Draft) -> dict[str, str]:
    """What was chosen, without headings that the export no longer has, for which there are new proposals."""
    known = {f"{mapping_forms.OF_HEADING}{heading}" for heading in draft.headings}
    kept = {name: str(value) for name, value in sent.items() if name.startswith(("heading_", "value_", "name"))}
    gone = [name for name, value in kept.items() if value.startswith(mapping_forms.OF_HEADING) and value not in known]
    taken, guess = set(kept.values()), mapping_forms.first_guess(draft)
    for name in gone:
        kept[name] = guess.get(name, "") if guess.get(name) not in taken else ""
    return kept


def _sample(request: TenantRequest, start: StartForm) -> Sample | None:
    """The headings that the form names; None with the reason on the form."""
    given, layout = start.cleaned_data, REPORTS[start.cleaned_data["layout"]]
    try:
        if given["line"]:
            return sample_of_line(given["line"])
        if given["file"]:
            return sample_of_arrival(given["file"].arrival, layout, district_id=request.district.pk)
        return sample_of_upload(_upload_of(request, given["upload"]), layout)
    except NoHeadings as why:
        start.add_error("line" if given["line"] else "file", str(why))
        if isinstance(why, HoldsData):
            start.data = {**dict(request.POST.items()), "line": ""}
        return None


def _upload_of(request: TenantRequest, upload_id: uuid.UUID | None) -> Upload:
    found = uploads_for_district_page(request.district.pk).filter(pk=upload_id).first() if upload_id else None
    if found is None:
        raise NoHeadings("There is no such file here. Choose one, or paste its line of headings.")
    return found


def _kept(request: TenantRequest, draft: Draft) -> MatchingForm:
    """The matching as it was sent, with nothing said of it."""
    return MatchingForm(draft, initial={name: str(value) for name, value in request.POST.items()})


def _take_matches(request: TenantRequest, latest: SavedMapping | None) -> HttpResponse:
    """On to the codes, where a column with a list of codes stands under a heading; else to the end."""
    draft = _draft(request)
    form = MatchingForm(draft, request.POST)
    form.full_clean()
    form.add_faults(_faults(draft, form.matches()))  # beside what the form says itself, so that all is told at once
    if form.errors:
        return _matching_page(request, latest, form)
    matches = form.matches()
    coded = [one for one in matches if mapping_forms.is_coded(draft.layout, one)]
    if not coded:
        return _finish(request, latest, form, None, matches)
    schools = _schools(request)
    known = [mapping_forms.with_known_codes(draft, one, schools) for one in coded]
    return _codes_page(request, latest, form, CodesForm(known, draft.layout, schools=schools))


def _schools(request: TenantRequest) -> dict[str, str]:
    """The codes for which own ones can stand, with their names: of the district and its schools."""
    schools = {school.org_code: school.name for school in schools_for(request.membership)}
    return {request.district.org_code: f"{request.district.name}, no single school"} | schools


def _go_back(request: TenantRequest, latest: SavedMapping | None) -> HttpResponse:
    """From the codes to the matching; the codes that were typed come along."""
    draft = _draft(request)
    form = MatchingForm(draft, request.POST)
    is_read = form.is_valid()
    codes = CodesForm(form.matches(), draft.layout, request.POST, schools=_schools(request)).codes() if is_read else {}
    kept = dataclasses.replace(draft, codes=draft.codes | codes)
    return _matching_page(request, latest, _kept(request, kept))


def _save(request: TenantRequest, latest: SavedMapping | None) -> HttpResponse:
    draft = _draft(request)
    form = MatchingForm(draft, request.POST)
    if not form.is_valid():
        return _matching_page(request, latest, form)
    codes = CodesForm(form.matches(), draft.layout, request.POST, schools=_schools(request))
    if not codes.is_valid():
        return _codes_page(request, latest, form, codes)
    said = codes.codes()
    matches = [dataclasses.replace(one, codes=tuple(said.get(one.column, ()))) for one in form.matches()]
    return _finish(request, latest, form, codes, matches)


def _finish(
    request: TenantRequest,
    latest: SavedMapping | None,
    form: MatchingForm,
    codes: CodesForm | None,
    matches: Iterable[Match],
) -> HttpResponse:
    """Save it; or show the page on which something is to be mended, with all that was typed."""
    draft = form.draft
    try:
        made = actions.save_mapping(
            name=form.cleaned_data["name"],
            layout=draft.layout.id,
            matches=matches,
            headings=draft.headings,
            mapping=latest.mapping if latest else None,
            version=draft.version,
            by=request.membership,
        )
    except actions.MappingRefused as refused:
        return _mend(request, latest, form, codes, refused.faults)
    except actions.ChangedSince as since:
        form.draft = dataclasses.replace(draft, version=latest.version if latest else 0)
        form.add_error(None, ValidationError(f"{since} Look at it first; or go on, and yours takes its place."))
        return _matching_page(request, latest, form)
    messages.success(request, f"“{made.name}” is saved, version {made.version}. Files that fit it are read through it.")
    return redirect("mapping", org_code=request.district.org_code, mapping_id=made.mapping)


def _mend(
    request: TenantRequest,
    latest: SavedMapping | None,
    form: MatchingForm,
    codes: CodesForm | None,
    faults: list[Fault],
) -> HttpResponse:
    if codes is not None and all(fault.column in codes.places for fault in faults):
        codes.add_faults(faults)
        return _codes_page(request, latest, form, codes)
    form.draft = dataclasses.replace(form.draft, codes=codes.codes() if codes else form.draft.codes)
    form.add_faults(faults)
    return _matching_page(request, latest, form)


def _faults(draft: Draft, matches: list[Match]) -> list[Fault]:
    return faults_of(ColumnMapping(draft.layout.id, tuple(matches)))


def _start_page(request: TenantRequest, form: StartForm) -> HttpResponse:
    named = form["upload"].value()
    sent = None
    if named:
        try:
            sent = _upload_of(request, form.fields["upload"].clean(str(named)))
        except (NoHeadings, ValidationError):
            form.initial["upload"] = ""
    return render(request, "intake/mapping_start.html", {"form": form, "sent": sent, "most": upload_limit()})


def _matching_page(
    request: TenantRequest, latest: SavedMapping | None, form: MatchingForm, start: StartForm | None = None
) -> HttpResponse:
    shown = {"form": form, "draft": form.draft, "latest": latest, "start": start or StartForm()}
    return render(request, "intake/mapping_matching.html", shown)


def _codes_page(
    request: TenantRequest, latest: SavedMapping | None, form: MatchingForm, codes: CodesForm
) -> HttpResponse:
    shown = {"form": form, "codes": codes, "draft": form.draft, "latest": latest}
    return render(request, "intake/mapping_codes.html", shown)
