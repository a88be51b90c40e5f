"""What students of a group achieve, as context beside figures on their teachers: never a cause, nor an effect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

from monitoring.analysis.formatting import percent
from monitoring.analysis.people.staff_year import OFFICE

FEWEST = 10  # students with a result, of whom a share is told
ALL, FIRST = "all", ("low_income", "students_of_color")  # groups of which the page speaks, beside all students
SUBJECTS = {"ELA": "English language arts", "MATH": "mathematics", "SCIENCE": "science"}


class Achieved(NamedTuple):
    """Of students of a group in a subject: how many have a result, and the share of them who met or exceeded
    expectations (0..1), null where too few have one.
    """

    student_group: str
    subject: str
    tested: int
    share: float | None


def achieved(rows: pl.DataFrame) -> list[Achieved]:
    """In: rows of one school year in columns of layout 18, of one district; a number that was left out is null. Of a
    group and subject the district's own row, or the sum of its schools' where it sent none, and no share where any of
    these lacks a number. In order of subjects and groups, all students first.

    >>> of = {"student_group": "all", "subject": "ELA"}
    >>> rows = [of | {"org_code": f"000101{n:02}", "tested": 10 * n, "meeting": 3 * n} for n in (1, 2)]
    >>> achieved(pl.DataFrame(rows))
    [Achieved(student_group='all', subject='ELA', tested=30, share=0.3)]
    >>> own = of | {"org_code": "00010000", "tested": 9, "meeting": 9}
    >>> achieved(pl.DataFrame([*rows, own]))
    [Achieved(student_group='all', subject='ELA', tested=9, share=None)]
    >>> achieved(pl.DataFrame([*rows, of | {"org_code": "00010103", "tested": None, "meeting": 9}]))
    [Achieved(student_group='all', subject='ELA', tested=30, share=None)]
    """
    key = ["student_group", "subject"]
    is_whole = pl.col("tested").is_not_null() & pl.col("meeting").is_not_null()
    is_district = pl.col("org_code").str.ends_with(OFFICE)
    counted = rows.filter(is_district | ~is_district.any().over(key))
    sums = counted.group_by(key).agg(pl.col("tested", "meeting").cast(pl.Int64).sum(), is_whole=is_whole.all())
    is_told = pl.col("is_whole") & (pl.col("tested") >= FEWEST)
    share = pl.when(is_told).then(pl.col("meeting") / pl.col("tested"))
    subjects = pl.col("subject").cast(pl.Enum(list(SUBJECTS)))
    ordered = sums.sort(subjects, pl.col("student_group") != ALL, "student_group")
    return [Achieved(*row) for row in ordered.select(*key, "tested", share.alias("share")).iter_rows()]


def achievement_sentences(found: Iterable[Achieved], titles: dict[str, str]) -> list[str]:
    """A sentence a subject, of those groups (FIRST) and of all students of whom enough have a result. `titles`: of
    groups.

    >>> found = [Achieved("all", "ELA", 300, 0.42), Achieved("low_income", "ELA", 120, 0.305)]
    >>> achievement_sentences(found, {"low_income": "Low-income students"})
    ['In English language arts 42.0% of all students met or exceeded expectations; low-income students 30.5%.']
    """
    known = {(one.subject, one.student_group): one.share for one in found if one.share is not None}
    told = []
    for subject, words in SUBJECTS.items():
        if (every := known.get((subject, ALL))) is None:
            continue
        some = [(titles[name].lower(), share) for name in FIRST if (share := known.get((subject, name))) is not None]
        beside = "".join(f"; {title} {percent(share)}" for title, share in some)
        told.append(f"In {words} {percent(every)} of all students met or exceeded expectations{beside}.")
    return told
