"""How often a member may ask: so many times a minute, counted in the cache. Without it nobody is turned away."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

WINDOW = 60  # seconds

log = logging.getLogger("monitoring.api")


class MemberThrottle(BaseThrottle):
    """Requests of one person or, without sign-in, of one address. settings.EQP_API_RATES names the most a minute."""

    scope = "requests"

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            return self._count(request) <= settings.EQP_API_RATES[self.scope]
        except RedisError:
            log.warning("the cache does not answer; requests are not counted")
            return True

    def wait(self) -> float:
        return WINDOW - time.time() % WINDOW

    def _count(self, request: Request) -> int:
        who = f"person-{request.user.pk}" if request.user.is_authenticated else f"address-{self.get_ident(request)}"
        key = f"api:{self.scope}:{who}:{int(time.time() // WINDOW)}"
        cache.add(key, 0, timeout=2 * WINDOW)
        return int(cache.incr(key))


class UploadThrottle(MemberThrottle):
    """Files sent in; beside the rate of all requests."""

    scope = "uploads"

    def allow_request(self, request: Request, view: Any) -> bool:
        return request.method != "POST" or super().allow_request(request, view)
