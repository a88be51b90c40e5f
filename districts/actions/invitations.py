"""Invitations: the only way in. The link is signed, so it says itself which district it opens."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from districts import audit, trouble
from districts.actions.memberships import RoleNotPossible, add_member, check_role
from districts.locks import Lock, wait_for
from districts.models import District, Invitation, Membership, Person, School
from districts.roles import needs_mfa
from districts.wall import in_district

LASTS = timedelta(days=14)
SALT = "districts.invitation"

log = logging.getLogger("districts.invitations")


class InvitationNotOpen(ValueError):
    """The link is not ours, too old, used, or withdrawn."""


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation as the invited person sees it, and whether they have a sign-in already."""

    invitation_id: int
    district: District
    email: str
    role_title: str
    needs_mfa: bool
    has_account: bool


@transaction.atomic
def invite_person(
    *, district: District, email: str, role: str, school: School | None = None, link_base: str, by: Membership | str
) -> Invitation:
    """Invite someone to a role and mail them the link. An open invitation to the same address is replaced."""
    check_role(district=district, role=role, school=school)
    wait_for(Lock.INVITATIONS, district.pk)  # of two at once to the same address the later replaces the earlier
    email = email.strip().lower()
    if Membership.objects.filter(district=district, email__iexact=email, active=True).exists():
        raise RoleNotPossible(f"{email} is already a member here.")
    now = timezone.now()
    replaced = Invitation.objects.filter(district=district, email=email, accepted_at=None, withdrawn_at=None)
    replaced.update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        district=district,
        email=email,
        role=role,
        school=school,
        invited_by=audit.name_of(by),
        expires_at=now + LASTS,
    )
    audit.record(verb="invited", obj=invitation, detail={"role": role}, by=by)
    transaction.on_commit(lambda: _mail(invitation, district, link_base))
    return invitation


def link_token(invitation: Invitation) -> str:
    return signing.dumps({"invitation": invitation.pk, "district": invitation.district_id}, salt=SALT)


def invitation_for_link(token: str) -> OpenInvitation:
    """What an invitation's link opens; raises InvitationNotOpen."""
    district_id, invitation_id = _read_link(token)
    with in_district(district_id):
        invitation = _open_invitation(invitation_id)
    district = District.objects.get(pk=district_id)
    has_account = Person.objects.filter(email=invitation.email).exists()
    return OpenInvitation(
        invitation_id=invitation.pk,
        district=district,
        email=invitation.email,
        role_title=invitation.role_title,
        needs_mfa=needs_mfa(invitation),
        has_account=has_account,
    )


@transaction.atomic
def accept_invitation(*, token: str, name: str = "", password: str | None = None, by: Person | None) -> Person:
    """Join the district. `by` is the signed-in person, or None for someone new, who then gives name and password."""
    district_id, invitation_id = _read_link(token)
    with in_district(district_id):
        email = _open_invitation(invitation_id).email
    district = District.objects.get(pk=district_id)
    person = by or _new_person(email=email, name=name, password=password)
    if person.email != email:
        raise InvitationNotOpen("This invitation is for another e-mail address.")
    with in_district(district_id):
        invitation = _open_invitation(invitation_id)
        add_member(district=district, person=person, role=invitation.role, school=invitation.school, by=person.name)
        invitation.accepted_at = timezone.now()
        invitation.save()
    return person


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Membership) -> Invitation:
    """The link stops working."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at is None and locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save()
        audit.record(verb="withdrew", obj=locked, detail={"role": locked.role}, by=by)
    return locked


def _read_link(token: str) -> tuple[int, int]:
    try:
        said = signing.loads(token, salt=SALT, max_age=LASTS)
        return int(said["district"]), int(said["invitation"])
    except (signing.BadSignature, KeyError, ValueError) as trouble:
        raise InvitationNotOpen("This invitation is not valid any more.") from trouble


def _open_invitation(invitation_id: int) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("school")
    invitation = rows.filter(pk=invitation_id).first()
    if invitation is None or not invitation.is_open:
        raise InvitationNotOpen("This invitation is not valid any more.")
    return invitation


def _new_person(*, email: str, name: str, password: str | None) -> Person:
    """The invitation arrived by mail, which proves the address. Of two invitations accepted at once, one makes the
    account.
    """
    try:
        with transaction.atomic():
            person = Person.objects.create_user(email=email, name=name, password=password)
            EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    except IntegrityError as trouble:
        raise InvitationNotOpen("Sign in first: this e-mail address has an account.") from trouble
    return person


def _mail(invitation: Invitation, district: District, link_base: str) -> None:
    """After the commit, which stands: trouble is logged, without its text, which may hold the address."""
    link = f"{link_base.rstrip('/')}/invitations/{link_token(invitation)}/"
    message = (
        f"{invitation.invited_by} invites you to join {district.name} as {invitation.role_title}.\n\n"
        f"Open this link within {LASTS.days} days to accept:\n{link}\n\n"
        "If you did not expect this, nothing happens when you leave it."
    )
    subject = f"Invitation to {district.name} on equityplan"
    try:
        send_mail(subject=subject, message=message, from_email=None, recipient_list=[invitation.email])
    except Exception as failure:
        log.error("an invitation was not mailed: %s", trouble.place_of(failure))
