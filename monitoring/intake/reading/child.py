"""The reading process, `python -m monitoring.intake.reading.child FILE FOLDER LIMITS PARENT`: leaves a table, or why
there is none.

It is started by exec and never by fork, may be ended by its parent at any moment, ends with it, and touches nothing but
FOLDER.
"""

from __future__ import annotations

import ctypes
import dataclasses
import json
import os
import resource
import signal
import sys
from pathlib import Path

from monitoring.intake.reading.delimited import read_delimited
from monitoring.intake.reading.kinds import recognize_kind
from monitoring.intake.reading.limits import Limits
from monitoring.intake.reading.refusal import FileRefused
from monitoring.intake.reading.workbook import read_workbook

PR_SET_PDEATHSIG = 1
MORE_SECONDS = 15
MORE_BYTES = 4 << 30  # far more is set aside for data than ever becomes resident


def main(path: Path, folder: Path, limits: Limits) -> None:
    try:
        read = {"text": read_delimited, "workbook": read_workbook}[recognize_kind(path, limits)]
        table = read(path, limits)
        if not table.cells.height:
            raise FileRefused("E-FILE-EMPTY")
        table.write(folder)
    except FileRefused as refused:
        (folder / "refused.json").write_text(json.dumps(dataclasses.asdict(refused.note)))


def end_with(parent: int) -> None:
    """Have the kernel end us when our parent does, even by kill -9. Linux only; elsewhere `bound` is what is left."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(1)


def bound(limits: Limits) -> None:
    """The last resort, a little beyond what our parent watches: without it nobody would end us."""
    signal.alarm(int(limits.seconds) + MORE_SECONDS)
    _lower(resource.RLIMIT_DATA, limits.resident_bytes + MORE_BYTES)
    _lower(resource.RLIMIT_CORE, 0)  # a core would hold what is in the file


def _lower(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    end_with(int(sys.argv[4]))
    bound(Limits.from_json(sys.argv[3]))
    main(Path(sys.argv[1]), Path(sys.argv[2]), Limits.from_json(sys.argv[3]))
