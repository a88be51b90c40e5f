"""Files for a collection that was handed over: they wait until it is open to changes again."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from districts.school_year import show_school_year
from monitoring.intake.certification.catalogue import OF_FIGURES, layout_title
from monitoring.intake.certification.standing import Standing
from monitoring.intake.certification.steps import lock_words
from monitoring.intake.changes.superseding import LOCKED
from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.checks.rule import as_found
from monitoring.intake.checks.run import Finding as Found
from monitoring.intake.checks.run import describe
from monitoring.intake.examination import HELD, REFUSED, Examination
from monitoring.intake.files import read_snapshot
from monitoring.intake.grain import Frames, Grain
from monitoring.intake.models import Finding, Snapshot, Upload
from monitoring.intake.queries.collections import locks_on
from monitoring.intake.reports.catalogue import REPORTS


def beside_locks(examination: Examination, current: Mapping[Grain, Snapshot], *, upload: Upload) -> Examination:
    """The examination; held, with why, where the file would change rows of a collection that was handed over. What was
    taken once is not held any more. Hold Lock.SNAPSHOTS, so that nobody hands over meanwhile.
    """
    if examination.verdict == REFUSED or upload.district.is_state or _was_taken(upload, current):
        return examination
    locks = locks_on(upload.district_id, _changed(examination.frames, current, upload))
    if not locks:
        return examination
    findings = [*examination.findings, as_told(LOCKED, locks)]
    why = examination.why_held or Upload.WhyHeld.LOCKED
    return replace(examination, findings=findings, verdict=HELD, rows_accepted=0, why_held=why)


def locks_on_taken(frames: Frames, current: Mapping[Grain, Snapshot], *, upload: Upload) -> dict[Grain, Standing]:
    """What keeps a file that was taken from giving other rows than it gave. Hold Lock.SNAPSHOTS."""
    if upload.district.is_state or not _was_taken(upload, current):
        return {}
    return locks_on(upload.district_id, _changed(frames, current, upload))


def as_told(rule_id: str, locks: Mapping[Grain, Standing]) -> Found:
    """The finding that says which rows of which collection are closed to changes, and why."""
    told = [
        {"school_year": grain.school_year, "value": place_of(grain, how), "other": lock_words(how)}
        for grain, how in locks.items()
    ]
    return describe(RULES[rule_id], as_found(pl.DataFrame(told)), {})


def _was_taken(upload: Upload, current: Mapping[Grain, Snapshot]) -> bool:
    return upload.state in Upload.TAKEN or any(one.upload_id == upload.pk for one in current.values())


def _changed(frames: Frames, current: Mapping[Grain, Snapshot], upload: Upload) -> list[Grain]:
    """What the file would give other rows than stand, nor came in later."""

    def is_changed(grain: Grain) -> bool:
        stands = current.get(grain)
        return stands is None or not (
            stands.is_later_than(upload) or read_snapshot(stands).equals(frames[grain], null_equal=True)
        )

    return [grain for grain in frames if is_changed(grain)]


def place_of(grain: Grain, how: Standing) -> str:
    """'October collection 2024-25, Students': which rows of which collection."""
    return f"{how.collection.title} {show_school_year(how.year)}, {layout_title(grain.dataset)}"


def locks_of_upload(upload: Upload) -> dict[str, Standing] | None:
    """Of a held upload the places that still keep it out, and why; none where they are open to changes again; None
    where it waits for something else. Three queries, one where it does.
    """
    if upload.state != Upload.State.HELD:
        return None
    found = Finding.objects.filter(upload=upload, rule_id=LOCKED).first()
    if found is None:
        return None
    kept_out = {detail["value"] for detail in found.details}
    of = REPORTS[upload.report].dataset
    grains = itertools.product([of] if of else OF_FIGURES, upload.school_years, upload.collections or [""])
    locks = locks_on(upload.district_id, itertools.starmap(Grain, grains))
    places = {place_of(grain, how): how for grain, how in locks.items()}
    return {place: how for place, how in places.items() if place in kept_out}
