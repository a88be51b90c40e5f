"""API tokens: shown once, kept as a hash, bound to one membership."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from districts import audit
from districts.models import ApiToken, Membership
from districts.wall import in_district, with_token

PREFIX = "eqp_"
LASTS = timedelta(days=365)


@transaction.atomic
def issue_token(*, membership: Membership, name: str, by: Membership) -> tuple[ApiToken, str]:
    """A new token with the rights of the membership. The second value is the token itself, which nobody sees again."""
    if membership.pk != by.pk:
        raise PermissionError("Everyone issues their own tokens.")
    shown = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        district_id=membership.district_id,
        person_id=membership.person_id,
        membership=membership,
        name=name,
        token_hash=hash_token(shown),
        hint=shown[-4:],
        expires_at=timezone.now() + LASTS,
    )
    audit.record(verb="issued", obj=token, detail={"name": name}, by=by)
    return token, shown


@transaction.atomic
def withdraw_token(*, token: ApiToken, by: Membership) -> ApiToken:
    locked = ApiToken.objects.select_for_update().get(pk=token.pk)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save()
        audit.record(verb="withdrew", obj=locked, detail={"name": locked.name}, by=by)
    return locked


def find_token(shown: str) -> ApiToken | None:
    """The valid token with this text, looked up by its hash before any district is known."""
    token_hash = hash_token(shown)
    with with_token(token_hash):
        valid = ApiToken.objects.filter(withdrawn_at__isnull=True, expires_at__gt=timezone.now())
        return valid.filter(token_hash=token_hash).first()


def note_use(token: ApiToken) -> None:
    """Note the day of a token's last use: one write a day, and no audit event."""
    today = timezone.localdate()
    if token.last_used_on != today:
        with in_district(token.district_id):
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)


def hash_token(shown: str) -> str:
    """The token is 256 random bits, so a plain hash keeps it."""
    return hashlib.sha256(shown.encode()).hexdigest()
