"""Stored files: originals as they came, and snapshots. They lie outside the database's wall, so there is one door to
them.

`open_stored` is that door: it checks the district before a byte is read, and the bytes before they are believed. Names
are made of the tenant and the content's hash, so a file is never overwritten by another.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import polars as pl
from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from django.db import transaction

from districts.wall import OutsideScope, current_scope
from monitoring.intake.models import Snapshot, Upload
from monitoring.intake.reading.limits import DEFAULT

COPY_BYTES = 1 << 20


class FileTooLarge(Exception):
    """The file is larger than this installation takes (setting EQP_UPLOAD_BYTES)."""


class FileDamaged(RuntimeError):
    """A stored file is gone, or is no longer what was stored."""


@dataclass(frozen=True)
class Kept:
    """A file that is safely on disk."""

    stored_name: str
    content_hash: str
    size: int


def upload_limit() -> int:
    """Largest file that is taken, in bytes."""
    return int(getattr(settings, "EQP_UPLOAD_BYTES", DEFAULT.file_bytes))


def keep_original(chunks: Iterable[bytes], *, district_id: int) -> Kept:
    """Stream an upload to disk, synced, under its content's name. Raises FileTooLarge, and then keeps nothing."""
    return _keep(chunks, folder=f"uploads/{district_id}", ending="", limit=upload_limit())


def keep_snapshot(data: bytes, *, district_id: int) -> Kept:
    """Store a snapshot's bytes under their content's name."""
    return _keep([data], folder=f"snapshots/{district_id}", ending=".parquet", limit=len(data))


def open_stored(row: Upload | Snapshot) -> IO[bytes]:
    """THE door to stored files: the bytes of an upload or snapshot, for those whose scope may see its row."""
    _refuse_other_district(row)
    try:
        with default_storage.open(row.stored_name, "rb") as file:
            data = file.read()
    except FileNotFoundError as error:
        raise FileDamaged(f"the file of {row._meta.label} {row.pk} is gone") from error
    if hashlib.sha256(data).hexdigest() != row.content_hash:
        raise FileDamaged(f"the file of {row._meta.label} {row.pk} is no longer what was stored")
    return io.BytesIO(data)


def read_snapshot(snapshot: Snapshot) -> pl.DataFrame:
    """The canonical rows of a snapshot."""
    return pl.read_parquet(open_stored(snapshot))


@contextlib.contextmanager
def local_copy(upload: Upload) -> Iterator[Path]:
    """The original in a private folder, for the process that reads it."""
    with open_stored(upload) as file, tempfile.TemporaryDirectory(prefix="eqp-check-") as folder:
        path = Path(folder) / "upload"
        path.write_bytes(file.read())
        yield path


def remove_original(upload: Upload) -> None:
    """Destroy an original that must not be kept, once the transaction is through. Its row and hash stay."""
    _refuse_other_district(upload)
    name = upload.stored_name
    transaction.on_commit(lambda: default_storage.delete(name))


def _refuse_other_district(row: Upload | Snapshot) -> None:
    scope = current_scope()
    sees_all = scope is not None and scope.kind in ("worker", "state")
    sees_own = scope is not None and scope.kind == "district" and scope.district_id == row.district_id
    if not (sees_all or sees_own):
        raise OutsideScope(f"the file of {row._meta.label} {row.pk} cannot be read from {scope}")


def _keep(chunks: Iterable[bytes], *, folder: str, ending: str, limit: int) -> Kept:
    digest, size = hashlib.sha256(), 0
    with _temporary() as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise FileTooLarge(f"{limit:,}")
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        content_hash = digest.hexdigest()
        name = f"{folder}/{content_hash[:2]}/{content_hash}{ending}"
        if not default_storage.exists(name):
            _put(Path(file.name), name)
    return Kept(name, content_hash, size)


@contextlib.contextmanager
def _temporary() -> Iterator[IO[bytes]]:
    """A file beside the stored ones where they are local, so that it can be renamed into place."""
    local = _local(default_storage)
    folder = local / "incoming" if local else None
    if folder:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = tempfile.NamedTemporaryFile(prefix="eqp-", dir=folder, delete=False)  # noqa: SIM115
    try:
        with file:
            yield file
    finally:
        Path(file.name).unlink(missing_ok=True)


def _put(written: Path, name: str) -> None:
    """Rename into place and sync the folder, so that the name survives a crash; or hand over to a remote storage."""
    local = _local(default_storage)
    if local is None:
        with written.open("rb") as file:
            default_storage.save(name, File(file))
        return
    target = local / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):  # another process has put the same bytes there
        os.link(written, target)  # never overwrites
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _local(storage: Storage) -> Path | None:
    inner = getattr(storage, "_wrapped", storage)
    return Path(inner.location) if isinstance(inner, FileSystemStorage) else None
