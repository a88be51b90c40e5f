"""Reports on experiences are brought up to date, of the districts that ask. Called within `across_districts`."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import polars as pl

from districts.locks import Lock, wait_for
from districts.models import District, Job
from districts.outbox import enqueue
from monitoring.analysis.experiences.parts import parts_for_others, parts_of_report
from monitoring.analysis.experiences.protection import for_others
from monitoring.analysis.experiences.report import WINDOWS, report_of
from monitoring.analysis.experiences.years import ExperienceYear, merged
from monitoring.analysis.people.staff_year import ITS_DISTRICT
from monitoring.intake.topics import EXPERIENCES_TOPIC, STATE_EXPERIENCES_TOPIC

from ..models import ExperienceReport, ExperienceTable, ScheduleYear, SharedExperiences
from .packing import packed, unpacked
from .schedule_years import note_schedules, stale_schedules
from .wanted import Wanted, wanted_reports

KEY = "all"
TOPICS = (EXPERIENCES_TOPIC, STATE_EXPERIENCES_TOPIC)
Kind = ExperienceTable.Kind
Table = TypeVar("Table", ExperienceTable, SharedExperiences)


def compute_experiences(*, district_ids: Collection[int]) -> int:
    """Note which schedules of these districts count, compute the reports that are others by it, and promise the same
    for other districts whose students have been there. Of the agency it asks this of everybody whose schedules are out
    of date. Returns how many reports were computed.
    """
    wait_for(Lock.EXPERIENCES)
    named = list(District.objects.filter(pk__in=district_ids))
    codes = {one.pk: one.org_code for one in named if not one.is_state}
    others = note_schedules(codes) if codes else set()
    if any(one.is_state for one in named):
        others |= stale_schedules() - codes.keys()
    anew, years = _bring_up_to_date(codes)
    for key in sorted(others):
        enqueue(topic=EXPERIENCES_TOPIC, key=KEY, payload={}, district_id=key)
    _ask_for_the_states(years, codes)
    return anew


def _bring_up_to_date(codes: Mapping[int, str]) -> tuple[int, set[int]]:
    """How many reports were computed, and the school years in which others are certified than before."""
    wanted = {one.id: one for one in wanted_reports(codes)}
    stand = {one.pk: one for one in ExperienceReport.objects.filter(district_id__in=codes)}
    anew = [one for key, one in wanted.items() if key not in stand]
    now = {key: one.cohort.school_year for key, one in wanted.items() if one.is_certified}
    before = {key: one.school_year for key, one in stand.items() if one.is_certified}
    _forget([key for key in stand if key not in wanted])
    for one, report in _computed(anew, codes):
        keep_report(one, report, codes[one.cohort.district_id])
    for key in stand.keys() & wanted.keys():
        _flag(stand[key], wanted[key], codes[stand[key].district_id])
    return len(anew), {year for _, year in now.items() ^ before.items()}


def _ask_for_the_states(years: Iterable[int], codes: Collection[int]) -> None:
    """One promise of the agency's a year, for whatever districts' reports have changed meanwhile."""
    agency = District.objects.filter(kind=District.Kind.STATE).values_list("pk", flat=True).first()
    for year in sorted(years):
        asks = agency or min(codes)
        enqueue(topic=STATE_EXPERIENCES_TOPIC, key=str(year), payload={"school_year": year}, district_id=asks)


def ask_where_experiences_are_stale() -> int:
    """Promise this for every district whose schedules are others than was noted, and once more whatever was set aside.
    Returns how many promises.
    """
    stale = stale_schedules()
    aside = list(Job.objects.filter(topic__in=TOPICS, state=Job.State.QUARANTINED))
    asked = {(EXPERIENCES_TOPIC, KEY, one): {} for one in stale} | {
        (one.topic, one.key, one.district_id): one.payload for one in aside
    }
    for topic, key, district_id in sorted(asked):
        enqueue(topic=topic, key=key, payload=asked[topic, key, district_id], district_id=district_id)
    return len(asked)


def _computed(wanted: Iterable[Wanted], codes: Mapping[int, str]) -> Iterator[tuple[Wanted, pl.DataFrame]]:
    """Each with its report. Those of a school year that read nothing but what is certified are computed at once."""
    rounds: dict[tuple[int, uuid.UUID | None], list[Wanted]] = defaultdict(list)
    for one in wanted:
        rounds[one.cohort.school_year, None if one.is_certified else one.id].append(one)
    for some in rounds.values():
        for each in _apart(some):
            yield from _together(each, codes)


def _apart(wanted: Sequence[Wanted]) -> Iterator[Sequence[Wanted]]:
    """Those who share a student of October with another of them, each by itself."""
    cohorts = [unpacked(one.cohort.cohort).select("sasid", at=pl.lit(at, pl.UInt32)) for at, one in enumerate(wanted)]
    shared = pl.concat(cohorts).filter(pl.col("at").n_unique().over("sasid") > 1)["at"].unique()
    alone = set(shared.to_list())
    together = [one for at, one in enumerate(wanted) if at not in alone]
    yield from ([wanted[at]] for at in sorted(alone))
    if together:
        yield together


def _together(wanted: Sequence[Wanted], codes: Mapping[int, str]) -> Iterator[tuple[Wanted, pl.DataFrame]]:
    year = wanted[0].cohort.school_year
    cohort = pl.concat(unpacked(one.cohort.cohort) for one in wanted)
    keys = {each.pk for one in wanted for each in one.made_of}
    report = report_of(cohort, _years(keys, cohort), school_year=year).with_columns(district=ITS_DISTRICT)
    of_districts = report.partition_by("district", as_dict=True)
    for one in wanted:
        yield one, of_districts[codes[one.cohort.district_id],].drop("district")


def _years(keys: Collection[uuid.UUID], cohort: pl.DataFrame) -> list[ExperienceYear]:
    """What these schedules tell of the students of a cohort, by school year."""
    found: dict[int, list[ExperienceYear]] = defaultdict(list)
    rows = ScheduleYear.objects.filter(pk__in=keys).only("school_year", "seats", "classes").order_by("pk")
    for one in rows.iterator(chunk_size=64):
        seats = unpacked(one.seats).join(cohort, on="sasid", how="semi", maintain_order="left")
        found[one.school_year].append(ExperienceYear(one.school_year, seats, unpacked(one.classes)))
    return [merged(found[year]) for year in sorted(found)]


def keep_report(one: Wanted, report: pl.DataFrame, code: str) -> None:
    kept = ExperienceReport.objects.create(
        id=one.id,
        district_id=one.cohort.district_id,
        school_year=one.cohort.school_year,
        made_of=[each.pk for each in one.made_of],
        years=sorted({each.school_year for each in one.own}),
        is_certified=one.is_certified,
        is_current=one.is_current,
    )
    ExperienceTable.objects.bulk_create(_tables(ExperienceTable, kept, report, parts_of_report(report), code))
    if one.is_certified:
        _share(kept, report, code)


def _share(kept: ExperienceReport, report: pl.DataFrame, code: str) -> None:
    parts = parts_for_others(report)
    SharedExperiences.objects.bulk_create(_tables(SharedExperiences, kept, for_others(report), parts, code))


def _tables(
    model: type[Table], kept: ExperienceReport, report: pl.DataFrame, parts: pl.DataFrame, code: str
) -> Iterator[Table]:
    frames = {
        Kind.DISTRICT: report.filter(pl.col("org_code") == code),
        Kind.SCHOOLS: report.filter(pl.col("org_code") != code),
        Kind.PARTS: parts,
    }
    for kind, frame in frames.items():
        for window in WINDOWS:
            rows = packed(frame.filter(window=window))
            yield model(report=kept, district_id=kept.district_id, window=window, kind=kind, rows=rows)


def _flag(kept: ExperienceReport, one: Wanted, code: str) -> None:
    """What stands may count for others than it did."""
    is_shared = kept.is_certified
    if (is_shared, kept.is_current) == (one.is_certified, one.is_current):
        return
    kept.is_certified, kept.is_current = one.is_certified, one.is_current
    kept.save(update_fields=["is_certified", "is_current"])
    if is_shared and not kept.is_certified:
        SharedExperiences.objects.filter(report=kept).delete()
    if kept.is_certified and not is_shared:
        tables = ExperienceTable.objects.filter(report=kept).exclude(kind=Kind.PARTS).order_by("window", "kind")
        _share(kept, pl.concat(unpacked(table.rows) for table in tables), code)


def _forget(keys: Collection[uuid.UUID]) -> None:
    for model in (ExperienceTable, SharedExperiences):
        model.objects.filter(report_id__in=keys).delete()
    ExperienceReport.objects.filter(pk__in=keys).delete()
