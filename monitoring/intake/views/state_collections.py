"""Collections of all districts, for ESE: who is where, what is to be accepted, edit windows, the calendar."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from districts.access import needs
from districts.models import District
from districts.queries import district_by_code
from districts.roles import may
from districts.school_year import SchoolYear
from districts.tenant_request import TenantRequest
from monitoring.intake import actions
from monitoring.intake.certification.calendar import Dates
from monitoring.intake.certification.catalogue import COLLECTIONS, Collection
from monitoring.intake.certification.facts import Act
from monitoring.intake.certification.reminders import asks_for_more
from monitoring.intake.csv_table import write_csv
from monitoring.intake.forms import (
    AcceptForm,
    ChosenForm,
    CollectionFilter,
    DatesForm,
    ReminderForm,
    ReturnForm,
    WindowForm,
)
from monitoring.intake.queries import collections_for_ese as queries
from monitoring.intake.queries.acts import acts_open_to
from monitoring.intake.queries.collections import calendars
from monitoring.intake.queries.reminders import reminders_of_collection, wants_reminders

DISTRICTS = 25  # on a page of their list


@needs("collection.accept")
@require_safe
def collections(request: TenantRequest) -> HttpResponse:
    """Districts and their collections of a school year, and the year's calendar."""
    return _overview(request)


@needs("collection.accept")
@require_safe
def collections_csv(request: TenantRequest) -> HttpResponse:
    """The same list as CSV, whole."""
    chosen, year = _chosen(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="collections-{year}.csv"'
    write_csv(response, queries.CSV_COLUMNS, queries.csv_rows(_lines(chosen, year)))
    return response


@needs("collection.accept")
@require_safe
def collection(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    """One collection of a district: what its people did, and how they explain what the checks found."""
    return _page(request, _district(org_code), year, collection)


@needs("collection.accept")
@require_POST
def accept(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    done = "It is accepted."
    return _answer(request, org_code, year, collection, AcceptForm(request.POST), actions.accept_collection, done)


@needs("collection.accept")
@require_POST
def accept_several(request: TenantRequest) -> HttpResponse:
    """Accept what was ticked, or all that was listed; what cannot be accepted is said, and the rest goes through."""
    form = ChosenForm(request.POST)
    known = {one.org_code: one for one in District.objects.exclude(kind=District.Kind.STATE)}
    if not form.is_valid() or any(code not in known for code, *_ in form.named):
        raise BadRequest("Choose collections of districts that are listed on the page.")
    chosen = [(known[code], year, collection, number) for code, year, collection, number in form.named]
    answered = actions.accept_collections(chosen=chosen, by=request.membership)
    accepted = sum(not one.why_not for one in answered)
    if accepted:
        messages.success(request, f"{accepted} collection{'' if accepted == 1 else 's'} accepted.")
    for one in answered:
        if one.why_not:
            messages.error(request, f"Not accepted: {one}. {one.why_not}")
    if not answered:
        messages.error(request, "Nothing was chosen: tick what is to be accepted.")
    return redirect(f"{reverse('state-collections')}?{request.GET.urlencode()}")


@needs("collection.accept")
@require_POST
def give_back(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    done = "It is returned: the district can change its files and submit it again."
    return _answer(request, org_code, year, collection, ReturnForm(request.POST), actions.return_collection, done)


@needs("collection.remind")
@require_POST
def remind(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    """Mail the district's data stewards and certifiers what is still missing."""
    done = "A reminder is on its way to the district’s data stewards and certifiers."
    return _answer(request, org_code, year, collection, ReminderForm(request.POST), actions.remind_by_hand, done)


@needs("collection.window")
@require_POST
def open_window(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    done = "The edit window is open."
    return _answer(request, org_code, year, collection, WindowForm(request.POST), actions.open_edit_window, done)


@needs("collection.window")
@require_POST
def set_dates(request: TenantRequest, year: int, collection: str) -> HttpResponse:
    """Change the dates of a collection for all districts."""
    form = DatesForm(request.POST, auto_id=f"id_{collection}_%s")
    if not form.is_valid():
        return _overview(request, year, {collection: form})
    given = dict(form.cleaned_data)
    reason = given.pop("reason")
    try:
        made = actions.set_collection_dates(
            year=year, collection=collection, dates=Dates(**given), reason=reason, by=request.membership
        )
    except actions.NotPossible as why:
        form.add_error(None, str(why))
        return _overview(request, year, {collection: form})
    messages.success(request, "The dates are changed for all districts." if made else "These are its dates already.")
    return redirect(f"{reverse('state-collections')}?year={year}")


def _district(org_code: str) -> District:
    found = district_by_code(org_code)
    if found is None or found.is_state:
        raise Http404("There is no such district.")
    return found


def _chosen(request: TenantRequest) -> tuple[CollectionFilter, int]:
    running = int(SchoolYear.running(timezone.localdate()))
    chosen = CollectionFilter(request.GET, years=queries.years_of_collections(running))
    return chosen, (chosen.is_valid() and chosen.cleaned_data["year"]) or running


def _lines(chosen: CollectionFilter, year: int) -> list[queries.DistrictLine]:
    asked = chosen.cleaned_data
    return queries.collections_for_ese([year], named=asked.get("district", ""), state=asked.get("state", ""))


def _overview(
    request: TenantRequest, year: int | None = None, given: dict[str, DatesForm] | None = None
) -> HttpResponse:
    chosen, chosen_year = _chosen(request)
    year = year or chosen_year
    lines, dates = _lines(chosen, year), calendars([year])[year]
    page = Paginator(lines, DISTRICTS).get_page(request.GET.get("page"))
    rows = [(line, [(one, _can_accept(request, one)) for one in line.handovers]) for line in page]
    travels = {name: value for name, value in request.GET.items() if name in chosen.fields}
    shown = {
        "year": year,
        "filter": chosen,
        "filter_query": urlencode({**travels, "year": year}),
        "page": page,
        "rows": rows,
        "to_accept": sum(can_accept for _, handovers in rows for _, can_accept in handovers),
        "counts": queries.counts_of(lines),
        "calendar": [(one, dates[one.id], _dates_form(one, dates[one.id], given)) for one in COLLECTIONS.values()],
        "changes": queries.changes_of_dates(year),
    }
    return render(request, "intake/state_collections.html", shown)


def _can_accept(request: TenantRequest, one: queries.Handover) -> bool:
    return Act.ACCEPT in acts_open_to(request.membership, one.how)


def _dates_form(one: Collection, dates: Dates, given: dict[str, DatesForm] | None) -> DatesForm:
    initial = {"opens": dates.opens, "certify_by": dates.certify_by, "edits_until": dates.edits_until}
    return (given or {}).get(one.id) or DatesForm(initial=initial, auto_id=f"id_{one.id}_%s")


def _answer(
    request: TenantRequest,
    org_code: str,
    year: int,
    collection: str,
    form: forms.Form,
    do: Callable[..., object],
    done: str,
) -> HttpResponse:
    district = _district(org_code)
    if not form.is_valid():
        return _page(request, district, year, collection, form)
    named = {"district_id": district.pk, "year": year, "collection": collection}
    try:
        do(**named, by=request.membership, **form.cleaned_data)
    except actions.NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)
    return redirect("state-collection", org_code=org_code, year=year, collection=collection)


def _page(
    request: TenantRequest, district: District, year: int, collection: str, given: forms.Form | None = None
) -> HttpResponse:
    one = queries.handover_for_ese(district, year, collection)
    how = one.how
    looked_at = {"certification": how.certified.number if how.certified else None}
    shown = {
        "district": district,
        "one": one,
        "how": how,
        "newer": one.newer,
        "history": one.history,
        "explanations": queries.explanations_for_ese(district, (year, collection)) if one.is_submitted else [],
        "can": {act.value: True for act in acts_open_to(request.membership, how)},
        "accept_form": AcceptForm(initial=looked_at, auto_id="id_accept_%s"),
        "return_form": given
        if isinstance(given, ReturnForm)
        else ReturnForm(initial=looked_at, auto_id="id_return_%s"),
        "reminders": reminders_of_collection(district.pk, year, collection),
        "is_reminded": wants_reminders(district.pk),
        "can_remind": asks_for_more(how) and may(request.membership, "collection.remind"),
        "reminder_form": given if isinstance(given, ReminderForm) else ReminderForm(auto_id="id_reminder_%s"),
        "window_form": given if isinstance(given, WindowForm) else WindowForm(auto_id="id_window_%s"),
    }
    return render(request, "intake/state_collection.html", shown)
