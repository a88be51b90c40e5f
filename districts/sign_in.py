"""The second factor: which secrets are kept how, and who cannot do without."""

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from districts.queries import memberships_of
from districts.roles import needs_mfa


class SecondFactor(DefaultMFAAdapter):
    """Secrets are encrypted with a key made from SECRET_KEY; a role that needs a second factor cannot remove it."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not any(needs_mfa(membership) for membership in memberships_of(authenticator.user_id))


def has_second_factor(person: Any) -> bool:
    return bool(get_adapter().is_mfa_enabled(person, types=[Authenticator.Type.TOTP]))


def _box() -> MultiFernet:
    secrets = map(str, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    keys = [hashlib.sha256(b"equityplan second factor" + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
