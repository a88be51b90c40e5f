"""How people get an account: by invitation only, at the address they were invited at."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


class InvitedOnly(DefaultAccountAdapter):
    """Nobody signs up alone, and nobody is asked for the same password twice in a row."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not to connect the first authenticator app and to see its recovery codes: some roles are led there as soon as
        they have signed in.
        """
        records = get_authentication_records(self.request, self.request.user)
        signed_in_at = records[-1]["at"] if records else 0
        if app == "allauth.mfa" and time.time() - signed_in_at < app_settings.REAUTHENTICATION_TIMEOUT:
            had_factor = Authenticator.objects.filter(
                user=self.request.user, created_at__lt=datetime.fromtimestamp(signed_in_at, tz=UTC)
            )
            return had_factor.exists()
        return bool(super().is_reauthentication_required(app=app, **kwargs))


@login_required
@require_safe
def address(request: HttpRequest) -> HttpResponse:
    """In place of a form that changes it: invitations and memberships know a person by this address."""
    return render(request, "account/email.html")
