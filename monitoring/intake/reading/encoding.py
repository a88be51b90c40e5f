"""Bytes to text: UTF-8, UTF-16 and UTF-32 with their marks, UTF-16 without, and Windows-1252 as Excel writes it."""

from __future__ import annotations

import re

from monitoring.intake.reading.refusal import FileRefused, Note

MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")  # half a sign, which stands in no text of any encoding
MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")


def decode(data: bytes) -> tuple[str, list[Note]]:
    """The text without its byte order mark, and a note where the encoding was not UTF-8 or UTF-16."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), []
    if b"\x00" in data:
        return _without_mark(data), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        return _windows(data, error)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused("E-FILE-ENCODING", encoding.upper(), error.start) from error
    if "\x00" in text:
        raise FileRefused("E-FILE-BINARY")
    return text


def _without_mark(data: bytes) -> str:
    """UTF-16 without a mark: in plain text nearly every second byte is NUL. Any other NUL is not text."""
    sample = data[: 4096 - 4096 % 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if len(data) % 2 == 0 and odd > 0.6 * half and even < 0.1 * half:
        return _strictly(data, "utf-16-le")
    if len(data) % 2 == 0 and even > 0.6 * half and odd < 0.1 * half:
        return _strictly(data, "utf-16-be")
    raise FileRefused("E-FILE-BINARY")


def _windows(data: bytes, error: UnicodeDecodeError) -> tuple[str, list[Note]]:
    """Windows-1252, unless the file is plainly UTF-8 with a few broken bytes: then guessing would garble names."""
    if SURROGATE.match(data, error.start) or len(MULTIBYTE.findall(data[: 1 << 20])) > 3:
        raise FileRefused("E-FILE-ENCODING", "UTF-8", error.start) from error
    try:
        return data.decode("cp1252"), [Note("I-FILE-ENCODING", "Windows-1252")]
    except UnicodeDecodeError as second:
        raise FileRefused("E-FILE-ENCODING", "UTF-8 or Windows-1252", second.start) from second
