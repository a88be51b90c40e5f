"""The reading process: a file comes in by standard input, and its table, or why there is none, goes out by standard
output. It may be ended by its parent at any moment, ends with it, and can write no file.

`python -m monitoring.intake.reading.child LIMITS PARENT` is one. `… child LINE PARENT`, with the number of a socket, is
what stands ready: it does nothing but fork one after the other, each for one file that it is asked for (ready.py).
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import resource
import signal
import socket
import sys
from typing import NoReturn

from monitoring.intake.reading.answer import write_answer
from monitoring.intake.reading.delimited import read_delimited
from monitoring.intake.reading.kinds import recognize_kind
from monitoring.intake.reading.limits import DEFAULT, Limits
from monitoring.intake.reading.refusal import FileRefused, Note
from monitoring.intake.reading.table import Table
from monitoring.intake.reading.workbook import read_workbook

PR_SET_PDEATHSIG = 1
ASKED = 4096  # bytes of a message, at most
MORE_SECONDS = 15
MORE_BYTES = 4 << 30  # far more is set aside for data than ever becomes resident


def main(limits: Limits, parent: int) -> None:
    end_with(parent)
    bound(limits)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library may print is no part of the answer
    content = io.BytesIO(sys.stdin.buffer.read())
    end_after(limits.seconds)  # from here on it is no longer our parent that may be slow
    with out:
        write_answer(read(content, limits), out)


def stand_ready(line: socket.socket, parent: int) -> None:
    """Fork a reading process ahead of each message on the line, which is its limits beside its two pipes; it tells that
    it took them, and we how it ended, until the line is closed.
    """
    end_with(parent)
    own = os.getpid()
    with contextlib.suppress(BrokenPipeError):
        while True:
            reader = os.fork()
            if not reader:
                _become_reader(line, own)
            code = os.waitstatus_to_exitcode(os.waitpid(reader, 0)[1])
            line.send(json.dumps([reader, code]).encode())


def _become_reader(line: socket.socket, parent: int) -> NoReturn:
    code = 1
    try:
        end_with(parent)
        warm_up()
        limits, pipes, *_ = socket.recv_fds(line, ASKED, 2)
        if limits:
            line.send(json.dumps([os.getpid(), None]).encode())
            line.close()
            for place, pipe in enumerate(pipes):
                os.dup2(pipe, place)
                os.close(pipe)
            main(Limits.from_json(limits.decode()), parent)
        code = 0
    finally:
        os._exit(code)


def warm_up() -> None:
    """Read two lines of our own, since what a process does for the first time takes it several times as long."""
    table = read(io.BytesIO(b"a,b\n1,2\n"), DEFAULT)
    write_answer(table, io.BytesIO())


def read(content: io.BytesIO, limits: Limits) -> Table | Note:
    try:
        table = {"text": read_delimited, "workbook": read_workbook}[recognize_kind(content)](content, limits)
    except FileRefused as refused:
        return refused.note
    return table if table.cells.height else Note("E-FILE-EMPTY")


def end_with(parent: int) -> None:
    """Have the kernel end us when our parent does, even by kill -9. Linux only; elsewhere `bound` is what is left."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(1)


def bound(limits: Limits) -> None:
    """The last resort, a little beyond what our parent watches: without it nobody would end us."""
    _lower(resource.RLIMIT_DATA, limits.resident_bytes + MORE_BYTES)
    _lower(resource.RLIMIT_CORE, 0)  # a core would hold what is in the file
    _lower(resource.RLIMIT_FSIZE, 0)  # and so might any other file


def end_after(seconds: float) -> None:
    """As `bound`, of time."""
    signal.alarm(int(seconds) + MORE_SECONDS)


def _lower(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    if sys.argv[1].isdigit():
        stand_ready(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
    else:
        main(Limits.from_json(sys.argv[1]), int(sys.argv[2]))
