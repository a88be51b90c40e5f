"""How bodies are read: none without a bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import JSONParser

from monitoring.api.problems import Refusal

LARGEST = 64 * 1024


class SmallJson(JSONParser):
    """JSON of a few fields. The server has bounded the stream by Content-Length, which is looked at first."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        headers = (parser_context or {})["request"].headers
        if int(headers.get("Content-Length") or 0) > LARGEST:
            raise Refusal(413, f"Send at most {LARGEST:,} bytes of JSON.")
        return super().parse(stream, media_type, parser_context)
