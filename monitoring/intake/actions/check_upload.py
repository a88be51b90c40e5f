"""A file is judged, and what is right in it is frozen."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from districts.audit import record
from districts.locks import Lock, wait_for
from districts.school_year import SchoolYear
from districts.trouble import StoppedFromOutside, TookTooLong
from monitoring.intake import files, progress
from monitoring.intake.actions.ask_for_checks import ask_for_checks, ask_for_the_rest
from monitoring.intake.actions.ask_for_cross_checks import ask_for_cross_checks
from monitoring.intake.actions.ask_for_results import ask_for_results, ask_for_results_of
from monitoring.intake.actions.freeze_snapshot import freeze_snapshot
from monitoring.intake.actions.keep_comparisons import keep_comparisons
from monitoring.intake.actions.put_off_check import put_off_check
from monitoring.intake.actions.remove_original import ask_for_removal
from monitoring.intake.changes.locked_rows import beside_locks, locks_on_taken
from monitoring.intake.changes.superseding import Beside, beside_current, current_of, replaced_by
from monitoring.intake.checks.run import Finding as Found
from monitoring.intake.details import shown
from monitoring.intake.digest import digest_of_both
from monitoring.intake.examination import HELD, Examination, Tell, examine
from monitoring.intake.grain import Frames, Grain
from monitoring.intake.models import ColumnProposal, Finding, Snapshot, Upload
from monitoring.intake.past import Known, load_past
from monitoring.intake.pseudonyms import Pseudonyms
from monitoring.intake.queries.mappings import own_columns_of
from monitoring.intake.reading.limits import DEFAULT
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Past

PERSONAL = "E-FILE-PERSONAL"
BY_THE_MACHINE = {  # reasons why a file cannot be read that may be the machine's, and what they are then
    "E-FILE-TOO-SLOW": TookTooLong,
    "E-FILE-TOO-MUCH-MEMORY": MemoryError,
    "E-FILE-UNREADABLE": StoppedFromOutside,
}


def check_upload(*, upload_id: uuid.UUID | str, district_id: int, known: Known, again: bool = False) -> Upload:
    """Check one upload, freeze what is right, and ask for results. Call inside its tenant's job scope.

    `known`: what is on record for everybody. Done twice it changes nothing; after a decision on
    its columns, or `again` where another year throws another light on them, it is checked beside what is accepted by
    then. Trouble that is not the file's is raised, and is the outbox's.
    """
    mine = Upload.objects.select_for_update(of=("self",)).select_related("district")
    upload = mine.get(pk=upload_id, district_id=district_id)
    decided = _decided(upload)
    is_decided = _is_to_apply(decided)
    if upload.state in Upload.ENDED and (not (again or is_decided) or upload.original != Upload.Original.KEPT):
        return upload
    if upload.state == Upload.State.LEFT:
        return upload
    is_news = is_decided or upload.state not in (*Upload.TAKEN, Upload.State.REFUSED)  # whoever asked for the check
    tell = progress.Teller(upload.pk)
    try:
        examination = _check(upload, decided, known, tell)
        if is_news and examination.verdict != HELD:  # once for each file that comes in, so that it ends
            ask_for_checks(upload, examination.to_judge_again, examination.explained)
            ask_for_the_rest(upload)
    finally:
        tell.forget()
    return upload


def _decided(upload: Upload) -> list[ColumnProposal]:
    """What people have said on its columns; of a file that was never checked nothing was asked."""
    if not upload.was_checked:
        return []
    return list(ColumnProposal.objects.filter(upload=upload).exclude(state__in=ColumnProposal.UNDECIDED))


def set_aside(*, upload_id: uuid.UUID | str, district_id: int, reason: str) -> None:
    """The check did not come to an end, however often it was tried; `reason`: a code of districts.trouble."""
    upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id, district_id=district_id)
    if upload.state not in Upload.ENDED:
        upload.state = Upload.State.QUARANTINED
    upload.checked_at, upload.last_error = timezone.now(), reason
    upload.save()
    record(verb="upload.quarantined", obj=upload, detail={"reason": reason}, by=None)


def _check(upload: Upload, decided: list[ColumnProposal], known: Known, tell: Tell) -> Examination:
    confirmed = _confirmed(decided)
    declined = frozenset(proposal.school_year for proposal in decided) - confirmed.keys()
    examination = _examine(upload, declined, confirmed, known, tell)
    _refuse_no_verdict(upload, examination)
    upload.report = examination.report.id if examination.report else upload.report  # of which rows may stand
    upload.column_mapping_id = examination.through.id if examination.through else upload.column_mapping_id
    wait_for(Lock.SNAPSHOTS, upload.district_id)  # from here on one check at a time, until it is committed
    current, replaced = current_of(upload.district_id, upload.report), replaced_by(upload)
    examination, pairs = beside_current(
        examination, current, upload=upload, organizations=known.organizations, replaced=replaced
    )
    examination = beside_locks(examination, current, upload=upload)
    frames = _with_emptied(examination.frames, current, upload)
    locks = {} if _is_to_apply(decided) else locks_on_taken(frames, current, upload=upload)
    own = {grain for grain, one in current.items() if one.upload_id == upload.pk}
    if locks:
        put_off_check(upload, locks)
        _end(upload, snapshots=len(own))
        return examination
    frozen = _freeze(upload, frames, confirmed, current, tell) if examination.verdict != HELD else []
    _note(upload, examination, pairs, decided, current, frozen)
    _conclude(upload, examination, snapshots=len(own.union(frozen)))
    return examination


def _note(
    upload: Upload,
    examination: Examination,
    pairs: list[Beside],
    decided: list[ColumnProposal],
    current: dict[Grain, Snapshot],
    frozen: list[Grain],
) -> None:
    """What was found, what is proposed and what is decided; results are asked for where they may be others."""
    is_changed = _propose(upload, examination, current)
    _write_findings(upload, examination.findings)
    keep_comparisons(upload, pairs)
    ColumnProposal.objects.filter(pk__in=[proposal.pk for proposal in decided]).update(is_applied=True)
    if is_changed or _is_to_apply(decided):
        ask_for_results(upload.district_id)
    ask_for_results_of((grain.dataset for grain in frozen), upload.district_id)


def _confirmed(decided: list[ColumnProposal]) -> dict[int, dict[str, str]]:
    return {one.school_year: dict(one.mapping) for one in decided if one.state == ColumnProposal.State.CONFIRMED}


def _is_to_apply(decided: list[ColumnProposal]) -> bool:
    """Whether a decision is carried out now, so that what was withheld is so no longer."""
    return not all(proposal.is_applied for proposal in decided)


def _examine(
    upload: Upload, declined: frozenset[int], confirmed: dict[int, dict[str, str]], known: Known, tell: Tell
) -> Examination:
    tell("reading", 0, 1)  # fetching the file is a part of it
    return examine(
        files.stored_chunks(upload),
        owner=upload.district.org_code,
        past=lambda report: _past(report, upload, known),
        remapped=confirmed,
        declined=declined,
        running=int(SchoolYear.running(timezone.localdate())),
        came_on=timezone.localdate(upload.received_at),
        pseudonyms=Pseudonyms(settings.EQP_PSEUDONYM_KEY),
        own=own_columns_of(upload),
        limits=replace(DEFAULT, file_bytes=upload.size),  # which was agreed to when it came
        tell=tell,
    )


def _refuse_no_verdict(upload: Upload, examination: Examination) -> None:
    """Raise where a file that was read before was not read now: that says nothing about the file."""
    found = {one.rule.id for one in examination.findings} if upload.report and examination.report is None else set()
    for rule_id in found & BY_THE_MACHINE.keys():
        raise BY_THE_MACHINE[rule_id](f"a file that was read before: {rule_id}")


def _past(report: Report, upload: Upload, known: Known) -> Past:
    """What the file is judged beside. Of two that are checked at once one waits for the other here, and sees it: else
    neither would be judged beside the other, by anybody.
    """
    if report.looks_back:
        wait_for(Lock.REPORTS, upload.district_id, of=report.id)
    return load_past(report, district=upload.district, known=known, besides=upload.pk)


def _with_emptied(frames: Frames, current: dict[Grain, Snapshot], upload: Upload) -> Frames:
    """What a check gives, and no rows where the file gave some at an earlier check: they are out of force."""
    own = {grain: one for grain, one in current.items() if one.upload_id == upload.pk and grain not in frames}
    return frames | {grain: files.read_snapshot(one).clear() for grain, one in own.items()}


def _freeze(
    upload: Upload,
    frames: Frames,
    confirmed: dict[int, dict[str, str]],
    current: dict[Grain, Snapshot],
    tell: Tell,
) -> list[Grain]:
    """Snapshots of the rows. Returns of what there are new ones."""
    changed = []
    for done, (grain, frame) in enumerate(frames.items()):
        tell("storing", done, len(frames))
        mapping = confirmed.get(grain.school_year, {}) if grain.school_year is not None else {}
        frozen = freeze_snapshot(upload=upload, grain=grain, frame=frame, current=current.get(grain), mapping=mapping)
        changed += [grain] if frozen is not None else []
    ask_for_cross_checks(changed, district_id=upload.district_id)
    return changed


def _propose(upload: Upload, examination: Examination, current: dict[Grain, Snapshot]) -> bool:
    """Proposals for the years whose columns are withheld, and none for years of which a later file was taken. Returns
    whether any was made, or withdrawn.
    """
    is_changed = _withdraw(upload, examination)
    overtaken = {grain.school_year for grain, one in current.items() if one.is_later_than(upload)}
    for year, mapping in examination.proposed.items():
        if year in overtaken:
            continue
        titles = {examination.headers.get(a, a): examination.headers.get(b, b) for a, b in mapping.items()}
        told = {"mapping": dict(mapping), "titles": titles, "evidence": examination.sentences.get(year, "")}
        proposal, is_new = ColumnProposal.objects.get_or_create(
            district_id=upload.district_id,
            upload=upload,
            school_year=year,
            defaults={"report": upload.report, **told},
        )
        withdrawn = ColumnProposal.objects.filter(pk=proposal.pk, state=ColumnProposal.State.WITHDRAWN)
        is_changed |= is_new or withdrawn.update(state=ColumnProposal.State.PROPOSED, **told) > 0
    return is_changed


def _withdraw(upload: Upload, examination: Examination) -> bool:
    """No proposal of older files for the years of this one, unless it is held, nor of its own that other years have
    answered since. Returns whether there was any.
    """
    if examination.report is None or not examination.report.judged:  # nobody is asked about its columns
        return False
    taken = () if examination.verdict == HELD else examination.years
    older = Q(upload__received_at__lt=upload.received_at, school_year__in=taken)
    answered = Q(upload=upload) & ~Q(school_year__in=list(examination.proposed))
    waiting = ColumnProposal.objects.filter(
        older | answered, district_id=upload.district_id, report=upload.report, state=ColumnProposal.State.PROPOSED
    )
    return waiting.update(state=ColumnProposal.State.WITHDRAWN) > 0


def _write_findings(upload: Upload, findings: Iterable[Found]) -> None:
    """The findings of the last check. An upload has one finding a rule."""
    if upload.was_checked:
        Finding.objects.filter(upload=upload).delete()
    merged: dict[str, Finding] = {}
    for found in findings:
        row = merged.setdefault(
            found.rule.id,
            Finding(
                district_id=upload.district_id,
                upload=upload,
                rule_id=found.rule.id,
                severity=found.rule.severity,
                total=0,
                details=[],
            ),
        )
        row.total += found.total
        row.digest = digest_of_both(row.digest, found.digest)
        row.details += [shown(detail) for detail in found.details.iter_rows(named=True)]
    Finding.objects.bulk_create(merged.values())
    totals = {severity: sum(row.total for row in merged.values() if row.severity == severity) for severity in "EWI"}
    upload.errors, upload.warnings, upload.infos = totals["E"], totals["W"], totals["I"]


def _conclude(upload: Upload, examination: Examination, *, snapshots: int) -> None:
    upload.state, upload.why_held = Upload.State(examination.verdict), examination.why_held
    upload.is_confirmed &= examination.verdict != HELD  # what its sender said was not about columns
    upload.school_years = list(examination.years)
    upload.collections = sorted({grain.collection for grain in examination.frames} - {""})
    upload.rows, upload.rows_accepted = examination.rows, examination.rows_accepted
    upload.is_forbidden = any(found.rule.id == PERSONAL for found in examination.findings)
    is_read = examination.verdict != HELD and bool(examination.report and examination.report.persons)
    if upload.is_forbidden or (is_read and not upload.is_to_be_mended):
        upload.original = Upload.Original.TO_REMOVE
        ask_for_removal(upload)
    _end(upload, snapshots=snapshots)


def _end(upload: Upload, *, snapshots: int) -> None:
    """The check is over, and on record."""
    upload.checked_at, upload.last_error = timezone.now(), ""
    upload.save()
    detail = {
        "state": upload.state,
        "report": upload.report,
        "rows": upload.rows,
        "rows_accepted": upload.rows_accepted,
        "errors": upload.errors,
        "warnings": upload.warnings,
        "snapshots": snapshots,
    }
    record(verb="upload.checked", obj=upload, detail=detail, by=None)
