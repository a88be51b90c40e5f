"""Sealed files: what goes in comes out, for its own district and with the right key; and nothing that was touched."""

from __future__ import annotations

import hmac
import io
from collections.abc import Callable

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from monitoring.intake import sealing
from monitoring.intake.sealing import CHUNK, HEADER, TAG, Sealer, unseal

MASTER = bytes(range(32))
SEALED_CHUNK = CHUNK + TAG
MARKER = b"a long and unique marker that no sealed file may show; "


def sealed(content: bytes, *, pieces: int = 1 << 20, district_id: int = 7) -> bytes:
    sealer = Sealer()
    body = b"".join(sealer.add(content[at : at + pieces]) for at in range(0, len(content), pieces)) + sealer.end()
    return sealer.header(master=MASTER, district_id=district_id) + body


def opened(data: bytes, *, master: bytes = MASTER, district_id: int = 7) -> bytes:
    return b"".join(unseal(io.BytesIO(data), master=master, district_id=district_id))


def content_of(size: int) -> bytes:
    return (MARKER * (size // len(MARKER) + 1))[:size]


@given(st.integers(0, 3), st.integers(-2, 2), st.integers(1000, 3 * CHUNK))
def test_what_is_sealed_comes_out_again_however_it_came(chunks: int, more: int, pieces: int) -> None:
    content = content_of(max(0, chunks * CHUNK + more))
    data = sealed(content, pieces=pieces)
    assert opened(data) == content
    assert len(data) == HEADER + len(content) + TAG * max(1, -(-len(content) // CHUNK))
    assert MARKER not in data


def test_the_same_content_is_never_sealed_alike() -> None:
    assert sealed(b"1,2\n")[HEADER:] != sealed(b"1,2\n")[HEADER:]


def swapped(data: bytes) -> bytes:
    first, second, rest = data[:HEADER], data[HEADER:][:SEALED_CHUNK], data[HEADER + SEALED_CHUNK :]
    return first + rest[:SEALED_CHUNK] + second + rest[SEALED_CHUNK:]


def with_bit(at: int) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        changed = bytearray(data)
        changed[at] ^= 1
        return bytes(changed)

    return change


DAMAGES: dict[str, tuple[type[sealing.SealBroken], Callable[[bytes], bytes]]] = {
    "nothing is left": (sealing.NotSealed, lambda data: b""),
    "the header is cut off": (sealing.NotSealed, lambda data: data[: HEADER - 1]),
    "no header was written": (sealing.NotSealed, lambda data: bytes(HEADER) + data[HEADER:]),
    "another kind of file": (sealing.NotSealed, lambda data: b"school_year,org_code\n" * 20),
    "another version": (sealing.NotSealed, with_bit(7)),
    "another district in the header": (sealing.OtherDistrict, with_bit(15)),
    "the wrapped key": (sealing.OtherKey, with_bit(HEADER - 1)),
    "the nonce of the key": (sealing.OtherKey, with_bit(16)),
    "the content is gone": (sealing.ContentDamaged, lambda data: data[:HEADER]),
    "a bit of the first chunk": (sealing.ContentDamaged, with_bit(HEADER)),
    "a bit of the last chunk": (sealing.ContentDamaged, with_bit(-TAG - 1)),
    "a bit of the last tag": (sealing.ContentDamaged, with_bit(-1)),
    "a byte is missing": (sealing.ContentDamaged, lambda data: data[:-1]),
    "the last chunk is missing": (sealing.ContentDamaged, lambda data: data[: HEADER + 2 * SEALED_CHUNK]),
    "the first chunk is missing": (sealing.ContentDamaged, lambda data: data[:HEADER] + data[HEADER + SEALED_CHUNK :]),
    "two chunks changed places": (sealing.ContentDamaged, swapped),
    "a byte too many": (sealing.ContentDamaged, lambda data: data + b"\0"),
    "a chunk twice": (sealing.ContentDamaged, lambda data: data + data[-100 - TAG :]),
    "content of another file": (sealing.ContentDamaged, lambda data: data[:HEADER] + sealed(b"other")[HEADER:]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damage_is_found(damage: str) -> None:
    kind, change = DAMAGES[damage]
    data = sealed(content_of(2 * CHUNK + 100))
    with pytest.raises(kind):
        opened(change(data))


def test_a_chunk_that_was_not_found_sound_is_not_handed_out() -> None:
    content = content_of(2 * CHUNK + 100)
    chunks = unseal(io.BytesIO(with_bit(HEADER + SEALED_CHUNK)(sealed(content))), master=MASTER, district_id=7)
    assert next(chunks) == content[:CHUNK]
    with pytest.raises(sealing.ContentDamaged):
        next(chunks)


def test_another_district_does_not_open_it_whatever_its_header_says() -> None:
    data = sealed(b"1,2\n", district_id=7)
    with pytest.raises(sealing.OtherDistrict):
        opened(data, district_id=8)
    with pytest.raises(sealing.OtherKey):
        opened(sealing.PREFIX.pack(sealing.MAGIC, 8) + data[sealing.PREFIX.size :], district_id=8)


def test_another_installation_does_not_open_it() -> None:
    with pytest.raises(sealing.OtherKey):
        opened(sealed(b"1,2\n"), master=bytes(32))


def test_the_form_is_the_one_that_is_written_down() -> None:
    """The slow and obvious way to open a file, by the words of the module alone."""
    data = sealed(content_of(CHUNK + 5))
    prefix, nonce, wrapped, body = data[:16], data[16:28], data[28:76], data[76:]
    assert prefix == b"EQPseal\x01" + (7).to_bytes(8, "big")
    file_key = AESGCM(hkdf_by_hand(MASTER, b"district:7")).decrypt(nonce, wrapped, prefix)
    first = AESGCM(file_key).decrypt(bytes(12), body[: 65536 + 16], None)
    last = AESGCM(file_key).decrypt(bytes(10) + b"\x01\x01", body[65536 + 16 :], None)
    assert first + last == content_of(CHUNK + 5)
    with pytest.raises(InvalidTag):
        AESGCM(file_key).decrypt(bytes(10) + b"\x01\x00", body[65536 + 16 :], None)


def hkdf_by_hand(key: bytes, info: bytes) -> bytes:
    """RFC 5869 for one block of SHA-256 without a salt."""
    extracted = hmac.digest(bytes(32), key, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")
