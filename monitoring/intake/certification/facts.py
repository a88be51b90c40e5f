"""What is known of one collection of a district: the files in force, what was found, what people did. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitoring.intake.certification.catalogue import Collection


class Act(StrEnum):
    """What a person does with a collection."""

    SUBMIT = "submit"
    CERTIFY = "certify"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    RETURN = "return"
    WINDOW = "window"


@dataclass(frozen=True)
class InForce:
    """The rows of a layout that stand. `errors`: of the last file that said them; `is_passed_on`: a later collection of
    the year decides about them by now.
    """

    layout: str
    snapshot: str
    content_hash: str
    rows: int
    upload: str
    file_name: str
    errors: int
    is_passed_on: bool = False


@dataclass(frozen=True)
class Beside:
    """Rows of all years that stand beside a collection and belong to none: licenses, and which of them each course asks
    for. `upload` and `file_name`: of the district's own file; of the state agency's, which stands in, there are none.
    To the agency a district's file has neither name nor number of rows.
    """

    layout: str
    snapshot: str
    content_hash: str
    rows: int | None
    since: dt.date
    upload: str = ""
    file_name: str = ""

    @property
    def is_of_agency(self) -> bool:
        return not self.upload


@dataclass(frozen=True)
class Found:
    """What a rule found `total` times in the rows in force, and its digest. `explained`: the digest of what a person
    gave a reason for, None where nobody did: others than there were then ask for a new one.
    """

    layout: str
    rule_id: str
    title: str
    total: int
    digest: str = ""
    explained: str | None = None

    @property
    def is_explained(self) -> bool:
        return self.explained == self.digest


@dataclass(frozen=True)
class Facts:
    """All that the district's files say. `being_checked`: files whose check has not ended; `is_being_compared`: they
    are still being checked against each other; `is_not_compared`: that was given up the last time.
    """

    files: tuple[InForce, ...] = ()
    beside: tuple[Beside, ...] = ()
    cross_errors: tuple[Found, ...] = ()
    warnings: tuple[Found, ...] = ()
    being_checked: int = 0
    is_being_compared: bool = False
    is_not_compared: bool = False

    def missing(self, collection: Collection) -> list[str]:
        return collection.missing(file.layout for file in self.files)

    @property
    def faulty(self) -> list[InForce]:
        return [file for file in self.files if file.errors]

    @property
    def unexplained(self) -> list[Found]:
        return [found for found in self.warnings if not found.is_explained]


@dataclass(frozen=True)
class Event:
    """An act that took place. `snapshots`: (layout, snapshot, hash) of the rows it was about; `beside`: likewise, of
    what stood beside them; `until`: of an edit window, its last day; `number`: which of the collection's acts it is.
    """

    act: Act
    day: dt.date
    name: str
    person: int
    reason: str = ""
    until: dt.date | None = None
    snapshots: tuple[tuple[str, str, str], ...] = ()
    beside: tuple[tuple[str, str, str], ...] = ()
    number: int = 0

    def is_about(self, files: Sequence[InForce]) -> bool:
        """Whether the rows in force are the very ones it was about; of what was passed on, nothing is asked."""
        passed_on = {file.layout for file in files if file.is_passed_on}
        stood = {(layout, content) for layout, _, content in self.snapshots if layout not in passed_on}
        return stood == {(file.layout, file.content_hash) for file in files if not file.is_passed_on}

    def newer_than(self, beside: Iterable[Beside]) -> list[Beside]:
        """Of what stands beside the collection now, what did not stand when it took place."""
        stood = {(layout, content) for layout, _, content in self.beside}
        return [one for one in beside if (one.layout, one.content_hash) not in stood]
