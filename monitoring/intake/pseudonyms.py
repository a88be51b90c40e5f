"""Ids of persons as pseudonyms: the same person has the same one in every file of every district and year, and nobody
can tell who it is without the state's key. Pure.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

import polars as pl

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
BLOCK, PADS = 64, (0x36, 0x5C)  # of SHA-256 and of HMAC (RFC 2104)
LENGTH = 32  # hexadecimal digits: of a billion persons two share one with odds of one in 10^20


@dataclass(frozen=True)
class Pseudonyms:
    """Keyed hashes of ids, a key for each kind of id, all derived from the state's one."""

    key: bytes

    def of(self, kind: Kind, ids: pl.Series) -> pl.Series:
        """The pseudonyms of ids as `bare_id` gives them; null where there is none. Each different id is hashed once.

        >>> made = Pseudonyms(bytes(32)).of(Kind.EDUCATOR_ID, pl.Series(["00000001", None, "00000001"]))
        >>> made[0] == made[2], made[1], len(made[0])
        (True, None, 32)
        """
        known = ids.drop_nulls().unique(maintain_order=True)
        hashed = self.hashed(kind, known.to_list())
        if known.len() == ids.len():
            return pl.Series(ids.name, hashed, dtype=pl.String)
        return ids.replace_strict(known, pl.Series(hashed, dtype=pl.String), default=None, return_dtype=pl.String)

    def hashed(self, kind: Kind, ids: list[str]) -> list[str]:
        """HMAC-SHA256 of each. The key's own blocks are hashed once and copied, which takes half the time of `hmac`."""
        key = hmac.digest(self.key, kind.name.encode(), hashlib.sha256).ljust(BLOCK, b"\0")
        inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in key)).copy for pad in PADS)
        made = []
        for one in ids:
            text, whole = inner(), outer()
            text.update(one.encode())
            whole.update(text.digest())
            made.append(whole.hexdigest()[:LENGTH])
        return made


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
