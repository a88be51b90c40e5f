"""What is too large is refused before a byte of it is stored, and no transaction waits for a body."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from pytest_django.fixtures import Settings

from districts import body
from districts.wall import current_scope
from tests.api.test_errors import assert_problem
from tests.architecture.addresses import all_addresses
from tests.districts.cast import Cast, token_for

MEGABYTE = 1 << 20
PAGES = ("/accounts/login/", "/d/00100000/people/", "/nowhere/", "/healthz")
FILES = ("/d/00100000/uploads/", "/state/uploads/", "/api/v1/uploads/")
HEAD = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'.encode()


class Sent(io.RawIOBase):
    """A body that arrives as it is read, and never ends before its time; `look` is called with each reading."""

    def __init__(self, start: bytes = HEAD, look: Callable[[], None] = lambda: None) -> None:
        self.start, self.look, self.taken = start, look, 0

    def read(self, size: int = -1) -> bytes:
        self.look()
        piece = self.start[self.taken : self.taken + size]
        self.taken += size
        return piece + b"x" * (size - len(piece))


class Cut(io.RawIOBase):
    """A connection that ends too early."""

    def read(self, size: int = -1) -> bytes:
        raise ConnectionResetError


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that Django began to store."""
    names: list[str] = []

    def begun(handler: Any, field_name: str, file_name: str, *args: Any) -> None:
        names.append(file_name)

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", begun)
    return names


def post(client: Client, path: str, length: int | str, sent: io.RawIOBase, kind: str = MULTIPART_CONTENT) -> Any:
    head: dict[str, Any] = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(length), "wsgi.input": sent}
    return client.generic("POST", path, **head)


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_whoever_sends_it_a_body_that_is_too_large_is_not_stored(
    db: None, settings: Settings, stored: list[str], path: str
) -> None:
    most = settings.EQP_UPLOAD_BYTES + body.SLACK if path in FILES else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    sent = Sent()
    answer = post(Client(), path, most + 1, sent)
    assert (answer.status_code, stored) == (413, [])
    assert most < sent.taken < most + body.CHUNK + 2  # read to its end, so that a browser comes to see the answer
    assert "default-src" in answer.headers["Content-Security-Policy"]


def test_of_what_never_ends_a_bounded_part_is_read(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "DRAINED", 3 * MEGABYTE)
    sent = Sent()
    assert post(Client(), "/accounts/login/", 10_000 * MEGABYTE, sent).status_code == 413
    assert sent.taken == 3 * MEGABYTE
    monkeypatch.setattr(body, "PATIENCE", 0.0)
    late = Sent()
    assert post(Client(), "/accounts/login/", 10_000 * MEGABYTE, late).status_code == 413
    assert late.taken <= body.CHUNK


def test_a_sender_that_gives_up_is_no_trouble_of_ours(db: None) -> None:
    assert post(Client(), "/accounts/login/", 10 * MEGABYTE, Cut()).status_code == 413


@pytest.mark.parametrize("length", ["many", "-5", ""])
def test_without_a_length_nothing_is_read(db: None, length: str) -> None:
    sent = Sent()
    post(Client(), "/accounts/login/", length, sent)
    assert sent.taken == 0


def test_only_the_addresses_that_files_are_sent_to_take_files() -> None:
    holders = {address.name: getattr(address.view, "cls", address.view) for address in all_addresses()}
    assert {name for name, view in holders.items() if hasattr(view, "takes_up_to")} == {
        *("uploads", "state-uploads", "api-uploads"),
        *("new-mapping", "change-mapping"),  # whose headings are looked at
        "adoption-progress",  # evidence beside an entry
    }


def test_a_person_is_told_what_was_too_large_and_what_to_do(cast: Cast, settings: Settings) -> None:
    settings.EQP_UPLOAD_BYTES = 2 * MEGABYTE
    page = post(Client(), FILES[0], 4 * MEGABYTE, Sent()).content.decode().replace("\xa0", " ")
    assert "This is more than can be sent at once" in page
    assert "What you sent has 4.0 MB; at most 2.0 MB can be sent here at once." in page
    assert f'<a href="{FILES[0]}">Go back and send less</a>' in page
    elsewhere = post(Client(), PAGES[0], 6 * MEGABYTE, Sent()).content.decode().replace("\xa0", " ")
    assert "at most 5.0 MB can be sent here at once" in elsewhere
    assert "shorten what you entered" in elsewhere


def test_a_program_is_told_in_the_form_of_every_error(db: None, settings: Settings) -> None:
    settings.EQP_UPLOAD_BYTES = 2 * MEGABYTE
    told = assert_problem(post(Client(), FILES[2], 4 * MEGABYTE, Sent()), 413, "too-large", FILES[2])
    assert told["detail"].replace("\xa0", " ") == (
        "The request has 4.0 MB; at most 2.0 MB can be sent here at once. "
        "Split the file and send the parts, each in a request of its own."
    )


def senders(cast: Cast) -> dict[str, Client]:
    """Who may send files, by the address to which they send them."""
    page, state = Client(), Client()
    page.force_login(cast.north.person("district_steward"))
    state.force_login(cast.agency.person("ese_analyst"))
    token = token_for(cast.north.member("district_steward"))
    return dict(zip(FILES, (page, state, Client(headers={"Authorization": f"Token {token}"})), strict=True))


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_body_is_read(cast: Cast) -> None:
    content = encode_multipart(BOUNDARY, {"file": io.BytesIO(b"A,B\n1,2\n")})
    for path, client in senders(cast).items():
        open_at: list[bool] = []
        look = Sent(content, lambda seen=open_at: seen.append(connection.in_atomic_block))  # type: ignore[misc]
        answer = post(client, path, len(content), look)
        assert (path, answer.status_code, set(open_at)) == (path, 202 if "api" in path else 302, {False})


def test_neither_is_a_scope_for_any_other_kind_of_body(cast: Cast) -> None:
    scopes: list[object] = []
    sent = Sent(b'{"decision": "confirm"}', lambda: scopes.append(current_scope()))
    path = "/api/v1/proposals/00000000-0000-0000-0000-000000000001/decision/"
    analyst = Client(headers={"Authorization": f"Token {token_for(cast.agency.member('ese_analyst'))}"})
    answer = post(analyst, path, 23, sent, "application/json")
    assert (answer.status_code, set(scopes)) == (404, {None})


def test_a_connection_that_ends_too_early_is_no_fault_of_the_service(cast: Cast) -> None:
    for path, client in senders(cast).items():
        assert post(client, path, 5_000, Cut()).status_code == 400


def test_texts_of_a_form_that_are_too_large_are_refused_with_their_own_limit(cast: Cast) -> None:
    head = HEAD.replace(b'; filename="a.csv"', b"")
    for path, client in senders(cast).items():
        answer = post(client, path, 6 * MEGABYTE, Sent(head))
        assert answer.status_code == 413
        assert "5.0\xa0MB" in answer.content.decode()
