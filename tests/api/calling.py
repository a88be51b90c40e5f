"""How tests call the API: as a member, by token."""

from __future__ import annotations

from typing import Any

from django.test import Client

from districts.models import Membership
from tests.districts.cast import token_for

ROOT = "/api/v1/"


def by_token(member: Membership) -> Client:
    """A client whose every request carries a fresh token of this member."""
    return Client(headers={"Authorization": f"Token {token_for(member)}"})


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def rows(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def every_page(client: Client, path: str) -> list[dict[str, Any]]:
    """All rows of a list, by following `next`."""
    found, address = [], path
    while address:
        answer = client.get(address)
        found += rows(answer)
        address = answer.json()["next"]
    return found


def wrong_fields(answer: Any) -> list[str]:
    """The fields that a refusal names."""
    return [error["field"] for error in answer.json()["errors"]]
