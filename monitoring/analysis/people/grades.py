"""Grades as sets: a bit each, so that what a license covers and what is taught can be compared over whole columns."""

from __future__ import annotations

import re

import polars as pl

GRADES = ("PK", "K", *(f"{number:02d}" for number in range(1, 13)))
EVERY_GRADE = (1 << len(GRADES)) - 1
SAYS_ALL = "ALL"
_BITS = {grade: place for place, grade in enumerate(GRADES)} | {"KG": 1, "KF": 1, "KP": 1}


def grade_set(text: str) -> int | None:
    """The grades of a text like 05-08, PK,K,01 or ALL; None where it cannot be read.

    >>> grade_set("K-1") == grade_set("KF, 01"), grade_set("ALL") == EVERY_GRADE, grade_set("secondary")
    (True, True, None)
    """
    if text.strip().upper() == SAYS_ALL:
        return EVERY_GRADE
    found = 0
    for part in text.upper().split(","):
        ends = [_bit(end) for end in part.split("-")]
        if len(ends) > 2 or None in ends:
            return None
        known = [end for end in ends if end is not None]
        if known[0] > known[-1]:
            return None
        found |= sum(1 << place for place in range(known[0], known[-1] + 1))
    return found


def _bit(text: str) -> int | None:
    bare = text.strip()
    return _BITS.get(bare.zfill(2) if re.fullmatch(r"[0-9]{1,2}", bare) else bare)


def grade_sets(texts: pl.Series) -> pl.DataFrame:
    """Each different text with its set, Int32, null where it cannot be read. Grain: text.

    >>> grade_sets(pl.Series(["PK", None, "PK", "01"])).rows()
    [('01', 4), ('PK', 1)]
    """
    different = sorted(texts.drop_nulls().unique())
    schema: dict[str, type[pl.DataType]] = {"text": pl.String, "grades": pl.Int32}
    return pl.DataFrame({"text": different, "grades": [grade_set(one) for one in different]}, schema=schema)
