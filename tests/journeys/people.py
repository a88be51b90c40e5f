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
SENDING = 5  # seconds before its end from which it is too late to send one
_used: dict[str, int] = {}  # secret: the step whose code was sent


def code_now(secret: str) -> str:
    """The authenticator app's six digits (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // STEP)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def unused_code(page: Page, secret: str) -> str:
    """A code that is not yet sent, since each is good once; waits for the next where this one is."""
    while time.time() % STEP > STEP - SENDING or int(time.time()) // STEP == _used.get(secret):
        page.wait_for_timeout(500)
    _used[secret] = int(time.time()) // STEP
    return code_now(secret)


def sign_in(page: Page, address: str, account: dict[str, Any]) -> None:
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("Email").fill(account["email"])
    page.get_by_label("Password", exact=True).fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    if account["totp_secret"]:
        page.get_by_role("textbox").fill(unused_code(page, account["totp_secret"]))
        page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out", include_hidden=True).first.wait_for(state="attached")
