"""The body of a request: how large it may be, and when it is read.

A view that takes files says how much it takes (`takes_up_to`); all others take what Django holds in memory. What is
announced as larger is refused before a byte of it is stored, whoever sends it. A body without an announced length is
not read at all: Django and the server hold on to Content-Length.
"""

import contextlib
import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

SLACK = 1 << 20  # what a form adds to its files
DRAINED = 256 << 20  # a browser that is cut off while it sends never shows our answer
PATIENCE = 30.0  # seconds
CHUNK = 1 << 13  # a slow sender is given up between two of these
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")

View = TypeVar("View", bound=Callable[..., Any])
log = logging.getLogger("districts.body")


class TooLarge(HttpResponse):
    """413 for people; `told` is the same in a sentence, for whoever gives errors another form."""

    def __init__(self, request: HttpRequest, most: int, *, takes_files: bool) -> None:
        size = length_of(request)
        page = {"size": size, "most": most, "takes_files": takes_files, "path": request.path}
        super().__init__(render_to_string("413.html", page), status=413)
        self.told = f"The request has {filesizeformat(size)}; at most {filesizeformat(most)} can be sent here at once."
        if takes_files:
            self.told += " Split the file and send the parts, each in a request of its own."


def takes_up_to(most: Callable[[], int]) -> Callable[[View], View]:
    """Declares how many bytes of files a view takes at once."""

    def mark(view: View) -> View:
        view.takes_up_to = staticmethod(most)  # type: ignore[attr-defined]
        return view

    return mark


class BodyCeiling:
    """Before everything that may read a body, also for people who have not signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return refusal_of(request) or self.get_response(request)


def refusal_of(request: HttpRequest) -> TooLarge | None:
    """The answer to a request whose body is announced as larger than its address takes."""
    size = length_of(request)
    files = _bytes_of_files(request.path_info) if size else None
    if size <= (settings.DATA_UPLOAD_MAX_MEMORY_SIZE if files is None else files + SLACK):
        return None
    log.warning("%s %s: a body of %s bytes was refused", request.method, request.path, size)
    _drain(request)
    return TooLarge(request, files or settings.DATA_UPLOAD_MAX_MEMORY_SIZE, takes_files=files is not None)


def read_body(request: HttpRequest) -> TooLarge | None:
    """Have the body here, before a transaction is opened that would wait for a slow sender. Returns the answer where
    the texts of a form are too large. Raises BadRequest where the sender is gone.

    Forms are parsed, and their files lie in a folder. Everything else is read where it is small; no view reads it where
    it is not.
    """
    try:
        if request.content_type in FORMS:
            request.POST  # noqa: B018
        elif length_of(request) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            request.body  # noqa: B018
    except RequestDataTooBig:
        return TooLarge(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE, takes_files=False)
    except UnreadablePostError as trouble:
        for handler in request.upload_handlers:
            handler.upload_interrupted()  # which Django does only where a sender ends in order
        raise BadRequest("The connection ended before all was sent.") from trouble
    return None


def length_of(request: HttpRequest) -> int:
    """What Content-Length announces; 0 where it says nothing that Django would follow."""
    try:
        return max(0, int(request.META.get("CONTENT_LENGTH") or 0))
    except ValueError:
        return 0


def _bytes_of_files(path: str) -> int | None:
    """How many bytes of files the view at this address takes; None where it takes none."""
    try:
        view = resolve(path).func
    except Resolver404:
        return None
    for holder in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        if most := getattr(holder, "takes_up_to", None):
            return int(most())
    return None


def _drain(request: HttpRequest) -> None:
    """Read on for a while and throw it away."""
    left, deadline = DRAINED, time.monotonic() + PATIENCE
    with contextlib.suppress(UnreadablePostError):
        while left > 0 and time.monotonic() < deadline and (read := request.read(min(CHUNK, left))):
            left -= len(read)
