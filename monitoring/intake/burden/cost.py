"""What a collection has cost a district, by what is on record of it. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from districts.school_year import SchoolYear
from monitoring.intake.certification.calendar import Calendar, in_whose_hands
from monitoring.intake.certification.catalogue import COLLECTIONS, LAYOUTS
from monitoring.intake.certification.facts import Act, Event
from monitoring.intake.certification.standing import certification_of

Of = tuple[int, str]  # a school year and a collection
MOST_MINUTES = 100_000  # of an estimate: more is a slip of the pen
NO_COLLECTION = ""
OTHERS = "Other files"  # those that were not recognized, and those of layouts that no collection asks for
DISTRICTS_OWN = (Act.SUBMIT, Act.CERTIFY, Act.WITHDRAW)


@dataclass(frozen=True)
class SentFile:
    """A file whose check has ended. `errors`: by rule, how many of its last check; `day`: on which it came."""

    report: str
    school_years: tuple[int, ...]
    collections: tuple[str, ...]
    day: dt.date
    is_refused: bool
    rows: int
    by_name: str
    errors: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Cost:
    """`mended`: errors of a file that the next one of the same layout no longer had; `explained`: warnings by rule and
    layout; `people`: of the district, who sent, explained, submitted, certified or withdrew; `minutes`: the district's
    own estimate, None where it gave none.
    """

    school_year: int
    collection: str
    files: int = 0
    refused: int = 0
    rows: int = 0
    mended: int = 0
    explained: int = 0
    people: int = 0
    first_file_on: dt.date | None = None
    certified_on: dt.date | None = None
    minutes: int | None = None

    @property
    def days(self) -> int | None:
        """From the first file to the certification that stands: 0 on the same day."""
        if self.first_file_on is None or self.certified_on is None:
            return None
        return (self.certified_on - self.first_file_on).days

    @property
    def title(self) -> str:
        return COLLECTIONS[self.collection].title if self.collection else OTHERS

    @property
    def is_of_a_collection(self) -> bool:
        return bool(self.collection)


@dataclass(frozen=True)
class OnRecord:
    """All that the ledger of a district rests on. `files`: in the order in which they came; `explained`: layout, rule
    and whose word it is.
    """

    files: Sequence[SentFile]
    calendars: Mapping[int, Calendar]
    acts: Mapping[Of, Sequence[Event]] = field(default_factory=dict)
    explained: Mapping[Of, Sequence[tuple[str, str, str]]] = field(default_factory=dict)
    minutes: Mapping[Of, int | None] = field(default_factory=dict)


def years_named(files: Iterable[SentFile]) -> set[int]:
    """The school years whose calendar `costs_of` asks for."""
    return {_year_of(one) for one in files}


def place_of(sent: SentFile, calendars: Mapping[int, Calendar]) -> Of:
    """Where a file counts, once: in the latest of its school years, and there in the collection that it names, or that
    its layout was in the hands of when it came.
    """
    year = _year_of(sent)
    if not _is_collected(sent):
        return year, NO_COLLECTION
    named = [one for one in sent.collections if one in COLLECTIONS]
    if named:
        return year, max(named, key=lambda one: calendars[year][one].opens)
    return year, in_whose_hands(sent.report, "", calendars[year], sent.day).id


def costs_of(known: OnRecord) -> list[Cost]:
    """A line for each school year and collection of which anything is on record, the latest year first."""
    files: dict[Of, list[SentFile]] = defaultdict(list)
    for one in known.files:
        files[place_of(one, known.calendars)].append(one)
    order = [*COLLECTIONS, NO_COLLECTION]
    told = {of for of, minutes in known.minutes.items() if minutes is not None}
    places = {*files, *known.acts, *known.explained, *told}
    return [_cost(of, files[of], known) for of in sorted(places, key=lambda of: (-of[0], order.index(of[1])))]


def _cost(of: Of, files: Sequence[SentFile], known: OnRecord) -> Cost:
    acts, explained = known.acts.get(of, ()), known.explained.get(of, ())
    certified = certification_of(acts)
    people = {one.by_name for one in files} | {by for _, _, by in explained}
    people |= {one.name for one in acts if one.act in DISTRICTS_OWN}
    return Cost(
        *of,
        files=len(files),
        refused=sum(one.is_refused for one in files),
        rows=sum(one.rows for one in files),
        mended=_mended(files),
        explained=len({(layout, rule) for layout, rule, _ in explained}),
        people=len(people),
        first_file_on=min((one.day for one in files), default=None),
        certified_on=certified.day if certified else None,
        minutes=known.minutes.get(of),
    )


def _mended(files: Iterable[SentFile]) -> int:
    by_report: dict[str, list[SentFile]] = defaultdict(list)
    for one in files:
        by_report[one.report].append(one)
    return sum(
        max(0, number - after.errors.get(rule, 0))
        for report, sent in by_report.items()
        if report
        for before, after in pairwise(sent)
        for rule, number in before.errors.items()
    )


def _is_collected(sent: SentFile) -> bool:
    return sent.report in LAYOUTS and bool(sent.school_years)


def _year_of(sent: SentFile) -> int:
    return max(sent.school_years) if _is_collected(sent) else int(SchoolYear.running(sent.day))
