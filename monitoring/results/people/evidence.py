"""The rows of persons that a value rests on, by their numbers. For the district whose value it is, in its own scope."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from monitoring.analysis.definitions.definition import AnyRule
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.people.catalogue import PeopleMeasure
from monitoring.analysis.people.places import DISTRICT, SCHOOL
from monitoring.analysis.people.staff_year import StaffYear
from monitoring.intake.models import Snapshot
from monitoring.intake.records import record_schema
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.submissions import STAND_IN

from ..models import DistrictValue, SchoolValue, SummedFiles
from .files import YearFiles
from .staff_years import Directory, Reader

Rows = Mapping[uuid.UUID, tuple[int, ...]]  # by snapshot


def rows_of_persons(value: SchoolValue | DistrictValue, sets: Collection[SummedFiles], definitions: InForce) -> Rows:
    """The rows of the district's own files behind a value, of all its years; none of what the agency's files say of
    licenses and courses, nor of other districts' people. Reads the files: some three queries and each file once.
    """
    org_code = value.school.org_code if isinstance(value, SchoolValue) else value.district.org_code
    level = SCHOOL if isinstance(value, SchoolValue) else DISTRICT
    found: dict[uuid.UUID, set[int]] = {}
    directory, reader = Directory(value.district.org_code), Reader()
    for one in sets:
        defined = definitions.of(value.measure, one.school_year)
        measure = defined.of_people if defined else None
        if measure is None:
            continue
        files = _files(one, value.district.org_code, measure)
        year = _whole(reader.staff_year(files, directory.of(files.district_code)))
        if set(measure.rule.lacks(year)) - set(STAND_IN):
            continue
        evidence = measure.rule.rests_on(year, measure.role).filter(level=level, org_code=org_code)
        for (school_year, dataset), rows in evidence.partition_by("school_year", "dataset", as_dict=True).items():
            snapshot = (files.own if school_year == one.school_year else files.before).get(str(dataset))
            if snapshot:
                found.setdefault(snapshot.pk, set()).update(rows["row_number"])
    return {key: tuple(sorted(rows)) for key, rows in found.items()}


def is_read(rule: AnyRule | None, of_year: int, dataset: str, school_year: int | None) -> bool:
    """Whether a rule reads files of a dataset and year (none: of all years) for a school year."""
    return rule is not None and dataset in rule.datasets and (rule.looks_back or school_year in (None, of_year))


def _files(one: SummedFiles, district_code: str, measure: PeopleMeasure) -> YearFiles:
    """What the measure reads of the set and the scope may read: the district's own."""
    own_files = Snapshot.objects.filter(pk__in=one.snapshots, district_id=one.district_id)
    snapshots = own_files.filter(dataset__in=measure.rule.datasets)
    before = {each.dataset: each for each in snapshots if each.school_year == one.school_year - 1}
    own = {each.dataset: each for each in snapshots if each.school_year != one.school_year - 1}
    return YearFiles(one.district_id, district_code, one.school_year, own, before, {})


def _whole(year: StaffYear) -> StaffYear:
    """Where the agency's files stand in, there are no rows of the district's to tell."""
    lent: dict[str, Any] = {name: _empty(name) for name in STAND_IN if getattr(year, name) is None}
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
