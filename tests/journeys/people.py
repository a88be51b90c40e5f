"""Signing in as the demo's people do: password, and a code where the role needs one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

from playwright.sync_api import Page

STEP = 30  # seconds a code lives


def code_now(secret: str) -> str:
    """The authenticator app's six digits (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // STEP)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def sign_in(page: Page, address: str, account: dict[str, Any]) -> None:
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("Email").fill(account["email"])
    page.get_by_label("Password", exact=True).fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    if account["totp_secret"]:
        page.get_by_role("textbox").fill(code_now(account["totp_secret"]))
        page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out", include_hidden=True).first.wait_for(state="attached")
