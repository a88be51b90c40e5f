"""The data folder ($EQP_HOME) and where the services of one home live.

home/run     sockets        a link to a short folder where the path is too long, or hidden from the account
home/pg      database       a link to /var/lib/equityplan/… where the account cannot reach the home
home/valkey  broker's log   home/files  uploads   home/secret_key, home/sealing_key   home/demo.json
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from equityplan.embedded.account import IS_ROOT, give, reaches, service_account

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_PATH = 100  # the system's limit is 107 bytes
OUTSIDE = Path("/var/lib/equityplan")


class ServiceError(RuntimeError):
    """Something about the embedded services that a person must read."""


class Busy(ServiceError):
    """Another process holds this home."""


def home_folder() -> Path:
    """$EQP_HOME, or the folder var/ of the checkout."""
    return Path(os.path.realpath(os.environ.get("EQP_HOME") or CHECKOUT / "var"))


def home_tag(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:12]


def run_folder(home: Path) -> Path:
    """Where the sockets are. Pure look-up: right for whoever asks, before and after the first start."""
    return Path(os.path.realpath(home / "run"))


def prepare_home(home: Path) -> None:
    """Make the home and the folders of the services; links stand where the plain folder cannot work."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o711 if IS_ROOT else 0o700)  # as root: the account must walk through; what is inside is closed
    for private in ("files", "logs", "mail"):
        (home / private).mkdir(mode=0o700, exist_ok=True)
    hidden = not reaches(home)
    long = len(os.fsencode(home / "run" / ".s.PGSQL.5432.lock")) > LONGEST_SOCKET_PATH
    _place_data(home / "pg", hidden=hidden)
    _place_sockets(home / "run", short=hidden or long)


def _place_data(spot: Path, *, hidden: bool) -> None:
    if hidden and not spot.exists() and not spot.is_symlink():
        OUTSIDE.mkdir(parents=True, exist_ok=True)
        OUTSIDE.chmod(0o711)
        elsewhere = give(OUTSIDE / f"{home_tag(spot.parent)}-{secrets.token_hex(4)}")
        spot.symlink_to(elsewhere)
    if hidden and not spot.is_symlink():
        raise ServiceError(f"{spot} cannot be reached by the account of the database: give EQP_HOME in an open folder")
    give(Path(os.path.realpath(spot)))


def _place_sockets(spot: Path, *, short: bool) -> None:
    if not short:
        if spot.is_symlink():
            spot.unlink()
        give(spot)
        return
    elsewhere = Path(tempfile.gettempdir()) / f"eqp-{os.geteuid()}-{home_tag(spot.parent)}"
    give_private(elsewhere)
    if spot.is_symlink():
        spot.unlink()
    elif spot.exists():
        shutil.rmtree(spot)
    spot.symlink_to(elsewhere)


def give_private(folder: Path) -> None:
    """As give(), but in a place where others may write: what stands there must be ours."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    seen = folder.lstat()
    account = service_account()
    ours = {os.geteuid(), account.pw_uid if account else os.geteuid()}
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid not in ours:
        raise ServiceError(f"{folder} belongs to somebody else")
    give(folder)


@contextlib.contextmanager
def exclusive(home: Path, who: str, *, wait: Callable[[str], bool]) -> Iterator[None]:
    """Hold the home alone. `wait(holder)` is asked each time it is taken: True tries again, False gives up."""
    home.mkdir(parents=True, exist_ok=True)
    lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                holder = os.pread(lock, 200, 0).decode().strip() or "another process"
                if not wait(holder):
                    raise Busy(f"already running: {holder} (home {home})") from None
                time.sleep(0.1)
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{who}, pid {os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(lock)
