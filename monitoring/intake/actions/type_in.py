"""Rows are typed in: kept as a draft while somebody is at it, sent through the door of all files, and mended."""

from __future__ import annotations

import contextlib
import uuid
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from districts.audit import record
from districts.models import District, Membership
from districts.wall import in_job
from monitoring.intake import files
from monitoring.intake.actions.receive_upload import receive_upload
from monitoring.intake.actions.remove_original import ask_for_removal
from monitoring.intake.actions.senders import refuse_other_senders
from monitoring.intake.actions.take_upload import NotHeld, leave_upload
from monitoring.intake.entry.kept import seal
from monitoring.intake.entry.typed import Typed, from_csv, to_csv
from monitoring.intake.models import EntryDraft, Upload
from monitoring.intake.queries.entry import DAYS
from monitoring.intake.reports.catalogue import own_layouts
from monitoring.intake.reports.declaration import Report


class KeptSince(ValueError):
    """The draft was kept in another window since, as this version, and would be overwritten; 0: it is gone."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


class NotMendable(ValueError):
    """The rows of the upload cannot be opened again; the text says why."""


def keep_draft(*, layout: Report, key: uuid.UUID, typed: Typed, version: int, by: Membership) -> EntryDraft:
    """Keep what was typed so far, sealed. Call inside the scope of the tenant. `version`: that of the draft which the
    page has seen, 0 where it has seen none. Raises KeptSince, and then nothing is overwritten.

    Only the first time is on record: the others come every few seconds, and say nothing more.
    """
    refuse_other_senders(by)
    named = {"district_id": by.district_id, "layout": layout.id, "key": key}
    content = {
        "sealed": seal(typed, district_id=by.district_id),
        "rows": typed.filled,
        "by_name": by.name,
        "kept_at": timezone.now(),
    }
    drafts = EntryDraft.objects.select_for_update(of=("self",))
    if version and not drafts.filter(**named).exists():
        raise KeptSince(0)  # sent or thrown away: what is still on its way must not bring it back
    draft, is_new = drafts.get_or_create(**named, defaults=content)
    if is_new:
        record(verb="entry.started", obj=draft, detail={"layout": layout.id}, by=by)
        return draft
    if draft.version != version:
        raise KeptSince(draft.version)
    for name, value in content.items():
        setattr(draft, name, value)
    draft.version += 1
    draft.save(update_fields=[*content, "version"])
    return draft


def discard_draft(*, layout: Report, key: uuid.UUID, version: int, by: Membership) -> None:
    """Throw away what was typed. Done twice it changes nothing more. Raises KeptSince where more was kept than the page
    has seen.
    """
    refuse_other_senders(by)
    for draft in _drafts(layout, key, by):
        if draft.version != version:
            raise KeptSince(draft.version)
        record(verb="entry.discarded", obj=draft, detail={"layout": layout.id, "rows": draft.rows}, by=by)
        draft.delete()


def send_typed(
    *, layout: Report, key: uuid.UUID, typed: Typed, version: int, asks_first: bool = False, by: Membership
) -> Upload:
    """Make the layout's own file of what was typed and receive it as any other; the draft is gone then. What it mends
    waits no longer and, where it is of persons, is destroyed. Raises files.FileTooLarge, which keeps the draft, and
    KeptSince where the draft is not the one that the page has seen: `version`, or 0 where it has seen none.
    """
    refuse_other_senders(by)
    drafts = list(_drafts(layout, key, by))
    known = drafts[0].version if drafts else 0
    if known != version:
        raise KeptSince(known)
    with files.arriving([to_csv(layout, typed)]) as arrival:
        upload = receive_upload(
            file_name=f"{layout.title}, typed in", arrival=arrival, asks_first=asks_first, is_typed=True, by=by
        )
    for draft in drafts:
        if draft.mends is not None and draft.mends_id != upload.pk:
            _let_go(draft.mends, by)
        draft.delete()
    return upload


def mend_upload(*, upload_id: uuid.UUID | str, by: Membership) -> EntryDraft:
    """Open the rows of a typed upload again, as a draft that remembers their numbers. One that mends it already is gone
    on with. Call inside the scope of its tenant. Raises NotMendable.
    """
    refuse_other_senders(by)
    upload = Upload.objects.get(pk=upload_id, district_id=by.district_id)
    known = EntryDraft.objects.filter(district_id=by.district_id, mends=upload).first()
    if known is not None:
        return known
    layout, typed = _rows_of(upload)
    content = {
        "layout": layout.id,
        "sealed": seal(typed, district_id=by.district_id),
        "rows": typed.filled,
        "by_name": by.name,
        "kept_at": timezone.now(),
    }
    draft, is_new = EntryDraft.objects.get_or_create(district_id=by.district_id, mends=upload, defaults=content)
    if is_new:
        record(verb="upload.reopened", obj=upload, detail={"layout": layout.id}, by=by)
    return draft


def sweep_drafts(*, district_id: int) -> int:
    """Destroy drafts that nobody has gone on with for DAYS. Call inside the tenant's job scope. Returns how many."""
    old = EntryDraft.objects.filter(district_id=district_id, kept_at__lt=timezone.now() - timedelta(days=DAYS))
    gone = old.delete()[0]
    if gone:
        tenant = District.objects.get(pk=district_id)
        record(verb="entry.swept", obj=tenant, detail={"drafts": gone}, by=None, district_id=district_id)
    return gone


def _rows_of(upload: Upload) -> tuple[Report, Typed]:
    if not upload.is_typed:
        raise NotMendable("it was not typed in here")
    if not upload.has_ended:
        raise NotMendable("it is being checked; open it once that has ended")
    if upload.original != Upload.Original.KEPT:
        raise NotMendable("what was typed is no longer kept")
    try:
        with files.open_stored(upload) as file:
            return from_csv(own_layouts(), file.read())
    except files.FileDamaged:
        raise NotMendable("what was typed is damaged, and cannot be read") from None
    except ValueError:
        raise NotMendable("the layout has other columns since; type the rows in anew") from None


def _let_go(upload: Upload, by: Membership) -> None:
    """What was typed wrong has done what it was kept for. While its columns wait for a decision it is not its sender's
    to leave: what comes after it withdraws the question.
    """
    if upload.state == Upload.State.HELD:
        with contextlib.suppress(NotHeld):
            leave_upload(upload_id=upload.pk, by=by)
    elif upload.is_on_persons and upload.original == Upload.Original.KEPT:
        with in_job(by.district_id):  # what becomes of an upload is the pipeline's to write
            upload.original = Upload.Original.TO_REMOVE
            upload.save(update_fields=["original"])
            ask_for_removal(upload)


def _drafts(layout: Report, key: uuid.UUID, by: Membership) -> QuerySet[EntryDraft]:
    """Locked, so that what the page has seen of it stays true until the end."""
    found = EntryDraft.objects.filter(district_id=by.district_id, layout=layout.id, key=key)
    return found.select_for_update(of=("self",)).select_related("mends")
