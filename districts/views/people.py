"""Who belongs to a district: members, invitations, and joining by one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from districts import actions, queries
from districts.access import needs, open_to_all
from districts.actions.invitations import InvitationNotOpen, OpenInvitation
from districts.actions.memberships import RoleNotPossible
from districts.forms import InviteForm, JoinForm
from districts.models import Invitation, Membership
from districts.tenant_request import TenantRequest


@needs("people.invite")
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: TenantRequest, org_code: str) -> HttpResponse:
    """The people of a district; POST invites one more."""
    form = InviteForm(request.POST if request.method == "POST" else None, district=request.district)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite_person(
                district=request.district,
                **form.cleaned_data,
                link_base=request.build_absolute_uri("/"),
                by=request.membership,
            )
        except RoleNotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, f"Invitation sent to {form.cleaned_data['email']}.")
            return redirect("people", org_code=org_code)
    shown = {
        "form": form,
        "people": queries.people_for_admins(),
        "invitations": queries.open_invitations_for_admins(),
    }
    return render(request, "districts/people.html", shown)


@needs("people.invite")
@require_POST
def withdraw_invitation(request: TenantRequest, org_code: str, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.all(), pk=invitation_id)
    found = actions.withdraw_invitation(invitation=invitation, by=request.membership)
    if found.accepted_at:
        messages.warning(request, f"{invitation.email} had accepted already; you can end their access above.")
    else:
        messages.success(request, f"The invitation to {invitation.email} no longer works.")
    return redirect("people", org_code=org_code)


@needs("people.invite")
@require_POST
def end_access(request: TenantRequest, org_code: str, membership_id: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.all(), pk=membership_id)
    try:
        actions.deactivate_membership(membership=membership, by=request.membership)
    except RoleNotPossible as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, f"{membership.name} no longer has access here.")
    return redirect("people", org_code=org_code)


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation's link: join as the signed-in person, or as someone new. What is not open any more,
    or closes while it is being accepted, is said.
    """
    try:
        return _join(request, token, actions.invitation_for_link(token))
    except (InvitationNotOpen, RoleNotPossible) as trouble:
        return render(request, "districts/invitation_closed.html", {"trouble": trouble}, status=404)


def _join(request: HttpRequest, token: str, opened: OpenInvitation) -> HttpResponse:
    person = request.user if request.user.is_authenticated else None
    is_theirs = person is not None and person.email == opened.email
    if is_theirs and request.method == "POST":
        actions.accept_invitation(token=token, by=person)
        return redirect("home")
    if person or opened.has_account:
        shown = {"invitation": opened, "is_theirs": is_theirs, "here": request.get_full_path()}
        return render(request, "districts/invitation.html", shown)
    return _join_as_new(request, token, opened)


def _join_as_new(request: HttpRequest, token: str, opened: OpenInvitation) -> HttpResponse:
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        actions.accept_invitation(token=token, name=name, password=password, by=None)
        messages.success(request, "Welcome. Sign in with your new password.")
        return redirect("home")
    return render(request, "districts/invitation.html", {"invitation": opened, "form": form})
