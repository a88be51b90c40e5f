"""Files sealed while they stream, so that a disk never holds one that can be read. Pure.

A sealed file is a header and chunks. The header names the district and holds the file's own random key, wrapped by the
district's (AES-256-GCM); that is derived from the installation's (HKDF-SHA256), which `EQP_SEALING_KEY` is. Each chunk
is sealed by the file's key (AES-256-GCM) under its number and whether it is the last (the STREAM construction), so that
none can be changed, left out, put elsewhere or cut off unseen.
"""

from __future__ import annotations

import os
import secrets
import struct
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"EQPseal\x01"  # the last byte is the version
KEY, NONCE, TAG = 32, 12, 16
CHUNK = 1 << 16  # of plain content
PREFIX = struct.Struct(f">{len(MAGIC)}sQ")  # and the district
HEADER = PREFIX.size + NONCE + KEY + TAG


class SealBroken(Exception):
    """The content cannot be had; the text says why."""


class NotSealed(SealBroken):
    """It is no sealed file."""


class OtherDistrict(SealBroken):
    """It is sealed for another district."""


class OtherKey(SealBroken):
    """It is sealed with another installation's key, or its header is damaged."""


class ContentDamaged(SealBroken):
    """A chunk was changed, is missing, or is out of its place."""


class Sealer:
    """Seals one file, piece by piece, under a random key that is nowhere but here until the header wraps it."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(KEY)
        self._cipher, self._number, self._rest = AESGCM(self._key), 0, b""

    def add(self, data: bytes) -> bytes:
        """What of the sealed content is ready. The last chunk is held back, since it is sealed as such."""
        rest = self._rest + data
        whole = (len(rest) - 1) // CHUNK if rest else 0
        sealed = [self._seal(rest[at * CHUNK : (at + 1) * CHUNK], is_last=False) for at in range(whole)]
        self._rest = rest[whole * CHUNK :]
        return b"".join(sealed)

    def end(self) -> bytes:
        """The last chunk, which may be empty in an empty file alone."""
        return self._seal(self._rest, is_last=True)

    def header(self, *, master: bytes, district_id: int) -> bytes:
        """What stands before the content: HEADER bytes."""
        prefix, nonce = PREFIX.pack(MAGIC, district_id), os.urandom(NONCE)
        return prefix + nonce + AESGCM(district_key(master, district_id)).encrypt(nonce, self._key, prefix)

    def _seal(self, chunk: bytes, *, is_last: bool) -> bytes:
        sealed = self._cipher.encrypt(_nonce(self._number, is_last=is_last), chunk, None)
        self._number += 1
        return sealed


def sealed(data: bytes, *, master: bytes, district_id: int) -> bytes:
    """Content that is whole in memory, sealed."""
    sealer = Sealer()
    return sealer.header(master=master, district_id=district_id) + sealer.add(data) + sealer.end()


def unseal(file: IO[bytes], *, master: bytes, district_id: int) -> Iterator[bytes]:
    """The content of a sealed file, a chunk at a time, and none that was not found sound. Raises SealBroken; that the
    end is missing shows only there.
    """
    cipher = AESGCM(_file_key(file.read(HEADER), master, district_id))
    number, ahead = 0, file.read(CHUNK + TAG)
    while number == 0 or ahead:
        chunk, ahead = ahead, file.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(_nonce(number, is_last=not ahead), chunk, None)
        except InvalidTag:
            raise ContentDamaged(f"chunk {number} was changed, is missing, or is out of its place") from None
        number += 1


def district_key(master: bytes, district_id: int) -> bytes:
    return HKDF(SHA256(), KEY, salt=None, info=f"district:{district_id}".encode()).derive(master)


def _file_key(header: bytes, master: bytes, district_id: int) -> bytes:
    if len(header) < HEADER or not header.startswith(MAGIC):
        raise NotSealed("it is no sealed file")
    prefix, wrapped = header[: PREFIX.size], header[PREFIX.size :]
    _, sealed_for = PREFIX.unpack(prefix)
    if sealed_for != district_id:
        raise OtherDistrict(f"it is sealed for district {sealed_for}, not {district_id}")
    try:
        return AESGCM(district_key(master, district_id)).decrypt(wrapped[:NONCE], wrapped[NONCE:], prefix)
    except InvalidTag:
        raise OtherKey("it is sealed with another key, or its header is damaged") from None


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(NONCE - 1, "big") + bytes([is_last])
