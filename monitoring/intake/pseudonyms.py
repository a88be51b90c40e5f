"""Ids of persons as pseudonyms: the same person has the same one in every file of every district and year, and nobody
can tell who it is without the state's key. Pure.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

import polars as pl
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from monitoring.intake.reports.column import Kind

# The form of an id after blanks, an apostrophe and a spreadsheet's “.0” are gone; digits it may have lost are put back.
DIGITS = {Kind.EDUCATOR_ID: 8, Kind.STUDENT_ID: 10}
FORMS = {kind: rf"^[0-9]{{{length}}}$" for kind, length in DIGITS.items()} | {Kind.LICENSE_ID: r"^[A-Z0-9-]{3,16}$"}
WORDS = {
    Kind.EDUCATOR_ID: "the eight digits of the MEPID",
    Kind.STUDENT_ID: "the ten digits of the SASID",
    Kind.LICENSE_ID: "the number of the license, 3 to 16 letters and digits",
}
SHOWN = 3  # last characters that a message may tell
BLOCK, POLYNOMIAL = 16, 0x1_00000000_00000000_00000000_00000087  # of AES; the bits of RFC 4493's field


@dataclass(frozen=True)
class Pseudonyms:
    """Keyed codes of ids, a key for each kind of id, all derived from the state's one."""

    key: bytes

    def of(self, kind: Kind, ids: pl.Series) -> pl.Series:
        """The pseudonyms of ids as `bare_id` gives them; null where there is none. Of each different id one is made.

        >>> made = Pseudonyms(bytes(32)).of(Kind.EDUCATOR_ID, pl.Series(["00000001", None, "00000001"]))
        >>> made[0] == made[2], made[1], len(made[0])
        (True, None, 32)
        """
        known = ids.drop_nulls().unique(maintain_order=True)
        made = self.made(kind, known)
        if known.len() == ids.len():
            return made
        return ids.replace_strict(known, made, default=None, return_dtype=pl.String)

    def made(self, kind: Kind, ids: pl.Series) -> pl.Series:
        """AES-CMAC of each (RFC 4493), filled up with zeros to one block. A message of one block is enciphered once,
        and so all are in one call; no two ids can have the same.
        """
        blocks = (ids.str.pad_end(BLOCK, "\0").str.join("").item() or "").encode()
        if len(blocks) != ids.len() * BLOCK:
            raise ValueError(f"there is an id of more than {BLOCK} bytes")
        # each block is a message of its own, which is what CMAC asks for
        cipher = Cipher(AES(hmac.digest(self.key, kind.name.encode(), hashlib.sha256)), ECB())  # noqa: S305
        subkey = _doubled(cipher.encryptor().update(bytes(BLOCK)))
        under_key = int.from_bytes(blocks) ^ int.from_bytes(subkey * ids.len())
        enciphered = cipher.encryptor().update(under_key.to_bytes(len(blocks)))
        return pl.Series(ids.name, [enciphered.hex("\n", BLOCK)]).str.split("\n").explode().head(ids.len())


def _doubled(block: bytes) -> bytes:
    """Twice this element of the field of RFC 4493: its subkey K1."""
    doubled = int.from_bytes(block) << 1
    return (doubled ^ POLYNOMIAL if doubled >> 8 * BLOCK else doubled).to_bytes(BLOCK)


def throwaway() -> Pseudonyms:
    """Under a key that nobody keeps: for looking at a file that is not stored."""
    return Pseudonyms(secrets.token_bytes(32))


def bare_id(text: pl.Expr, kind: Kind) -> pl.Expr:
    """An id in its one form, null where the text is none.

    >>> texts = pl.DataFrame({"t": ["00123456", "'123456", "123456.0", "１２３４５６７８"]})
    >>> texts.select(bare_id(pl.col("t"), Kind.EDUCATOR_ID))["t"].to_list()
    ['00123456', '00123456', '00123456', None]
    """
    bare = text.str.strip_prefix("'").str.replace(r"\.0$", "").str.to_uppercase()
    padded = bare.str.zfill(DIGITS[kind]) if kind in DIGITS else bare
    return pl.when(padded.str.contains(FORMS[kind])).then(padded)


def masked(bare: pl.Expr) -> pl.Expr:
    """What a message may say of an id: its last three characters; nothing of what is none, which may be a name."""
    return pl.lit("…") + bare.str.tail(SHOWN).fill_null("")
