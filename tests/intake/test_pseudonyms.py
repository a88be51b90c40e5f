"""Pseudonyms of ids: those of the standard, one by one; the same for a person everywhere, and no two for one."""

from __future__ import annotations

import hashlib
import hmac

import polars as pl
import pytest
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

from monitoring.intake.pseudonyms import FORMS, Pseudonyms
from monitoring.intake.reports.column import Kind

KEYS = (b"", bytes(32), bytes(range(32)), b"a key of another length than the usual")
IDS = ["00000001", "00000002", "1234567890", "A-1", "ABCDEFGHIJ-12345"]


def one_by_one(key: bytes, kind: Kind, one: str) -> str:
    code = CMAC(AES(hmac.new(key, kind.name.encode(), hashlib.sha256).digest()))
    code.update(one.encode() + b"\0" * (16 - len(one)))
    return code.finalize().hex()


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("key", KEYS)
def test_an_id_has_the_pseudonym_of_the_standard(kind: Kind, key: bytes) -> None:
    made = Pseudonyms(key).of(kind, pl.Series("id", IDS))
    assert made.to_list() == [one_by_one(key, kind, one) for one in IDS]


def test_whoever_stands_in_several_rows_has_one_and_a_blank_has_none() -> None:
    ids = pl.Series("id", [IDS[1], None, IDS[0], IDS[1]])
    first, second = (one_by_one(bytes(32), Kind.EDUCATOR_ID, one) for one in IDS[:2])
    assert Pseudonyms(bytes(32)).of(Kind.EDUCATOR_ID, ids).to_list() == [second, None, first, second]


@pytest.mark.parametrize("ids", [[], [None, None]])
def test_of_nobody_there_is_none(ids: list[None]) -> None:
    assert Pseudonyms(bytes(32)).of(Kind.STUDENT_ID, pl.Series("id", ids, dtype=pl.String)).to_list() == ids


def test_an_id_of_each_kind_and_state_is_another_person() -> None:
    made = {one_by_one(key, kind, IDS[0]) for kind in FORMS for key in KEYS[1:]}
    assert len(made) == len(FORMS) * len(KEYS[1:])


@pytest.mark.parametrize("long", ["12345678901234567", "ÄÖÜÄÖÜÄÖÜ"])
def test_what_fills_more_than_a_block_is_no_id(long: str) -> None:
    with pytest.raises(ValueError, match="more than 16 bytes"):
        Pseudonyms(bytes(32)).of(Kind.LICENSE_ID, pl.Series("id", [long]))
