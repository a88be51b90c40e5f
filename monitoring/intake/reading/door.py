"""`read_table`: reads a file nobody vouches for in a process of its own, bounded in memory and time.

Never raises for a bad file; a reading that others have ended is none, and raises. The file goes there, and its table
comes back, through pipes; nothing touches the disk.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from districts.trouble import StoppedFromOutside
from monitoring.intake.reading import ready
from monitoring.intake.reading.answer import Answer
from monitoring.intake.reading.limits import DEFAULT, MEGABYTE, Limits
from monitoring.intake.reading.refusal import FileRefused, Note
from monitoring.intake.reading.table import Table

ROOT = Path(__file__).resolve().parents[3]
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
LOOK_EVERY = 0.01
PIECE = 1 << 20
FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)  # its own faults and bounds end otherwise

Move = Callable[[int], bool]


def read_table(content: Iterable[bytes], *, limits: Limits = DEFAULT) -> Table | Note:
    """The file with this content as a table of text cells, or the note that says why it cannot be read. What the
    content raises is raised.
    """
    with _start(limits) as child:
        try:
            answer = _Exchange(child, content, limits).run()
        except FileRefused as refused:
            return refused.note
    if not answer.is_whole:
        _refuse_no_verdict(child.returncode)
        if child.returncode:
            return Note("E-FILE-UNREADABLE", f"code {child.returncode}")
    return answer.whole()


def _refuse_no_verdict(code: int | None) -> None:
    """A child that others have ended says nothing about its file."""
    if code is not None and -code in FROM_OUTSIDE:
        raise StoppedFromOutside(f"the reading process was ended by {signal.Signals(-code).name}")


def _start(limits: Limits) -> ready.Reader | subprocess.Popen[bytes]:
    if ready.FORKS:
        return ready.forked(limits, _stands_ready)
    return _executed([limits.to_json(), str(os.getpid())], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _stands_ready(arguments: list[str], line: int) -> subprocess.Popen[bytes]:
    return _executed(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[line])


def _executed(arguments: list[str], **pipes: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "monitoring.intake.reading.child", *arguments]
    return subprocess.Popen(command, bufsize=0, cwd=ROOT, env=_environment(), stderr=subprocess.DEVNULL, **pipes)


def _environment() -> dict[str, str]:
    """Little of ours: no address of a database, secret or key."""
    needed = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # without which some interpreters do not even start
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "POLARS_MAX_THREADS": "2",
        "LC_ALL": "C.UTF-8",
        **{name: os.environ[name] for name in needed if name in os.environ},
    }


class _Exchange:
    """Feeds the child and listens to it at once, since a full pipe would hold up either.

    The bound of memory is of what is resident: reserved address space costs nothing. That of time is of the child's:
    its clock stands while the content is slow to come.
    """

    def __init__(self, child: ready.Reader | subprocess.Popen[bytes], content: Iterable[bytes], limits: Limits) -> None:
        self.child, self.limits = child, limits
        self.content, self.piece = _within(content, limits), memoryview(b"")
        self.answer = Answer()
        self.deadline, self.looked = time.monotonic() + limits.seconds, 0.0

    def run(self) -> Answer:
        """Its whole answer; or what there is of one, once it has ended. Raises FileRefused at a bound. Whatever is
        raised, the child is no more.
        """
        try:
            self._go_on()
            while not self._ends_alone and self.child.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.child.wait(LOOK_EVERY)
                self._look()
        except BaseException:
            self.child.kill()
            raise
        return self.answer

    def _go_on(self) -> None:
        """Until both pipes are closed."""
        with selectors.DefaultSelector() as pipes:
            self._open(pipes, self.child.stdin, selectors.EVENT_WRITE, self._feed)
            self._open(pipes, self.child.stdout, selectors.EVENT_READ, self._listen)
            while pipes.get_map():
                for open_one, _ in pipes.select(LOOK_EVERY):
                    if not open_one.data(open_one.fd):
                        pipes.unregister(open_one.fileobj)
                        cast(IO[bytes], open_one.fileobj).close()
                self._look()

    @property
    def _ends_alone(self) -> bool:
        """Whether nobody need see how it ends: its answer is whole, and what it was forked from looks after it."""
        return self.answer.is_whole and isinstance(self.child, ready.Reader)

    def _open(self, pipes: selectors.BaseSelector, end: IO[bytes] | None, event: int, move: Move) -> None:
        pipe = cast(IO[bytes], end)
        os.set_blocking(pipe.fileno(), False)
        if sys.platform.startswith("linux"):
            with contextlib.suppress(OSError):  # a wide pipe saves turns on a busy machine; a narrow one does as well
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIECE)
        pipes.register(pipe, event, move)

    def _feed(self, pipe: int) -> bool:
        """Whether there is more to give, and somebody to take it."""
        while not self.piece:
            asked = time.monotonic()
            piece = next(self.content, None)
            self.deadline += time.monotonic() - asked
            if piece is None:
                return False
            self.piece = memoryview(piece)
        try:
            self.piece = self.piece[os.write(pipe, self.piece) :]
        except BlockingIOError:
            return True
        except BrokenPipeError:
            return False
        return True

    def _listen(self, pipe: int) -> bool:
        """Whether there may be more to hear."""
        piece = os.read(pipe, PIECE)
        self.answer.take(piece)
        return len(piece) > 0

    def _look(self) -> None:
        now = time.monotonic()
        if now < self.looked + LOOK_EVERY:
            return
        self.looked = now
        if now > self.deadline:
            raise FileRefused("E-FILE-TOO-SLOW", f"{self.limits.seconds:g}")
        most = self.limits.resident_bytes
        if max(_resident_bytes(self.child.pid), self.answer.size) > most:
            raise FileRefused("E-FILE-TOO-MUCH-MEMORY", most // MEGABYTE)


def _within(content: Iterable[bytes], limits: Limits) -> Iterator[bytes]:
    """The content up to the limit, beyond which no more of it is looked at."""
    size = 0
    for piece in content:
        size += len(piece)
        if size > limits.file_bytes:
            most = f"{limits.file_bytes / MEGABYTE:,.1f} MB"
            raise FileRefused("E-FILE-TOO-LARGE", f"more than {most}", most)
        yield piece


def _resident_bytes(pid: int) -> int:
    """Resident memory of a process; 0 where it has just ended. Linux from /proc, elsewhere from ps."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except FileNotFoundError:
        if Path("/proc/self/statm").exists():
            return 0
    except (OSError, IndexError):
        return 0
    answer = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return int(answer.stdout.strip() or 0) * 1024
