"""Errors of everything under /api/ in the one form, whoever made them: the resolver, the wall, Django itself."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from monitoring.api.problems import MEDIA_TYPE, build_problem, problem_response

PREFIX = "/api/"
KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")


class ProblemErrors:
    """Outermost but for headers: turns an error page into problem details, and keeps the headers a program acts on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith(PREFIX) or response.status_code < 400:
            return response
        if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        return self._as_problem(request, response)

    def _as_problem(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
        kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        told = getattr(response, "told", "")  # districts.body.TooLarge says it in a sentence as well
        answer = problem_response(build_problem(response.status_code, request.path, told), kept)
        answer.cookies = response.cookies
        return answer
