"""Student groups: who belongs to one in which year, and where the series breaks; and, of those by which schools are
compared, who takes part. They are data, in groups.toml.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, TypeVar

from monitoring.analysis.cuts import QUARTILES, Cut
from monitoring.analysis.measure import Break

Participation = Literal["published", "default"]
SCHOOL_YEARS = range(1990, 2100)  # ending years
MINIMUM_ENROLLED = 10  # of the 'default' rule
DATA = Path(__file__).with_name("groups.toml")

PARTICIPATION_WORDS: dict[Participation, str] = {
    "published": "schools with at least some students of the group, whatever their size, unless they are known to have "
    "no teachers",
    "default": f"schools with at least {MINIMUM_ENROLLED} students whose share of the group is known",
}
OF_STUDENTS: dict[str, type] = {"id": str, "title": str, "students": str, "source": str}
OF_A_GROUP: dict[str, type] = {**OF_STUDENTS, "participation": str, "statutory": bool}
OF_THE_FIRST_VERSION: dict[str, type] = {"definition": str}
OF_A_VERSION: dict[str, type] = {**OF_THE_FIRST_VERSION, "first_year": int, "change": str}
Group = TypeVar("Group", bound="GroupOfStudents")
IN_WORDS: dict[type, str] = {str: "a text", bool: "true or false", int: "a year like 2025"}


@dataclass(frozen=True)
class GroupVersion:
    """Who belongs to a group from a school year on (its ending year; None: from the beginning). `change`: what the
    series says where it begins.
    """

    number: int
    definition: str
    first_year: int | None = None
    change: str = ""


@dataclass(frozen=True)
class GroupOfStudents:
    """Students who have something in common. `students` stands within a sentence, and completes "schools with the most
    `students`". Who is counted is as the `versions` say, oldest first.
    """

    id: str
    title: str
    students: str
    source: str
    versions: tuple[GroupVersion, ...]

    @property
    def latest(self) -> GroupVersion:
        return self.versions[-1]

    @property
    def breaks(self) -> tuple[Break, ...]:
        """Where its series does not continue."""
        return tuple(Break(one.first_year, one.change) for one in self.versions if one.first_year is not None)

    def in_year(self, school_year: int) -> GroupVersion:
        """The version that holds in a school year.

        >>> [GROUPS["low_income"].in_year(year).number for year in (2014, 2015, 2021, 2022)]
        [1, 2, 2, 3]
        """
        return next(one for one in reversed(self.versions) if one.first_year is None or one.first_year <= school_year)


@dataclass(frozen=True)
class Grouping(GroupOfStudents):
    """One way to divide schools. Its cut, and who takes part, are the same in all years."""

    participation: Participation
    cut: Cut
    statutory: bool

    def hash_of(self, version: GroupVersion) -> str:
        """sha256 of all that a figure of the group rests on: how units are divided, and who is counted."""
        said = {**asdict(self), "versions": asdict(version)}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def hash_in(self, school_year: int) -> str:
        return self.hash_of(self.in_year(school_year))

    @property
    def definition_hash(self) -> str:
        """That of all versions.

        >>> len({grouping.definition_hash for grouping in GROUPS.values()}) == len(GROUPS)
        True
        """
        return hashlib.sha256("".join(self.hash_of(one) for one in self.versions).encode()).hexdigest()


def read_groups(data: Path = DATA) -> dict[str, Grouping]:
    """The groups of a file by which schools are compared, in its order. Raises ValueError that says what is wrong with
    which of them, and how it is written.
    """
    return _read(data, "group", _group)


def read_student_groups(data: Path = DATA) -> dict[str, GroupOfStudents]:
    """Likewise those by which students alone are compared."""
    return _read(data, "student_group", _student_group)


def _read(data: Path, kind: str, read_one: Callable[[dict[str, Any], str], Group]) -> dict[str, Group]:
    entries = tomllib.loads(data.read_text())
    if "group" not in entries or not entries.keys() <= {"group", "student_group"}:
        raise ValueError(f"{data.name}: it has [[group]] and [[student_group]] entries, and nothing else")
    names = [entry.get("id") for entry in (*entries["group"], *entries.get("student_group", ()))]
    if twice := sorted({str(name) for name in names if name is not None and names.count(name) > 1}):
        raise ValueError(f"{data.name}: {', '.join(twice)} stands there more than once")
    listed = enumerate(entries.get(kind, ()), start=1)
    groups = [read_one(entry, f"{data.name}, group {place}") for place, entry in listed]
    return {group.id: group for group in groups}


def _group(entry: dict[str, Any], where: str) -> Grouping:
    where = _named(entry, where)
    _check(entry, OF_A_GROUP, where, also=("version", "cut"))
    own = _of_students(entry, where)
    if entry["participation"] not in PARTICIPATION_WORDS:
        raise ValueError(f"{where}: participation is one of {', '.join(PARTICIPATION_WORDS)}")
    given = {name: entry[name] for name in OF_A_GROUP}
    return Grouping(**given, cut=_cut(entry.get("cut"), where), versions=own.versions)


def _student_group(entry: dict[str, Any], where: str) -> GroupOfStudents:
    where = _named(entry, where)
    _check(entry, OF_STUDENTS, where, also=("version",))
    return _of_students(entry, where)


def _named(entry: dict[str, Any], where: str) -> str:
    return f"{where} ({entry.get('id', 'without an id')})"


def _of_students(entry: dict[str, Any], where: str) -> GroupOfStudents:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", entry["id"]) or entry["id"] in ("all", "unknown"):
        raise ValueError(f"{where}: an id is of small letters and _, and neither “all” nor “unknown”")
    versions = [_version(one, number, where) for number, one in enumerate(entry.get("version", ()), start=1)]
    _check_years(versions, where)
    return GroupOfStudents(**{name: entry[name] for name in OF_STUDENTS}, versions=tuple(versions))


def _version(entry: dict[str, Any], number: int, where: str) -> GroupVersion:
    _check(entry, OF_THE_FIRST_VERSION if number == 1 else OF_A_VERSION, f"{where}, version {number}")
    return GroupVersion(number, **entry)


def _check(entry: dict[str, Any], kinds: dict[str, type], where: str, also: Collection[str] = ()) -> None:
    """All of `kinds` is there, of its kind and not blank, and nothing else but what may be there `also`."""
    if missing := sorted(kinds.keys() - entry.keys()):
        raise ValueError(f"{where}: {', '.join(missing)} is missing")
    if unknown := sorted(entry.keys() - kinds.keys() - set(also)):
        raise ValueError(f"{where}: {', '.join(unknown)} has no place there")
    for name, kind in kinds.items():
        if type(entry[name]) is not kind or not str(entry[name]).strip():
            raise ValueError(f"{where}: {name} is {IN_WORDS[kind]}")


def _check_years(versions: list[GroupVersion], where: str) -> None:
    if not versions:
        raise ValueError(f"{where}: it has no version")
    years = [one.first_year for one in versions[1:] if one.first_year is not None]
    if strange := [year for year in years if year not in SCHOOL_YEARS]:
        raise ValueError(f"{where}: {strange[0]} is no ending year of a school year")
    if any(earlier >= later for earlier, later in pairwise(years)):
        raise ValueError(f"{where}: the first years of its versions follow each other")


def _cut(entry: dict[str, Any] | None, where: str) -> Cut:
    if entry is None:
        return QUARTILES
    try:
        if unknown := sorted(set(entry) - {"top", "bottom", "reason"}):
            raise ValueError(f"{', '.join(unknown)} has no place there")
        top, bottom = (_part(entry[name]) for name in ("top", "bottom"))
        return Cut(top, bottom, str(entry.get("reason", "")))
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as why:
        raise ValueError(f"{where}: its cut has a top and a bottom like [1, 5]: {why}") from None


def _part(said: list[Any]) -> tuple[int, int]:
    one, of_all = said
    if (type(one), type(of_all)) != (int, int):
        raise ValueError("parts are whole numbers")
    return one, of_all


GROUPS: dict[str, Grouping] = read_groups()
OF_ANY_KIND: dict[str, GroupOfStudents] = {**GROUPS, **read_student_groups()}
