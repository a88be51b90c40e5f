"""The embedded broker and cache."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from pathlib import Path

from equityplan.embedded.binaries import valkey_program
from equityplan.embedded.home import ServiceError, run_folder
from equityplan.embedded.process import end, spawn

BROKER, CACHE = 0, 1  # apart, so that clearing the cache loses no message


def socket_path(home: Path) -> Path:
    return run_folder(home) / "valkey.sock"


def url(home: Path, number: int) -> str:
    """Address of one of the server's numbered databases, as Django's cache wants it."""
    return f"unix://{socket_path(home)}?db={number}"


def as_broker_url(cache: str) -> str:
    """The same server as Celery wants it: a socket is written in another way."""
    if not cache.startswith("unix://"):
        return cache
    return cache.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")


def answers(home: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            line.connect(str(socket_path(home)))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False


class Valkey:
    """One server of one home. Throw-away: nothing is written to disk."""

    name = "Valkey"

    def __init__(self, home: Path, *, throwaway: bool = False) -> None:
        self.home, self.throwaway = home, throwaway
        self.folder = home / "valkey"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, patience: float = 60) -> None:
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o700)
        if answers(self.home):
            raise ServiceError(f"something else answers on {socket_path(self.home)}")
        book, log = self.home / "children", self.folder / "server.log"
        self.process = spawn(self._argv(), stop=signal.SIGTERM, book=book, log=log, cwd=self.folder)
        deadline = time.monotonic() + patience
        while not answers(self.home):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise ServiceError(f"Valkey did not start, see {log}")
            time.sleep(0.01)

    def _argv(self) -> list[str | Path]:
        where: list[str | Path] = ["--port", "0", "--unixsocket", socket_path(self.home), "--unixsocketperm", "700"]
        rules = ["--maxmemory-policy", "noeviction", "--daemonize", "no", "--save", ""]
        kept = ["--appendonly", "no"] if self.throwaway else ["--appendonly", "yes", "--appendfsync", "everysec"]
        return [valkey_program(), *where, "--dir", self.folder, *rules, *kept]

    def stop(self) -> None:
        end(self.process, stop=signal.SIGTERM, grace=20)
