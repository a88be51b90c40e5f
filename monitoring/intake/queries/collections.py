"""Where the collections of a district stand: its files, what was found in them, what people said and did. For its
members, and for acts; all need a scope.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Collection as Some
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONArray
from django.utils import timezone

from districts.models import District, Job
from districts.school_year import SchoolYear
from monitoring.intake.certification.calendar import Dates, calendar_of, in_whose_hands
from monitoring.intake.certification.catalogue import COLLECTIONS, IN_FILES, LAYOUTS, Collection
from monitoring.intake.certification.facts import Beside, Facts, Found, InForce
from monitoring.intake.certification.standing import Standing, standing
from monitoring.intake.changes.superseding import RULES_ON_CHANGES, WAITS
from monitoring.intake.grain import Grain
from monitoring.intake.models import (
    CertificationEvent,
    CollectionDates,
    CrossFinding,
    Explanation,
    Finding,
    Snapshot,
    Upload,
)
from monitoring.intake.queries.beside import certified_last, stand_beside
from monitoring.intake.queries.reminder_choices import wishes_reminders
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.rule_list import RULE_TITLES
from monitoring.intake.submissions import STAND_IN
from monitoring.intake.topics import CROSS_TOPIC, place_of

Of = tuple[int, str]  # a school year and a collection
Warned = tuple[int, str, str, str]  # and a layout and a rule
Told = tuple[str, int, str]  # a rule, how often it found something, and the digest of that


@dataclass(frozen=True)
class Explained:
    """A warning, and what people said about it, oldest first."""

    found: Found
    words: list[Explanation]

    @property
    def latest(self) -> Explanation | None:
        return self.words[-1] if self.words else None


@dataclass(frozen=True)
class Line:
    """A layout of a collection, and the rows of it that are in force."""

    layout: str
    is_required: bool
    file: InForce | None


@dataclass(frozen=True)
class DistrictCollections:
    """All that the collections of a district rest on, of some school years or of all, read at once. `beside`: rows of
    all years; `is_reminded`: whether reminders are sent by themselves.
    """

    today: dt.date
    snapshots: list[Snapshot]
    beside: tuple[Beside, ...]
    uploads: list[Upload]
    warnings: dict[uuid.UUID, list[Told]]
    between: dict[Of, list[CrossFinding]]
    being_compared: frozenset[Of]
    not_compared: frozenset[Of]
    explanations: dict[Warned, list[Explanation]]
    events: dict[Of, list[CertificationEvent]]
    calendars: dict[int, dict[str, Dates]]
    is_reminded: bool

    @property
    def years(self) -> list[int]:
        """The school years of which there are files or acts, and the one now running; the latest first."""
        return sorted(self.calendars, reverse=True)

    def standing(self, year: int, name: str) -> Standing:
        collection, dates = COLLECTIONS[name], self.calendars[year][name]
        return standing(
            collection,
            year,
            dates=dates,
            today=self.today,
            events=[event.event for event in self.events.get((year, name), [])],
            facts=self._facts(year, collection),
        )

    def standings(self, year: int) -> list[Standing]:
        """All of a year; of one that is over, and of which nothing but figures is on record, those of figures alone: a
        district that reports figures of an earlier year has not come too late with that year's files.
        """
        hows = [self.standing(year, name) for name in COLLECTIONS]
        asked = [how for how in hows if how.collection.required]
        is_over = all(how.today > how.dates.edits_until for how in asked)
        is_on_record = any(how.made or (how.facts and how.facts.files) for how in asked)
        return hows if is_on_record or not is_over else [how for how in hows if not how.collection.required]

    def held(self, how: Standing) -> list[Upload]:
        """Files of the collection that wait for a word: no newer one of their layout was taken."""
        mine = [one for one in self.uploads if one.report in how.collection.layouts and how.year in one.school_years]
        mine = [one for one in mine if how.collection.id in (one.collections or [how.collection.id])]
        taken = [one for one in mine if one.state in Upload.TAKEN]

        def is_overtaken(waiting: Upload) -> bool:
            return any(one.report == waiting.report and one.received_at > waiting.received_at for one in taken)

        return [one for one in mine if one.state == Upload.State.HELD and not is_overtaken(one)]

    def put_off(self, how: Standing) -> list[Upload]:
        """Files in force of which another year says otherwise, and whose check waits until rows may be others."""
        ids = {file.upload for file in (how.facts or Facts()).files}
        return [one for one in self.uploads if str(one.pk) in ids and WAITS in self._rules(one.pk)]

    def _rules(self, upload: uuid.UUID) -> set[str]:
        return {rule_id for rule_id, *_ in self.warnings.get(upload, [])}

    def newer_beside(self, how: Standing) -> list[Beside]:
        """What came beside it since it was certified, and counts with the next certification: told of the collection
        that was certified last in its year.
        """
        acts = {name: self.events.get((how.year, name), []) for name in COLLECTIONS}
        return how.newer_beside if certified_last(acts) == how.collection.id else []

    def explained(self, how: Standing) -> list[Explained]:
        facts = how.facts or Facts()
        return [
            Explained(one, self.explanations.get((how.year, how.collection.id, one.layout, one.rule_id), []))
            for one in facts.warnings
        ]

    def fingerprint(self, how: Standing) -> str:
        """Of what a certifier signs: the rows in force, what stands beside them, the last word on each warning, and the
        acts so far. Of other ones it is another.
        """
        facts = how.facts or Facts()
        rows = [(one.layout, one.content_hash) for one in facts.files]
        rows += [(one.layout, one.content_hash) for one in facts.beside]
        words = [one.latest.pk for one in self.explained(how) if one.latest]
        acts = [one.number for one in self.events.get((how.year, how.collection.id), [])]
        return hashlib.sha256(repr((rows, words, acts)).encode()).hexdigest()

    def _facts(self, year: int, collection: Collection) -> Facts:
        files = [self._in_force(one, collection) for one in self._stand(year, collection)]
        within = [self._found(year, collection, file) for file in {file.upload: file for file in files}.values()]
        between = self.between.get((year, collection.id), [])
        errors, warnings = (self._found_between(between, severity) for severity in "EW")
        return Facts(
            tuple(files),
            self.beside if collection.id in IN_FILES else (),
            cross_errors=tuple(errors),
            warnings=(*(one for some in within for one in some), *warnings),
            being_checked=sum(one.state == Upload.State.RECEIVED for one in self.uploads),
            is_being_compared=(year, collection.id) in self.being_compared,
            is_not_compared=(year, collection.id) in self.not_compared,
        )

    def _stand(self, year: int, collection: Collection) -> list[Snapshot]:
        """The current rows of the collection's layouts, in their order; those of the whole year stand in each."""
        mine = [one for one in self.snapshots if one.school_year == year and one.collection in ("", collection.id)]
        return sorted(
            (one for one in mine if one.report in collection.layouts),
            key=lambda one: (collection.layouts.index(one.report), one.dataset),
        )

    def _in_force(self, one: Snapshot, collection: Collection) -> InForce:
        upload = self._last_word(one)
        hands = in_whose_hands(one.dataset, one.collection, self.calendars[one.school_year or 0], self.today)
        return InForce(
            one.report,
            str(one.pk),
            one.content_hash,
            one.rows,
            str(upload.pk),
            upload.file_name,
            upload.errors,
            is_passed_on=hands.id != collection.id,
        )

    def _last_word(self, one: Snapshot) -> Upload:
        """The latest file that said these rows, which need not be the first. Files sent together came at one time."""
        same = [upload for upload in self.uploads if upload.report == one.report]
        first = next(upload for upload in self.uploads if upload.pk == one.upload_id)
        latest = (upload for upload in same if upload.received_at == one.stands_since != first.received_at)
        its = (upload for upload in latest if one.school_year in upload.school_years)
        return next((upload for upload in its if one.collection in (upload.collections or [""])), first)

    def _found(self, year: int, collection: Collection, file: InForce) -> list[Found]:
        told = self.warnings.get(uuid.UUID(file.upload), [])
        return [
            self._told((year, collection.id), file.layout, one)
            for one in told
            if one[0] != WAITS  # nobody has to explain it
        ]

    def _found_between(self, found: Iterable[CrossFinding], severity: str) -> list[Found]:
        """What rules between the files of a collection found."""
        return [
            self._told((one.school_year, one.collection), one.dataset, (one.rule_id, one.total, one.digest))
            for one in found
            if one.severity == severity
        ]

    def _told(self, of: Of, layout: str, told: Told) -> Found:
        rule_id, total, digest = told
        words = self.explanations.get((*of, layout, rule_id), [])
        return Found(layout, rule_id, RULE_TITLES[rule_id], total, digest, words[-1].digest if words else None)


def collection_lines(how: Standing) -> list[Line]:
    """Every layout of the collection, sent or not; of published reports only those that were sent. No query."""
    files = {file.layout: file for file in how.facts.files} if how.facts else {}
    shown = [layout for layout in how.collection.layouts if REPORTS[layout].number or layout in files]
    return [Line(layout, layout in how.collection.required, files.get(layout)) for layout in shown]


def collections_of_district(district_id: int, years: Some[int] | None = None) -> DistrictCollections:
    """Of these school years, or of all that there is anything of. Eight queries."""
    of_years = Q() if years is None else Q(school_year__in=years)
    snapshots = _in_force(district_id, of_years)
    taken = Q(report__in=LAYOUTS, state__in=(*Upload.TAKEN, Upload.State.HELD)) | Q(state=Upload.State.RECEIVED)
    giving = Q(pk__in={one.upload_id for one in snapshots})
    uploads = list(_with_warnings(Upload.objects.filter(taken | giving, district_id=district_id)))
    events = _events(CertificationEvent.objects.filter(of_years, district_id=district_id))
    today = timezone.localdate()
    dated = [one for one in snapshots if one.school_year is not None]
    of_all_years = (one for one in snapshots if one.school_year is None)
    named = {one.school_year or 0 for one in dated} | {year for year, _ in events}
    shown = set(years) if years is not None else named | {int(SchoolYear.running(today))}
    jobs, is_reminded = _jobs_and_reminders(district_id)
    return DistrictCollections(
        today,
        dated,
        stand_beside(of_all_years, uploads),
        uploads,
        _warnings(uploads),
        _between(CrossFinding.objects.filter(of_years, district_id=district_id)),
        *_compared(jobs),
        _explanations(Explanation.objects.filter(of_years, district_id=district_id).order_by("id")),
        events,
        calendars(shown),
        is_reminded,
    )


def _in_force(district_id: int, of_years: Q) -> list[Snapshot]:
    """Current rows of layouts that collections have, and of what stands beside them, which has no school year."""
    stand = Snapshot.objects.filter(district_id=district_id, superseded_at=None, rows__gt=0)
    dated = Q(of_years, dataset__in=LAYOUTS, report__in=LAYOUTS, school_year__isnull=False)
    return list(stand.filter(dated | Q(dataset__in=list(STAND_IN), school_year=None)))


def _warnings(uploads: Iterable[Any]) -> dict[uuid.UUID, list[Told]]:
    """By upload, of those of _with_warnings."""
    return {one.pk: [(rule, total, digest) for rule, total, digest in one.told] for one in uploads if one.told}


def _with_warnings(uploads: QuerySet[Upload]) -> QuerySet[Upload]:
    """Each taken one with `told`: what was found in it, of each rule how often, and the digest of that. What is said
    about an earlier file in whose place it came was answered before.
    """
    warned = Finding.objects.filter(district_id=OuterRef("district_id"), upload_id=OuterRef("pk"))
    answered = set(RULES_ON_CHANGES) - {WAITS}
    asked = warned.filter(severity=Finding.Severity.WARNING).exclude(rule_id__in=answered)
    of_taken = asked.filter(upload__state__in=Upload.TAKEN).annotate(told=JSONArray("rule_id", "total", "digest"))
    return uploads.annotate(told=ArraySubquery(of_taken.values("told")))


def _explanations(rows: Iterable[Explanation]) -> dict[Warned, list[Explanation]]:
    found: dict[Warned, list[Explanation]] = defaultdict(list)
    for one in rows:
        found[one.school_year, one.collection, one.layout, one.rule_id].append(one)
    return found


def _between(rows: Iterable[CrossFinding]) -> dict[Of, list[CrossFinding]]:
    found: dict[Of, list[CrossFinding]] = defaultdict(list)
    for one in rows:
        found[one.school_year, one.collection].append(one)
    return found


def _jobs_and_reminders(district_id: int) -> tuple[list[tuple[str, str]], bool]:
    """Of the jobs that check files against each other those that have not ended, with their states; and whether the
    district wants reminders.
    """
    left = Job.objects.filter(district_id=district_id, topic=CROSS_TOPIC).exclude(state=Job.State.DONE)
    jobs = ArraySubquery(left.annotate(told=JSONArray("key", "state")).values("told"))
    found = District.objects.filter(pk=district_id).annotate(jobs=jobs, is_on=wishes_reminders(district_id))
    told, is_on = found.values_list("jobs", "is_on").get()
    return [(key, state) for key, state in told], is_on


def _compared(jobs: list[tuple[str, str]]) -> tuple[frozenset[Of], frozenset[Of]]:
    """The collections whose files wait to be checked against each other, and those of which that was given up."""
    states = {place_of(key): state for key, state in jobs}
    given_up = frozenset(of for of, state in states.items() if state == Job.State.QUARANTINED)
    return frozenset(states) - given_up, given_up


def _events(rows: Iterable[CertificationEvent]) -> dict[Of, list[CertificationEvent]]:
    events: dict[Of, list[CertificationEvent]] = defaultdict(list)
    for one in rows:
        events[one.school_year, one.collection].append(one)
    return events


def calendars(years: Iterable[int]) -> dict[int, dict[str, Dates]]:
    """By school year the dates of its collections, as the agency has changed them. One query."""
    wanted = set(years)
    changed: dict[int, dict[str, Dates]] = defaultdict(dict)
    for row in CollectionDates.objects.filter(school_year__in=wanted).order_by("id"):
        changed[row.school_year][row.collection] = row.dates
    return {year: calendar_of(year, changed[year]) for year in wanted}


def locks_on(district_id: int, grains: Iterable[Grain]) -> dict[Grain, Standing]:
    """The collections that keep rows as they are, by what these are of. Two queries, none where no collection is."""
    asked = [grain for grain in grains if grain.dataset in LAYOUTS and grain.school_year is not None]
    years = {grain.school_year or 0 for grain in asked}
    if not years:
        return {}
    today, dates = timezone.localdate(), calendars(years)
    events = _events(CertificationEvent.objects.filter(district_id=district_id, school_year__in=years))
    locks: dict[Grain, Standing] = {}
    for grain in asked:
        year = grain.school_year or 0
        collection = in_whose_hands(grain.dataset, grain.collection, dates[year], today)
        acts = [one.event for one in events.get((year, collection.id), [])]
        how = standing(collection, year, dates=dates[year][collection.id], today=today, events=acts, facts=None)
        locks |= {grain: how} if how.is_locked else {}
    return locks
