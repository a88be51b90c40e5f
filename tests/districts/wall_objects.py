"""Objects of the districts room for the tests of every address (tests/architecture/address_parts.py)."""

from datetime import timedelta

from django.utils import timezone

from districts.actions.invitations import link_token
from districts.models import ApiToken, Invitation
from tests.districts.cast import Tenant


def org_code(tenant: Tenant) -> str:
    return tenant.org_code


def school_org(tenant: Tenant) -> str:
    return tenant.schools[0].org_code if tenant.schools else tenant.org_code


def membership_id(tenant: Tenant) -> int:
    """Not the administrator, who cannot end their own access."""
    return next(member.pk for role, member in tenant.members.items() if role != "district_admin")


def an_invitation(tenant: Tenant) -> Invitation:
    fields = {"role": "district_admin", "invited_by": "x", "expires_at": timezone.now() + timedelta(days=1)}
    return Invitation.objects.get_or_create(district=tenant.district, email="guest@example.org", defaults=fields)[0]


def token_id(tenant: Tenant, role: str) -> int:
    """A token of the member with this role: each manages their own only."""
    member = tenant.members.get(role) or tenant.member("district_admin")
    fields = {"person_id": member.person_id, "name": "x", "hint": "x"}
    fields["expires_at"] = timezone.now() + timedelta(days=1)
    hashed = f"a token of member {member.pk}"
    token, _ = ApiToken.objects.get_or_create(
        district=tenant.district, membership=member, token_hash=hashed, defaults=fields
    )
    return int(token.pk)


PARTS = {
    "org_code": org_code,
    "school_org": school_org,
    "membership_id": membership_id,
    "invitation_id": lambda tenant: an_invitation(tenant).pk,
    "token_id": token_id,
    "token": lambda tenant: link_token(an_invitation(tenant)),
}
