"""A district's saved mappings, for its own eyes and for the checks of its files."""

from __future__ import annotations

import uuid

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from monitoring.intake.mapping.column_mapping import ColumnMapping, OwnColumns
from monitoring.intake.models import SavedMapping, Upload


def mappings_for_page(district_id: int) -> list[SavedMapping]:
    """The latest version of each mapping, those in force first, by name; with `last_used` and `files`. One query."""
    return sorted(_with_use(_latest(district_id)), key=lambda one: (one.is_retired, one.name.casefold()))


def mapping_versions_for_page(district_id: int, mapping: uuid.UUID) -> list[SavedMapping]:
    """All versions of one mapping, the latest first, each with `last_used` and `files`. One query."""
    return list(_with_use(SavedMapping.objects.filter(district_id=district_id, mapping=mapping)).order_by("-version"))


def mappings_in_force(district_id: int) -> tuple[ColumnMapping, ...]:
    """What files of a district may be read through. One query."""
    return tuple(one.as_value for one in _latest(district_id) if not one.is_retired)


def asked_at_upload(district_id: int) -> set[str]:
    """The columns for which a mapping in force asks with each file. One query."""
    return {column for mapping in mappings_in_force(district_id) for column in mapping.asks()}


def own_columns_of(upload: Upload) -> OwnColumns:
    """What an upload is read by where no report knows its columns: the version by which it was read before, or what is
    in force when it is checked first. At most one query.
    """
    mappings: tuple[ColumnMapping, ...] = ()
    if upload.column_mapping is not None:
        mappings = (upload.column_mapping.as_value,)
    elif upload.state in (Upload.State.RECEIVED, Upload.State.QUARANTINED):
        mappings = mappings_in_force(upload.district_id)
    return OwnColumns(mappings, upload.said_year, upload.said_collection)


def was_mapped_since(upload: Upload) -> bool:
    """Whether the district saved a mapping after a file had come in that was refused, or read through one: sent again,
    it may be read otherwise.
    """
    if upload.state != Upload.State.REFUSED and upload.column_mapping_id is None:
        return False
    return SavedMapping.objects.filter(district_id=upload.district_id, saved_at__gt=upload.received_at).exists()


def _latest(district_id: int) -> QuerySet[SavedMapping]:
    """Of each mapping the latest version."""
    own = SavedMapping.objects.filter(district_id=district_id)
    return own.order_by("mapping", "-version").distinct("mapping")


def _with_use(rows: QuerySet[SavedMapping]) -> QuerySet[SavedMapping]:
    """`last_used`: when a file was last read through any version of the mapping; `files`: how many through this one."""
    read = Upload.objects.filter(column_mapping__mapping=OuterRef("mapping")).order_by("-received_at")
    own = Upload.objects.filter(column_mapping=OuterRef("pk")).order_by().values("column_mapping")
    counted = Subquery(own.annotate(files=Count("pk")).values("files"))
    return rows.annotate(last_used=Subquery(read.values("received_at")[:1]), files=Coalesce(counted, 0))
