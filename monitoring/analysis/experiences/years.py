"""A school year of experiences in numbers: who sits in which class, and who teaches it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from .classes import CLASSES, SECTION

WITHDRAWN = "WITHDRAWN"
CLASS: dict[str, type[pl.DataType]] = {"class": pl.UInt32}


@dataclass(frozen=True, eq=False)
class ExperienceYear:
    """Classes have numbers, each of its own in the year.

    `seats` (sasid, class): a student in a class that the student has not left; classes that nobody teaches have numbers
    as well. `classes` (class, and the columns of CLASSES): one row a class and teacher. `sasid` and `mepid` are texts
    or whole numbers, of one kind in all years. Rows may stand in any order; the report is quickest where those of a
    student stand together, and needs no SECTION.
    """

    school_year: int
    seats: pl.DataFrame
    classes: pl.DataFrame


def year_of(school_year: int, schedule: pl.DataFrame, classes: pl.DataFrame) -> ExperienceYear:
    """In: `schedule` (sasid, SECTION, status, in columns of layout 9) and `classes`, as `taught_classes` gives them.
    Out: both in order, with the classes' numbers.

    >>> where = {"org_code": "00010505", "course_code": "02052", "term": "FY"}
    >>> schedule = pl.DataFrame({"sasid": ["b", "a"], **where, "section_id": ["2", "1"], "status": "ENROLLED"})
    >>> of = {"mepid": "t", "having": 0, "known": 1, "asked": 1, "share": 10_000}
    >>> classes = pl.DataFrame({**where, "section_id": ["2"], **of}, schema_overrides=CLASSES)
    >>> year = year_of(2025, schedule, classes)
    >>> year.seats.rows(), year.classes["class"].to_list()
    ([('a', 0), ('b', 1)], [1])
    """
    taken = schedule.filter(pl.col("status") != WITHDRAWN).select("sasid", *SECTION)
    known = pl.concat([taken.select(SECTION), classes.select(SECTION)]).unique().sort(SECTION)
    numbers = known.with_row_index("class").with_columns(pl.col("class").cast(pl.UInt32))
    seats = taken.join(numbers, on=SECTION, nulls_equal=True).select("sasid", "class").sort("sasid", "class")
    taught = classes.join(numbers, on=SECTION, nulls_equal=True).select("class", *CLASSES).sort("class", "mepid")
    return ExperienceYear(school_year, seats, taught)


def merged(years: Sequence[ExperienceYear]) -> ExperienceYear:
    """What several districts sent of one school year, as one: numbers of classes move on from one to the next."""
    first, *_ = years
    if any(one.school_year != first.school_year for one in years):
        raise ValueError("These are of several school years.")
    starts = [0]
    for one in years:
        starts.append(starts[-1] + _classes_in(one))
    seats, classes = (
        pl.concat(
            frame.with_columns((pl.col("class") + start).cast(pl.UInt32))
            for frame, start in zip(frames, starts, strict=False)
        )
        for frames in ([one.seats for one in years], [one.classes for one in years])
    )
    return ExperienceYear(first.school_year, seats, classes)


def _classes_in(year: ExperienceYear) -> int:
    """One more than the largest number."""
    largest = [frame["class"].max() for frame in (year.seats, year.classes)]
    return max((int(one) + 1 for one in largest if isinstance(one, int)), default=0)
