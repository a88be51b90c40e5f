"""Stored files: originals as they came, and snapshots. They lie outside the database's wall, so there is one door to
them.

`open_stored` is that door: it checks the district before a byte is read, and the bytes before they are believed. Names
are made of the tenant and the content's hash, so a file is never overwritten by another. A file gets its name, and
loses it, under the tenant's lock (`Lock.ORIGINALS`, `Lock.SNAPSHOTS`) in the transaction that says so; whatever a kill
leaves behind is then a name without a row, and `actions.sweep_files` destroys it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import polars as pl
from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage

from districts.wall import OutsideScope, current_scope
from monitoring.intake import durable
from monitoring.intake.models import Snapshot, Upload

COPY_BYTES = 1 << 20
UNFINISHED_SECONDS = 3600.0  # longer than a receipt or a check may take
ORIGINALS, SNAPSHOTS, INCOMING = "uploads", "snapshots", "incoming"

log = logging.getLogger("monitoring.intake")


class FileTooLarge(Exception):
    """The file is larger than this installation takes (setting EQP_UPLOAD_BYTES)."""


class FileDamaged(OSError):
    """A stored file is gone, or is no longer what was stored."""


@dataclass(frozen=True)
class Arrived:
    """A file that is wholly here and synced, and has no name yet."""

    path: Path
    content_hash: str
    size: int


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
    """Where files are written before they have a name: private, swept, and beside the stored ones where these are
    local, so that giving a name is a move.
    """
    return durable.make_folder(_workplaces()[0])


@contextlib.contextmanager
def arriving(chunks: Iterable[bytes], *, limit: int) -> Iterator[Arrived]:
    """Stream a file to disk, synced; gone again at the end unless it was kept. Raises FileTooLarge."""
    digest, size = hashlib.sha256(), 0
    file = tempfile.NamedTemporaryFile(prefix="eqp-", dir=workplace(), delete=False)  # noqa: SIM115
    path = Path(file.name)
    try:
        with file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise FileTooLarge(f"{limit:,}")
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        yield Arrived(path, digest.hexdigest(), size)
    finally:
        path.unlink(missing_ok=True)


def keep_original(arrived: Arrived, *, district_id: int) -> Kept:
    """Give an upload its name, which survives a crash. What stands there damaged is put right. Hold Lock.ORIGINALS."""
    return _keep(arrived, folder=f"{ORIGINALS}/{district_id}", ending="")


def keep_snapshot(data: bytes, *, district_id: int) -> Kept:
    """Store a snapshot's bytes under their content's name. Hold Lock.SNAPSHOTS."""
    with arriving([data], limit=len(data)) as arrived:
        return _keep(arrived, folder=f"{SNAPSHOTS}/{district_id}", ending=".parquet")


def open_stored(row: Upload | Snapshot) -> IO[bytes]:
    """The bytes of an upload or snapshot, every one of them checked."""
    return io.BytesIO(b"".join(stored_chunks(row)))


def stored_chunks(row: Upload | Snapshot) -> Iterator[bytes]:
    """THE door to stored files: the content of an upload or snapshot, for those whose scope may see its row. Raises
    FileDamaged, at the end where there is no earlier sign of it.
    """
    _refuse_other_district(row)
    digest = hashlib.sha256()
    with _opened(row) as file:
        for chunk in file.chunks(COPY_BYTES):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != row.content_hash:
        raise FileDamaged(f"the file of {row._meta.label} {row.pk} is no longer what was stored")


def read_snapshot(snapshot: Snapshot) -> pl.DataFrame:
    """The canonical rows of a snapshot."""
    return pl.read_parquet(open_stored(snapshot))


def destroy_original(upload: Upload) -> None:
    """Destroy the bytes of an upload; nothing happens where they are gone. Hold Lock.ORIGINALS."""
    _refuse_other_district(upload)
    destroy(upload.stored_name)


def destroy(name: str) -> None:
    """Destroy a stored file, so that it does not come back after a crash."""
    default_storage.delete(name)
    local = _local(default_storage)
    if local is not None and (local / name).parent.is_dir():
        durable.sync((local / name).parent)


def tenants_with_files() -> list[int]:
    """The ids of the tenants that have a folder."""
    return sorted({int(name) for kind in (ORIGINALS, SNAPSHOTS) for name in _listed(kind)[0] if name.isdigit()})


def stored_names(district_id: int) -> set[str]:
    """The names of everything that is stored for a tenant."""
    places = [f"{kind}/{district_id}" for kind in (ORIGINALS, SNAPSHOTS)]
    folders = [f"{place}/{folder}" for place in places for folder in _listed(place)[0]]
    return {f"{folder}/{name}" for folder in folders for name in _listed(folder)[1]}


def clear_workplaces() -> int:
    """Destroy what receipts that were killed have left half-way. Returns how many files."""
    return sum(_clear(path) for folder in _workplaces() if folder.is_dir() for path in folder.iterdir())


def _clear(path: Path) -> bool:
    """Destroy a file that is old. One that has just gone was nobody's leaving."""
    with contextlib.suppress(FileNotFoundError):
        if path.lstat().st_mtime >= time.time() - UNFINISHED_SECONDS:
            return False
        path.unlink()
        return True
    return False


def _refuse_other_district(row: Upload | Snapshot) -> None:
    scope = current_scope()
    sees_all = scope is not None and scope.kind == "worker"
    sees_own = scope is not None and scope.is_confined and scope.district_id == row.district_id
    if not (sees_all or sees_own):
        raise OutsideScope(f"the file of {row._meta.label} {row.pk} cannot be read from {scope}")


def _digest(file: File[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks(COPY_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def _opened(row: Upload | Snapshot) -> File[Any]:
    try:
        return default_storage.open(row.stored_name, "rb")
    except FileNotFoundError as error:
        raise FileDamaged(f"the file of {row._meta.label} {row.pk} is gone") from error


def _keep(arrived: Arrived, *, folder: str, ending: str) -> Kept:
    name = f"{folder}/{arrived.content_hash[:2]}/{arrived.content_hash}{ending}"
    if not _stands(name, arrived):
        _put(arrived.path, name)
    local = _local(default_storage)
    if local is not None:
        durable.settle((local / name).parent, root=local)
    return Kept(name, arrived.content_hash, arrived.size)


def _stands(name: str, arrived: Arrived) -> bool:
    """Whether these very bytes are stored under the name. A name alone is not believed: a disk may have lost them."""
    if not default_storage.exists(name):
        return False
    try:
        with default_storage.open(name, "rb") as file:
            is_whole = file.size == arrived.size and _digest(file) == arrived.content_hash
    except OSError:
        is_whole = False
    if not is_whole:
        log.warning("the stored file %s was damaged; it was sent again and is put right", name)
    return is_whole


def _put(written: Path, name: str) -> None:
    """Move into place; or hand over to a remote storage, which must not choose another name."""
    local = _local(default_storage)
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


def _workplaces() -> list[Path]:
    """The workplace, and where Django puts what browsers send. Neither need be there."""
    local = _local(default_storage)
    return [*([local / INCOMING] if local else []), Path(settings.FILE_UPLOAD_TEMP_DIR)]


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and files in a folder of the storage, which may not be there."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    return list(folders), list(names)


def _local(storage: Storage) -> Path | None:
    inner = getattr(storage, "_wrapped", storage)
    return Path(inner.location) if isinstance(inner, FileSystemStorage) else None
