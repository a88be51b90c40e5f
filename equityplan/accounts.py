"""How people get an account: by invitation only."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):
    """Nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
