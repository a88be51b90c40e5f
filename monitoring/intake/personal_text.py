"""What in a text tells of a person by its form alone: e-mail addresses and Social Security numbers. Pure."""

from __future__ import annotations

import re

ADDRESSES = "e-mail addresses"
NUMBERS = "social security numbers"

# A whole cell that is one. These patterns are read by Python and by Polars alike.
SHAPES = {NUMBERS: r"^\d{3}-\d{2}-\d{4}$", ADDRESSES: r"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$"}
# One anywhere in a sentence. Digits that go on are another number; nine in a row are one only where words say so.
WITHIN = {
    NUMBERS: r"(?:^|[^\d-])\d{3}[-–]\d{2}[-–]\d{4}(?:[^\d-]|-\D|-?$)"
    r"|(?i:\bssn\b|\bss ?#|\bsocial security)\D{0,16}\d{3} ?\d{2} ?\d{4}(?:\D|$)",
    ADDRESSES: r"[^@\s]@[^@\s.]+(?:\.[^@\s.]+)*\.[A-Za-z]{2,}",
}
_WITHIN = {what: re.compile(pattern) for what, pattern in WITHIN.items()}


def personal_in(text: str) -> str | None:
    """What a text holds that tells of a person, in words; None where it holds nothing of that form.

    >>> [personal_in(text) for text in ("Ask ann.smith@lawrence.k12.ma.us.", "SSN 123-45-6789", "2020-21-1000")]
    ['e-mail addresses', 'social security numbers', None]
    """
    return next((what for what, pattern in _WITHIN.items() if pattern.search(text)), None)
