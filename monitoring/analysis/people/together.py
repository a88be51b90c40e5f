"""Files of several districts as one, so that a rule is applied once to the people of all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

import polars as pl

from .staff_year import READS, StaffYear

_OF_ALL = "course_crosswalk"  # the one file that a group shares, instead of putting rows of each together


def together(years: Iterable[StaffYear]) -> list[StaffYear]:
    """The same files in few: those of districts that sent the same files of the same school year stand together, since
    what a rule says depends on which are there. One that is like no other stays as it is. In: each district once a
    school year.

    A person is named by the code of the district and the id: who works in two districts is judged in each by its files.
    Without an index; who puts one beside them names people likewise (`index_of` does).

    >>> work = {"mepid": ["a"], "org_code": ["00010505"], "job_class": "2305", "fte": 10_000, "collection": "OCT"}
    >>> sent = pl.DataFrame(work)
    >>> two = [StaffYear(code, 2025, work_assignment=sent) for code in ("00010000", "00020000")]
    >>> [(one.districts, one.october["mepid"].to_list()) for one in together(two)]
    [(('00010000', '00020000'), ['00010000a', '00020000a'])]
    """
    return [one for alike in _grouped(years) for one in _with_october_alike(alike)]


def id_alone(year: StaffYear) -> pl.Expr:
    """The id of a person as the files have it."""
    return pl.col("mepid").str.slice(len(year.districts[0])) if year.several else pl.col("mepid")


def named_in(year: StaffYear, district: pl.Expr) -> pl.Expr:
    """The name of a person of a district among these, from the id as the files have it."""
    return district + pl.col("mepid") if year.several else pl.col("mepid")


def _grouped(years: Iterable[StaffYear]) -> Iterable[list[StaffYear]]:
    """By which files are there."""
    found: dict[Hashable, list[StaffYear]] = defaultdict(list)
    for one in years:
        found[_shape(one), one.before and _shape(one.before)].append(one)
    yield from found.values()


def _shape(year: StaffYear) -> Hashable:
    """Which files are there, in which columns, and which crosswalk."""
    there = {name: rows for name in READS if (rows := getattr(year, name)) is not None and not rows.is_empty()}
    return (
        year.school_year,
        year.lent,
        id(there.get(_OF_ALL)),
        tuple((name, *rows.schema.items()) for name, rows in there.items()),
    )


def _with_october_alike(years: list[StaffYear]) -> Iterator[StaffYear]:
    """Of assignments only those of October count, and whether there are any is known when they stand together."""
    whole = _as_one(years)
    both = [one for one in (whole, whole.before) if one is not None]
    at_work = [set(one.october["district"].unique()) for one in both]
    found: dict[Hashable, list[StaffYear]] = defaultdict(list)
    for one in years:
        found[tuple(one.district in codes for codes in at_work)].append(one)
    if len(found) == 1:
        yield whole
    else:
        yield from map(_as_one, found.values())


def _as_one(years: Sequence[StaffYear]) -> StaffYear:
    first = years[0]
    if len(years) == 1:
        return first
    frames: dict[str, Any] = {name: _rows(name, years) for name in READS}
    before = [one.before for one in years if one.before is not None]
    codes = tuple(one.district for one in years)
    earlier = _as_one(before) if before else None
    return StaffYear("", first.school_year, **frames, before=earlier, lent=first.lent, several=codes)


def _rows(name: str, years: Sequence[StaffYear]) -> pl.DataFrame | None:
    frames = [rows for one in years if (rows := getattr(one, name)) is not None]
    if not frames or name == _OF_ALL:
        return frames[0] if frames else None
    there = [rows for rows in frames if not rows.is_empty()] or frames[:1]
    whole = pl.concat(there)
    return whole.with_columns(mepid=pl.col("district") + pl.col("mepid")) if "mepid" in whole.columns else whole
