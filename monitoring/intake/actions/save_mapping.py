"""A district says what the headings of its own exports hold."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import Membership
from monitoring.intake.mapping.column_mapping import ColumnMapping, Match, as_stored
from monitoring.intake.mapping.faults import LONGEST, Fault, faults_of
from monitoring.intake.mapping.headings import MOST
from monitoring.intake.models import SavedMapping
from monitoring.intake.queries.mappings import mapping_versions_for_page, mappings_for_page

LONGEST_NAME = 80
NAMED = "Give it a name of at most 80 characters, by which files that were read through it tell it."


class MappingRefused(ValueError):
    """It cannot be saved: `faults` say why, each with its column."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


class ChangedSince(ValueError):
    """Somebody has saved another version meanwhile; the text says who."""


def save_mapping(
    *,
    name: str,
    layout: str,
    matches: Iterable[Match],
    headings: Iterable[str] = (),
    mapping: uuid.UUID | None = None,
    version: int = 0,
    by: Membership,
) -> SavedMapping:
    """Save a mapping or, where `mapping` names one, a new version of it after the `version` that was looked at. From
    now on files are read through it. The same again changes nothing. Call inside `in_district`; raises MappingRefused,
    ChangedSince.
    """
    refuse_stranger(by, "mapping.save")
    name = " ".join(name.split())
    value = ColumnMapping(layout, tuple(matches), name)
    with transaction.atomic():
        wait_for(Lock.MAPPINGS, by.district_id)
        before = mapping_versions_for_page(by.district_id, mapping)[:1] if mapping else []
        same = _same(before[0] if before else None, value)
        if same:
            return same
        if before and before[0].version != version:
            raise ChangedSince(f"{before[0].saved_by_name} has saved version {before[0].version} meanwhile.")
        faults = [*_faults_of_name(value, mapping, by.district_id), *faults_of(value)]
        if faults:
            raise MappingRefused(faults)
        kept = [heading for heading in headings if len(heading) <= LONGEST and heading.isprintable()][:MOST]
        stored = {"name": name, "layout": layout, "headings": kept, "matches": as_stored(value.matches)}
        if before:
            return _add(before[0], stored, verb="mapping.changed", by=by)
        return _add(None, stored, verb="mapping.saved", by=by)


def retire_mapping(*, mapping: uuid.UUID, by: Membership) -> SavedMapping:
    """No file is read through it any more; its versions stay, and a change takes it into force again. Said twice it
    changes nothing more. Call inside `in_district`.
    """
    refuse_stranger(by, "mapping.save")
    with transaction.atomic():
        wait_for(Lock.MAPPINGS, by.district_id)
        latest = SavedMapping.objects.filter(district_id=by.district_id, mapping=mapping).order_by("-version")[0]
        if latest.is_retired:
            return latest
        kept = {field: getattr(latest, field) for field in ("name", "layout", "headings", "matches")}
        return _add(latest, {**kept, "is_retired": True}, verb="mapping.retired", by=by)


def _same(latest: SavedMapping | None, value: ColumnMapping) -> SavedMapping | None:
    """The latest version, where it is in force and says just this."""
    if latest is None or latest.is_retired or (latest.name, latest.layout) != (value.name, value.layout):
        return None
    return latest if sorted(latest.as_value.matches, key=str) == sorted(value.matches, key=str) else None


def _faults_of_name(value: ColumnMapping, mapping: uuid.UUID | None, district_id: int) -> list[Fault]:
    """The name, and the headings, must tell it from the others in force."""
    if not 0 < len(value.name) <= LONGEST_NAME:
        return [Fault("", NAMED)]
    others = [one for one in mappings_for_page(district_id) if not one.is_retired and one.mapping != mapping]
    if any(one.name.casefold() == value.name.casefold() for one in others):
        return [Fault("", f"A mapping “{value.name}” is in force already: change that one, or take another name.")]
    return [
        Fault(
            "",
            f"“{one.name}” is made of the very same headings, so that no file could tell which is meant. Change that"
            " one; what differs from file to file can be asked for at each upload.",
        )
        for one in others
        if one.as_value.heading_keys == value.heading_keys
    ]


def _add(latest: SavedMapping | None, stored: Mapping[str, object], *, verb: str, by: Membership) -> SavedMapping:
    number = latest.version + 1 if latest else 1
    common = {"mapping": latest.mapping} if latest else {}
    made: SavedMapping = SavedMapping.objects.create(
        district_id=by.district_id, version=number, saved_by_name=by.name, **common, **stored
    )
    detail = {"name": made.name, "layout": made.layout_title, "version": made.version}
    record(verb=verb, obj=made, detail=detail, by=by)
    return made
