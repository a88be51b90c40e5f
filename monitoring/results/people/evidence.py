"""The rows of files of persons, and of answers, that a value rests on, by their numbers. For the district whose value
it is, in its own scope.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from monitoring.analysis.definitions.definition import AnyRule
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.people.aggregates import SurveyMeasure, answers_behind
from monitoring.analysis.people.catalogue import PeopleMeasure
from monitoring.analysis.people.places import DISTRICT, SCHOOL
from monitoring.analysis.people.staff_year import StaffYear
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import Snapshot, StandIn
from monitoring.intake.records import record_schema
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.submissions import STAND_IN

from ..models import DistrictValue, SchoolValue, SummedFiles
from .files import YearFiles
from .staff_years import Directory, Reader

SURVEY = "climate_survey"
OF_COURSES: dict[str, type[pl.DataType]] = {"course_code": pl.String, "row_number": pl.UInt32}
Rows = Mapping[uuid.UUID, tuple[int, ...]]  # by snapshot


def rows_behind(value: SchoolValue | DistrictValue, sets: Collection[SummedFiles], definitions: InForce) -> Rows:
    """The rows behind a value, of all its years: of the district's own files, and of the agency's crosswalk those that
    name its courses; none of the agency's licenses, nor of other districts' people. Some four queries, and each file is
    read once.
    """
    place = (value.school if isinstance(value, SchoolValue) else value.district).org_code
    found: dict[uuid.UUID, set[int]] = {}
    directory, reader, behind = Directory(value.district.org_code), Reader(), _behind(sets, value.district_id)
    for one in sets:
        defined = definitions.of(value.measure, one.school_year)
        if defined and defined.of_surveys:
            _add(found, _of_answers(behind.of(one), defined.of_surveys, place))
        elif defined and defined.of_people:
            level = SCHOOL if isinstance(value, SchoolValue) else DISTRICT
            files, courses = (
                _files(one, behind.of(one), value.district.org_code, defined.of_people),
                behind.courses(one),
            )
            year = _whole(reader.staff_year(files, directory.of(files.district_code)), courses)
            _add(found, _of_people(year, files, courses, defined.of_people, (level, place)))
    return {key: tuple(sorted(rows)) for key, rows in found.items()}


@dataclass(frozen=True)
class _Behind:
    """What stands behind sets of files and the scope may read: the district's own files, and the agency's crosswalk."""

    own: Sequence[Snapshot]
    crosswalks: Mapping[uuid.UUID, StandIn]

    def of(self, one: SummedFiles) -> list[Snapshot]:
        return [each for each in self.own if each.pk in one.snapshots]

    def courses(self, one: SummedFiles) -> StandIn | None:
        return next((self.crosswalks[key] for key in one.snapshots if key in self.crosswalks), None)


def _behind(sets: Iterable[SummedFiles], district_id: int) -> _Behind:
    """One query; two where not all of the files are the district's."""
    ids = {snapshot for one in sets for snapshot in one.snapshots}
    own = list(Snapshot.objects.filter(pk__in=ids, district_id=district_id))
    others = ids - {one.pk for one in own}
    return _Behind(own, StandIn.objects.filter(dataset="course_crosswalk").in_bulk(others) if others else {})


def _add(found: dict[uuid.UUID, set[int]], rows: Iterable[tuple[uuid.UUID, Iterable[int]]]) -> None:
    for snapshot_id, numbers in rows:
        found.setdefault(snapshot_id, set()).update(numbers)


def _of_people(
    year: StaffYear, files: YearFiles, courses: StandIn | None, measure: PeopleMeasure, place: tuple[str, str]
) -> Iterator[tuple[uuid.UUID, Iterable[int]]]:
    """By snapshot. `place`: level and code."""
    if set(measure.rule.lacks(year)) - set(STAND_IN):
        return
    evidence = measure.rule.rests_on(year, measure.role).filter(level=place[0], org_code=place[1])
    for (school_year, dataset), rows in evidence.partition_by("school_year", "dataset", as_dict=True).items():
        snapshot = (files.own if school_year == files.school_year else files.before).get(str(dataset))
        if snapshot:
            yield snapshot.pk, rows["row_number"]
        elif courses and dataset == courses.dataset:
            yield courses.snapshot_id, rows["row_number"]


def _of_answers(
    sent: Iterable[Snapshot], measure: SurveyMeasure, org_code: str
) -> Iterator[tuple[uuid.UUID, Iterable[int]]]:
    for snapshot in (one for one in sent if one.dataset == SURVEY):
        yield snapshot.pk, answers_behind(read_snapshot(snapshot), measure.rule, org_code)


def is_read(rule: AnyRule | None, of_year: int, dataset: str, school_year: int | None) -> bool:
    """Whether a rule reads files of a dataset and year (none: of all years) for a school year."""
    return rule is not None and dataset in rule.datasets and (rule.looks_back or school_year in (None, of_year))


def _files(one: SummedFiles, sent: Iterable[Snapshot], district_code: str, measure: PeopleMeasure) -> YearFiles:
    """What the measure reads of the set and the scope may read: the district's own."""
    snapshots = [each for each in sent if each.dataset in measure.rule.datasets]
    before = {each.dataset: each for each in snapshots if each.school_year == one.school_year - 1}
    own = {each.dataset: each for each in snapshots if each.school_year != one.school_year - 1}
    return YearFiles(one.district_id, district_code, one.school_year, own, before, {})


def _whole(year: StaffYear, courses: StandIn | None) -> StaffYear:
    """Of licenses that the agency lends there are no rows to tell; of its crosswalk those that name courses."""
    lent: dict[str, Any] = {name: _empty(name) for name in STAND_IN if getattr(year, name) is None}
    if courses and courses.dataset in lent:
        rows = [(course, row) for course, numbers in courses.courses.items() for row in numbers]
        lent[courses.dataset] = pl.DataFrame(rows, schema=OF_COURSES, orient="row")
    return replace(year, **lent)


def _empty(dataset: str) -> pl.DataFrame:
    return pl.DataFrame(schema=record_schema(REPORTS[dataset]))


def ranges(rows: Collection[int]) -> str:
    """Row numbers as people write them.

    >>> ranges([2, 3, 4, 7, 9, 10])
    '2–4, 7, 9–10'
    """
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
