"""Names that survive a crash: a file's bytes are synced, and so is every folder that leads to them. No Django."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


def make_folder(folder: Path) -> Path:
    """A folder for nobody else's eyes, with all above it; one that is there stays as it is."""
    if not folder.is_dir():
        make_folder(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        sync(folder.parent)
    return folder


@contextlib.contextmanager
def written(data: bytes, folder: Path) -> Iterator[Path]:
    """A synced file with this content under no name that means anything; gone at the end, unless it was moved away."""
    handle, name = tempfile.mkstemp(prefix="eqp-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def move_into_place(written: Path, target: Path) -> None:
    """Give a synced file its name, at once or not at all, in the place of whatever stands there."""
    make_folder(target.parent)
    os.replace(written, target)


def settle(folder: Path, *, root: Path) -> None:
    """Sync a folder and those above it up to the root: another process may have made one, and been killed before it
    was synced.
    """
    sync(folder)
    if folder != root:
        settle(folder.parent, root=root)


def sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
