"""A reading process in a moment: one that has loaded all that reading needs stands ready, and forks one for each file.

Loading takes longer than most files take to be read. What stands ready was started by exec, has read no file, has used
no library and will not; so each reader is as clean as one that was started anew, and ends with its file, which nobody
waits for. The next one is forked, and warmed by two lines of its own, while its parent works on what the one before has
read.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from typing import IO

from monitoring.intake.reading.limits import Limits

FORKS = sys.platform.startswith("linux")  # elsewhere a fork may be unsafe however little was done before
START_SECONDS = 30.0  # until the next reader takes what it is sent
TOLD = 64  # bytes of a message: the number of a process, and how it ended, or nothing where it begins

Start = Callable[[list[str], int], "subprocess.Popen[bytes]"]


class Reader:
    """One forked reading process, in the shape of Popen."""

    def __init__(self, server: Server, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self._server, self.pid, self.stdin, self.stdout = server, pid, stdin, stdout
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended; None while it has not."""
        if self.returncode is None:
            self.returncode = self._server.ended(self.pid)
        return self.returncode

    def wait(self, seconds: float) -> None:
        """Until it has ended, or so long."""
        self._server.listen(seconds)

    def kill(self) -> None:
        """Where it has not ended; what it was forked from goes with it."""
        if self.poll() is None:
            self._server.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *failure: object) -> None:
        self.stdin.close()
        self.stdout.close()


class Server:
    """What stands ready. One reader at a time: each thread has its own server."""

    def __init__(self, start: Start) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = start([str(theirs.fileno()), str(os.getpid())], theirs.fileno())
        self.made_by = os.getpid()
        self.close = weakref.finalize(self, _end, self._line, self.process, self.made_by)

    @property
    def is_there(self) -> bool:
        """Whether it can be asked: a copy of it that a fork has made cannot."""
        return self.close.alive and self.made_by == os.getpid() and self.process.poll() is None

    def reader(self, limits: Limits) -> Reader:
        """Raises OSError where what stands ready has ended."""
        content, ours = os.pipe()
        answer, theirs = os.pipe()
        stdin, stdout = os.fdopen(ours, "wb", buffering=0), os.fdopen(answer, "rb", buffering=0)
        try:
            socket.send_fds(self._line, [limits.to_json().encode()], [content, theirs])
            pid = self._taken_by()
        except OSError:
            stdin.close()
            stdout.close()
            raise
        finally:
            os.close(content)
            os.close(theirs)
        return Reader(self, pid, stdin, stdout)

    def _taken_by(self) -> int:
        """Which process took what was sent; one that ended before took nothing."""
        deadline = time.monotonic() + START_SECONDS
        while (left := deadline - time.monotonic()) > 0:
            self.listen(left)
            told = self._told()
            if told is not None and told[1] is None:
                return told[0]
        raise TimeoutError("what stands ready does not answer")

    def listen(self, seconds: float) -> None:
        """Until there is something to hear, or so long."""
        with selectors.DefaultSelector() as ear:
            ear.register(self._line, selectors.EVENT_READ)
            ear.select(seconds)

    def ended(self, pid: int) -> int | None:
        """How this reader ended, or what it was forked from; None while neither has."""
        try:
            told = self._told()
        except OSError:
            return self.process.wait()
        return told[1] if told and told[0] == pid else None

    def _told(self) -> tuple[int, int | None] | None:
        """The number of a process and how it ended, None where it begins; None where nothing is said. Raises OSError
        where what stands ready has ended.
        """
        try:
            told = self._line.recv(TOLD, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        if not told:
            raise BrokenPipeError("what stood ready has ended")
        pid, code = json.loads(told)
        return pid, code


def _end(line: socket.socket, process: subprocess.Popen[bytes], made_by: int) -> None:
    line.close()
    if os.getpid() == made_by:
        process.kill()
        process.wait()


_of_thread = threading.local()


def forked(limits: Limits, start: Start) -> Reader:
    """A reader of this thread's server, which is started where there is none."""
    server: Server | None = getattr(_of_thread, "server", None)
    if server is not None and server.is_there:
        with contextlib.suppress(OSError):
            return server.reader(limits)
    _of_thread.server = Server(start)
    return _of_thread.server.reader(limits)
