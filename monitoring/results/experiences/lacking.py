"""Why there is no report on experiences, as whoever looks for one may know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from districts.models import District, Job
from districts.trouble import sentence_of
from monitoring.analysis.experiences.reads import ASSIGNMENTS, SCHEDULES, STUDENTS
from monitoring.analysis.formatting import school_year as shown
from monitoring.analysis.people.staff_year import OCTOBER
from monitoring.intake.models import Snapshot
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.topics import EXPERIENCES_TOPIC

from ..models import Delay
from .stored import sees_own

NEEDED = (STUDENTS, SCHEDULES, ASSIGNMENTS)  # without any of them there is no report


@dataclass(frozen=True)
class Failure:
    """Since when what is there could not be computed, and why."""

    since: dt.datetime | None
    why: str


@dataclass(frozen=True)
class Lacking:
    """Why there is no report of a year. `titles`: of the reports of October that are missing; for others than the
    district's members, who see none of its files, of all that it takes. `failure`: where what is there was set aside.
    """

    titles: tuple[str, ...] = ()
    failure: Failure | None = None


def lacking_for_members(district: District, school_year: int | None) -> Lacking:
    """For the district's members, or the agency. At most two queries."""
    if not sees_own():
        return Lacking(_titles(()), _delay())
    titles = _titles(_sent(district, school_year) if school_year else ())
    return Lacking(titles, None if titles else _set_aside(district))


def why_none(district: District, school_year: int) -> str:
    """The same in a sentence; the agency is not told what a district sent and did not certify."""
    if sees_own():
        return _sentence(district, school_year, lacking_for_members(district, school_year), "sent")
    told = f"Of {shown(school_year)} {district.name} has certified no files that make a report"
    return f"{told}, {_or_computed(_delay())}"


def why_none_certified(district: District, school_year: int, certified: Collection[str]) -> str:
    """The same for whoever runs the service; `certified`: datasets. In a scope that crosses districts."""
    titles = _titles(certified)
    return _sentence(district, school_year, Lacking(titles, None if titles else _set_aside(district)), "certified")


def why_none_of_state(school_year: int) -> str:
    """Why there is no report of the state; districts are not told what could not be computed of it."""
    told = f"Of {shown(school_year)} no district has certified October's students, schedules and assignments"
    return f"{told}, {_or_computed(None if sees_own() else _delay())}"


def _or_computed(failure: Failure | None) -> str:
    return f"or they could not be computed. {failure.why}" if failure else "or they are being computed."


def _sentence(district: District, school_year: int, lacking: Lacking, done: str) -> str:
    if lacking.titles:
        return f"Of {shown(school_year)} {district.name} has {done} no October's {lacking.titles[0].lower()}."
    report = f"The report of {district.name} for {shown(school_year)}"
    if lacking.failure is None:
        return f"{report} is being computed."
    return f"{report} could not be computed. {lacking.failure.why} It is tried again by itself."


def _titles(there: Collection[str]) -> tuple[str, ...]:
    return tuple(REPORTS[name].title for name in NEEDED if name not in there)


def _sent(district: District, school_year: int) -> set[str]:
    files = Snapshot.objects.filter(district=district, school_year=school_year, dataset__in=NEEDED, superseded_at=None)
    return set(files.filter(collection__in=("", OCTOBER), rows__gt=0).values_list("dataset", flat=True))


def _set_aside(district: District) -> Failure | None:
    """Of the district's own work."""
    jobs = Job.objects.filter(district=district, topic=EXPERIENCES_TOPIC, state=Job.State.QUARANTINED)
    job = jobs.order_by("finished_at").first()
    return Failure(job.finished_at, sentence_of(job.last_error)) if job else None


def _delay() -> Failure | None:
    """Of results as a whole, as the agency is told."""
    delay = Delay.objects.first()
    return Failure(delay.since, delay.why) if delay else None
