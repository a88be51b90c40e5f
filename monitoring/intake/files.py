"""Stored files: originals as they came, and snapshots. They lie outside the database's wall, so there is one door to
them.

`stored_chunks` is that door: it checks the district before a byte is read, and the bytes before they are believed.
Originals may hold anything, so they are sealed from their first byte on (arrival.py), for their tenant; snapshots, and
what files change, are not. Names are made of the tenant and the plain content's hash, so a file is never overwritten by
another. A file gets its name, and loses it, under the tenant's lock (`Lock.ORIGINALS`, `Lock.SNAPSHOTS`) in the
transaction that says so; whatever a kill leaves behind is then a name without a row, and `actions.sweep_files` destroys
it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import time
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, ClassVar, Protocol, cast

import polars as pl
from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage

from districts.wall import OutsideScope, current_scope
from monitoring.intake import durable
from monitoring.intake.arrival import Arrival
from monitoring.intake.models import Comparison, Snapshot, Upload
from monitoring.intake.sealing import SealBroken, unseal

COPY_BYTES = 1 << 20
UNFINISHED_SECONDS = 3600.0  # longer than a receipt or a check may take
ORIGINALS, SNAPSHOTS, CHANGES, EVIDENCE = KINDS = ("uploads", "snapshots", "changes", "evidence")
INCOMING = "incoming"


class SealedRow(Protocol):
    """A row of another room that stands for a sealed file."""

    pk: Any
    district_id: int
    stored_name: str
    content_hash: str
    _meta: ClassVar[Any]
    is_sealed: ClassVar[bool]


Stored = Upload | Snapshot | Comparison | SealedRow
# Of each room above that has files here: the names that a tenant's rows stand for (actions.sweep_files).
NAMED_ABOVE: list[Callable[[int], set[str]]] = []

log = logging.getLogger("monitoring.intake")


class FileTooLarge(Exception):
    """The file is larger than this installation takes (setting EQP_UPLOAD_BYTES)."""


class FileDamaged(OSError):
    """A stored file is gone, or is no longer what was stored."""


@dataclass(frozen=True)
class Kept:
    """A file that is safely on disk."""

    stored_name: str
    content_hash: str
    size: int


def chunks_of(path: Path) -> Iterator[bytes]:
    """The content of a file that lies on this machine."""
    with path.open("rb") as file:
        yield from iter(lambda: file.read(COPY_BYTES), b"")


def upload_limit() -> int:
    """Largest file that is taken, in bytes."""
    return int(settings.EQP_UPLOAD_BYTES)


def workplace() -> Path:
    """Where files lie before they have a name: private, swept, and beside the stored ones where these are local, so
    that giving a name is a move.
    """
    local = _local()
    return durable.make_folder(local / INCOMING if local else Path(settings.FILE_UPLOAD_TEMP_DIR))


@contextlib.contextmanager
def arriving(chunks: Iterable[bytes]) -> Iterator[Arrival]:
    """Take in a file that is no request's; gone again at the end unless it was kept. Raises FileTooLarge."""
    with contextlib.closing(Arrival(workplace())) as arrival:
        for chunk in chunks:
            arrival.add(chunk)
            refuse_too_large(arrival)
        arrival.end()
        yield arrival


def refuse_too_large(arrival: Arrival) -> None:
    if arrival.size > upload_limit():
        raise FileTooLarge(f"{upload_limit():,}")


def arrived_chunks(arrival: Arrival, *, district_id: int) -> Iterator[bytes]:
    """The content of a file that has arrived and is not kept, for who sent it."""
    arrival.seal_for(district_id, master=settings.EQP_SEALING_KEY)
    with arrival.path.open("rb") as file:
        yield from unseal(file, master=settings.EQP_SEALING_KEY, district_id=district_id)


def keep_original(arrival: Arrival, *, district_id: int, kind: str = ORIGINALS) -> Kept:
    """Seal what came for its tenant and give it its name, which survives a crash. What stands there damaged is put
    right. Hold Lock.ORIGINALS.
    """
    kept = _name(f"{kind}/{district_id}", arrival.content_hash, "", arrival.size)
    if not _stands(kept, sealed_for=district_id):
        arrival.seal_for(district_id, master=settings.EQP_SEALING_KEY)
        _put(arrival.path, kept.stored_name)
    return _settled(kept)


def keep_snapshot(data: bytes, *, district_id: int, kind: str = SNAPSHOTS) -> Kept:
    """Store the bytes of a snapshot, or of what a file changes, under their content's name. Hold Lock.SNAPSHOTS."""
    kept = _name(f"{kind}/{district_id}", hashlib.sha256(data).hexdigest(), ".parquet", len(data))
    if not _stands(kept, sealed_for=None):
        with durable.written(data, workplace()) as path:
            _put(path, kept.stored_name)
    return _settled(kept)


def open_stored(row: Stored) -> IO[bytes]:
    """The bytes of a stored file, every one of them checked."""
    return io.BytesIO(b"".join(stored_chunks(row)))


def stored_chunks(row: Stored) -> Iterator[bytes]:
    """THE door to stored files: the content of a row's file, for those whose scope may see its row. Raises
    FileDamaged, at the end where there is no earlier sign of it.
    """
    _refuse_other_district(row)
    digest, sealed_for = hashlib.sha256(), row.district_id if _is_sealed(row) else None
    with _opened(row) as file:
        try:
            for chunk in _plain(file, sealed_for):
                digest.update(chunk)
                yield chunk
        except SealBroken as error:
            raise FileDamaged(f"the file of {row._meta.label} {row.pk} cannot be unsealed") from error
    if digest.hexdigest() != row.content_hash:
        raise FileDamaged(f"the file of {row._meta.label} {row.pk} is no longer what was stored")


def read_snapshot(row: Snapshot | Comparison, *, columns: Container[str] | None = None) -> pl.DataFrame:
    """The canonical rows of a snapshot, or what a file changes (changed_rows.CHANGES); in these `columns` of it, where
    they are named.
    """
    stored = open_stored(row)
    names = None if columns is None else [name for name in pl.read_parquet_schema(stored) if name in columns]
    return pl.read_parquet(stored, columns=names)


def destroy_original(upload: Upload) -> None:
    """Destroy the bytes of an upload; nothing happens where they are gone. Hold Lock.ORIGINALS."""
    _refuse_other_district(upload)
    destroy(upload.stored_name)


def destroy(name: str) -> None:
    """Destroy a stored file, so that it does not come back after a crash."""
    default_storage.delete(name)
    local = _local()
    if local is not None and (local / name).parent.is_dir():
        durable.sync((local / name).parent)


def tenants_with_files() -> list[int]:
    """The ids of the tenants that have a folder."""
    return sorted({int(name) for kind in KINDS for name in _listed(kind)[0] if name.isdigit()})


def stored_names(district_id: int) -> set[str]:
    """The names of everything that is stored for a tenant."""
    places = [f"{kind}/{district_id}" for kind in KINDS]
    folders = [f"{place}/{folder}" for place in places for folder in _listed(place)[0]]
    return {f"{folder}/{name}" for folder in folders for name in _listed(folder)[1]}


def clear_workplace() -> int:
    """Destroy what receipts that were killed have left half-way. Returns how many files."""
    return sum(_clear(path) for path in workplace().iterdir())


def _clear(path: Path) -> bool:
    """Destroy a file that is old. One that has just gone was nobody's leaving."""
    with contextlib.suppress(FileNotFoundError):
        if path.lstat().st_mtime >= time.time() - UNFINISHED_SECONDS:
            return False
        path.unlink()
        return True
    return False


def _is_sealed(row: Stored) -> bool:
    return isinstance(row, Upload) or getattr(row, "is_sealed", False)


def _refuse_other_district(row: Stored) -> None:
    scope = current_scope()
    sees_all = scope is not None and scope.kind == "worker"
    sees_own = scope is not None and scope.is_confined and scope.district_id == row.district_id
    if not (sees_all or sees_own):
        raise OutsideScope(f"the file of {row._meta.label} {row.pk} cannot be read from {scope}")


def _plain(file: File[Any], sealed_for: int | None) -> Iterator[bytes]:
    """The content of a stored file that is sealed for a tenant, or for nobody."""
    if sealed_for is None:
        return file.chunks(COPY_BYTES)
    return unseal(cast(IO[bytes], file), master=settings.EQP_SEALING_KEY, district_id=sealed_for)


def _opened(row: Stored) -> File[Any]:
    try:
        return default_storage.open(row.stored_name, "rb")
    except FileNotFoundError as error:
        raise FileDamaged(f"the file of {row._meta.label} {row.pk} is gone") from error


def _name(folder: str, content_hash: str, ending: str, size: int) -> Kept:
    return Kept(f"{folder}/{content_hash[:2]}/{content_hash}{ending}", content_hash, size)


def _settled(kept: Kept) -> Kept:
    """The file as it stands now, safely."""
    local = _local()
    if local is not None:
        durable.settle((local / kept.stored_name).parent, root=local)
    return kept


def _stands(kept: Kept, *, sealed_for: int | None) -> bool:
    """Whether this very content is stored under the name. A name alone is not believed: a disk may have lost it."""
    if not default_storage.exists(kept.stored_name):
        return False
    try:
        with default_storage.open(kept.stored_name, "rb") as file:
            is_whole = _hash(_plain(file, sealed_for)) == kept.content_hash
    except (OSError, SealBroken):
        is_whole = False
    if not is_whole:
        log.warning("the stored file %s was damaged; it was sent again and is put right", kept.stored_name)
    return is_whole


def _hash(content: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in content:
        digest.update(chunk)
    return digest.hexdigest()


def _put(written: Path, name: str) -> None:
    """Move into place; or hand over to a remote storage, which must not choose another name."""
    local = _local()
    if local is not None:
        durable.move_into_place(written, local / name)
        return
    if default_storage.exists(name):
        default_storage.delete(name)  # it is damaged; many storages would put a second file beside it
    with written.open("rb") as file:
        given = default_storage.save(name, File(file))
    if given != name:
        default_storage.delete(given)
        raise OSError(f"the storage gave {name} another name, {given}, under which nobody would find it")


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and files in a folder of the storage, which may not be there."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    return list(folders), list(names)


def _local() -> Path | None:
    """The folder of the storage, where that is a folder."""
    storage: Storage = default_storage
    return Path(storage.location) if isinstance(storage, FileSystemStorage) else None
