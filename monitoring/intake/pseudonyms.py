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
FORMS = {kind: rf"^\d{{{length}}}$" for kind, length in DIGITS.items()} | {Kind.LICENSE_ID: r"^[A-Z0-9-]{3,16}$"}
WORDS = {
    Kind.EDUCATOR_ID: "the eight digits of the MEPID",
    Kind.STUDENT_ID: "the ten digits of the SASID",
    Kind.LICENSE_ID: "the number of the license, 3 to 16 letters and digits",
}
SHOWN = 3  # last characters that a message may tell
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
        key = hmac.digest(self.key, kind.name.encode(), hashlib.sha256)
        known = ids.drop_nulls().unique()
        hashed = [hmac.digest(key, one.encode(), hashlib.sha256).hex()[:LENGTH] for one in known]
        return ids.replace_strict(known, pl.Series(hashed, dtype=pl.String), default=None, return_dtype=pl.String)


def throwaway() -> Pseudonyms:
    """Under a key that nobody keeps: for looking at a file that is not stored."""
    return Pseudonyms(secrets.token_bytes(32))


def bare_id(text: pl.Expr, kind: Kind) -> pl.Expr:
    """An id in its one form, null where the text is none.

    >>> texts = pl.DataFrame({"t": ["00123456", "'123456", "123456.0", "Smith"]})
    >>> texts.select(bare_id(pl.col("t"), Kind.EDUCATOR_ID))["t"].to_list()
    ['00123456', '00123456', '00123456', None]
    """
    bare = text.str.strip_prefix("'").str.replace(r"\.0$", "").str.to_uppercase()
    padded = bare.str.zfill(DIGITS[kind]) if kind in DIGITS else bare
    return pl.when(padded.str.contains(FORMS[kind])).then(padded)


def masked(bare: pl.Series) -> pl.Series:
    """What a message may say of an id: its last three characters; nothing of what is none, which may be a name."""
    return "…" + bare.str.tail(SHOWN).fill_null("")
