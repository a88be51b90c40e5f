"""A file on its way in: sealed as it comes, and gone again unless it was kept. No Django."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import weakref
from pathlib import Path
from typing import IO

from monitoring.intake.sealing import HEADER, Sealer


class Arrival:
    """The sealed content lies in a folder under no name that means anything, and the key to it in our memory; whose the
    file is may be learned later. `size` and `content_hash` are those of the plain content.

    Close it, or forget it, and the file is gone; unless it was moved away.
    """

    def __init__(self, folder: Path) -> None:
        handle, name = tempfile.mkstemp(prefix="eqp-", dir=folder)
        self.path, self.size = Path(name), 0
        self._file, self._sealer, self._digest = os.fdopen(handle, "wb"), Sealer(), hashlib.sha256()
        self._gone = weakref.finalize(self, _destroy, self._file, self.path)
        self._file.write(bytes(HEADER))  # whose place it is

    @property
    def content_hash(self) -> str:
        return self._digest.hexdigest()

    def add(self, data: bytes) -> None:
        self.size += len(data)
        self._digest.update(data)
        self._file.write(self._sealer.add(data))

    def end(self) -> None:
        """All of it has come; it is synced."""
        self._file.write(self._sealer.end())
        self._sync()

    def seal_for(self, district_id: int, *, master: bytes) -> None:
        """Put the key into the header, for the district alone. Before that nobody can ever open the file."""
        self._file.seek(0)
        self._file.write(self._sealer.header(master=master, district_id=district_id))
        self._sync()

    def close(self) -> None:
        self._gone()

    def _sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())


def _destroy(file: IO[bytes], path: Path) -> None:
    try:
        with contextlib.suppress(OSError):  # what a full disk did not take
            file.close()
    finally:
        path.unlink(missing_ok=True)
