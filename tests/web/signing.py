"""A certifier signs on a collection's page, as a browser does: under what the page shows."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from monitoring.intake.forms import I_CERTIFY


def signature(client: Client, page: str) -> dict[str, str]:
    """What the form of the page at this address sends, with the words written into it."""
    shown = re.search(r'name="fingerprint" value="(\w+)"', client.get(page).content.decode())
    return {"words": I_CERTIFY, "fingerprint": shown[1] if shown else ""}


def sign(client: Client, page: str, **more: str) -> Any:
    return client.post(f"{page}certify/", signature(client, page) | more)
