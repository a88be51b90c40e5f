"""A file is judged, and what is right in it is frozen."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable

from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone

from districts.audit import record
from districts.models import District
from districts.outbox import enqueue
from monitoring.intake import files, progress
from monitoring.intake.actions.freeze_snapshot import current_of, freeze_snapshot
from monitoring.intake.actions.update_directory import update_directory
from monitoring.intake.checks.run import Finding as Found
from monitoring.intake.details import shown
from monitoring.intake.examination import REFUSED, Examination, examine
from monitoring.intake.models import ColumnProposal, Finding, Snapshot, Upload
from monitoring.intake.past import load_past
from monitoring.intake.sheet import STATE_CODE
from monitoring.intake.topics import CHECK_TOPIC, RECOMPUTE_TOPIC

ATTEMPTS = 5
COMPUTED = (Snapshot.Dataset.SCHOOL_ENROLLMENT, Snapshot.Dataset.METRIC_AGGREGATE)

log = logging.getLogger("monitoring.intake")


def check_upload(*, upload_id: uuid.UUID | str) -> Upload:
    """Check one upload, freeze what is right, and ask for results. Call inside the worker's scope.

    Done twice it changes nothing; after a decision on its columns it is done again. Trouble that is not the file's is
    tried five times, then the upload is set aside with the reason.
    """
    upload = Upload.objects.select_for_update().select_related("district").get(pk=upload_id)
    if upload.has_ended and not _is_decided_since(upload):
        return upload
    try:
        with transaction.atomic():
            _check(upload)
    except (DatabaseError, InterfaceError):
        raise  # the job's own attempts are for these
    except Exception as trouble:
        log.exception("upload %s could not be checked", upload.pk)
        _note_trouble(upload.pk, trouble)
    finally:
        progress.forget(upload.pk)
    return upload


def _check(upload: Upload) -> None:
    progress.tell(upload.pk, "reading", 0, 1)
    decided = {
        state: ColumnProposal.objects.filter(upload=upload, state=state) for state in ColumnProposal.State.values
    }
    confirmed = {proposal.school_year: dict(proposal.mapping) for proposal in decided[ColumnProposal.State.CONFIRMED]}
    declined = frozenset(proposal.school_year for proposal in decided[ColumnProposal.State.DECLINED])
    with files.local_copy(upload) as path:
        progress.tell(upload.pk, "checking", 0, 1)
        examination = examine(
            path,
            owner=upload.district.org_code,
            past=lambda report: load_past(report, district_id=upload.district_id, besides=upload.pk),
            remapped=confirmed,
            declined=declined,
        )
    upload.report = examination.report.id if examination.report else ""
    touched = _freeze(upload, examination, confirmed) if examination.verdict != REFUSED else set()
    touched |= _propose(upload, examination)
    _write_findings(upload, examination.findings)
    _conclude(upload, examination)
    _ask_for_results(upload, touched)


def _freeze(upload: Upload, examination: Examination, confirmed: dict[int, dict[str, str]]) -> set[int | None]:
    """Snapshots of everything accepted. Returns the school years whose results are out of date; None for all years."""
    touched: set[int | None] = set()
    has_organizations = False
    current = current_of(upload)
    for done, (grain, frame) in enumerate(examination.frames.items()):
        progress.tell(upload.pk, "storing", done, len(examination.frames))
        dataset, year = grain
        mapping = confirmed.get(year, {}) if year is not None else {}
        frozen = freeze_snapshot(upload=upload, grain=grain, frame=frame, current=current.get(grain), mapping=mapping)
        if frozen and dataset in COMPUTED:
            touched.add(year)
        has_organizations = has_organizations or (frozen is not None and dataset == Snapshot.Dataset.ORGANIZATIONS)
    if has_organizations:
        prefix = None if upload.district.is_state else upload.district.org_code[:4]
        if update_directory(only_prefix=prefix):
            touched.add(None)
    return touched


def _propose(upload: Upload, examination: Examination) -> set[int | None]:
    """Proposals for the years whose columns are withheld; those of older files for the years of this one are
    withdrawn.
    """
    older = ColumnProposal.objects.filter(
        district_id=upload.district_id,
        report=upload.report,
        state=ColumnProposal.State.PROPOSED,
        school_year__in=examination.years,
        upload__received_at__lt=upload.received_at,
    )
    touched: set[int | None] = set(older.values_list("school_year", flat=True))
    older.update(state=ColumnProposal.State.WITHDRAWN)
    for year, mapping in examination.proposed.items():
        titles = {examination.headers.get(a, a): examination.headers.get(b, b) for a, b in mapping.items()}
        ColumnProposal.objects.get_or_create(
            district_id=upload.district_id,
            upload=upload,
            school_year=year,
            defaults={
                "report": upload.report,
                "mapping": dict(mapping),
                "titles": titles,
                "evidence": examination.sentences.get(year, ""),
            },
        )
        touched.add(year)
    return touched


def _write_findings(upload: Upload, findings: Iterable[Found]) -> None:
    """The findings of the last check. An upload has one finding a rule."""
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
        row.details += [shown(detail) for detail in found.details.iter_rows(named=True)]
    Finding.objects.bulk_create(merged.values())
    totals = {severity: sum(row.total for row in merged.values() if row.severity == severity) for severity in "EWI"}
    upload.errors, upload.warnings, upload.infos = totals["E"], totals["W"], totals["I"]


def _conclude(upload: Upload, examination: Examination) -> None:
    upload.state = Upload.State(examination.verdict)
    upload.school_years = list(examination.years)
    upload.rows, upload.rows_accepted = examination.rows, examination.rows_accepted
    upload.checked_at, upload.last_error = timezone.now(), ""
    upload.is_removed = any(found.rule.id == "E-FILE-PERSONAL" for found in examination.findings)
    upload.save()
    if upload.is_removed:
        files.remove_original(upload)
    detail = {
        "state": upload.state,
        "report": upload.report,
        "rows": upload.rows,
        "rows_accepted": upload.rows_accepted,
        "errors": upload.errors,
        "warnings": upload.warnings,
        "snapshots": Snapshot.objects.filter(upload=upload, superseded_at=None).count(),
    }
    record(verb="upload.checked", obj=upload, detail=detail, by=None)


def _ask_for_results(upload: Upload, touched: set[int | None]) -> None:
    """One promise a school year, kept by the agency, so that many uploads in a minute cause a few recomputations."""
    if not touched:
        return
    agency = upload.district if upload.district.is_state else District.objects.filter(org_code=STATE_CODE).first()
    years = touched - {None} or set(
        Snapshot.objects.filter(dataset__in=COMPUTED, superseded_at=None).values_list("school_year", flat=True)
    )
    for year in sorted(int(year) for year in years if year is not None):
        payload = {"school_years": [year], "trigger": "upload"}
        enqueue(topic=RECOMPUTE_TOPIC, key=str(year), payload=payload, district_id=(agency or upload.district).pk)


def _is_decided_since(upload: Upload) -> bool:
    """Whether a person has decided on the upload's columns after it was last checked."""
    return ColumnProposal.objects.filter(upload=upload, decided_at__gt=upload.checked_at).exists()


def _note_trouble(upload_id: uuid.UUID, trouble: Exception) -> None:
    """Count the attempt; ask for another, or set the upload aside with the reason."""
    upload = Upload.objects.get(pk=upload_id)
    upload.attempts += 1
    upload.last_error = f"{type(trouble).__name__}: {trouble}"[:2000]
    if upload.attempts >= ATTEMPTS:
        upload.state, upload.checked_at = Upload.State.QUARANTINED, timezone.now()
        record(verb="upload.quarantined", obj=upload, detail={"attempts": upload.attempts}, by=None)
    else:
        payload = {"upload_id": str(upload.pk)}
        enqueue(topic=CHECK_TOPIC, key=str(upload.pk), payload=payload, district_id=upload.district_id)
    upload.save()
