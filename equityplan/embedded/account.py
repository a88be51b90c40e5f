"""PostgreSQL refuses to run as root: as root it runs as a system account made for it."""

from __future__ import annotations

import contextlib
import functools
import os
import pwd
import subprocess
from pathlib import Path
from typing import Any

IS_ROOT = os.geteuid() == 0


@functools.cache
def service_account() -> pwd.struct_passwd | None:
    """The account that owns the server's folders, or None when we are an ordinary user and simply use our own."""
    if not IS_ROOT:
        return None
    name = os.environ.get("EQP_PG_ACCOUNT", "equityplan")
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(name)
    useradd = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    with contextlib.suppress(OSError, subprocess.CalledProcessError, KeyError):
        subprocess.run([*useradd, name], check=True, capture_output=True)
        return pwd.getpwnam(name)
    return pwd.getpwnam("nobody")


def as_account() -> dict[str, Any]:
    """Arguments for subprocess that make a program run as the account."""
    account = service_account()
    return {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def give(path: Path, mode: int = 0o700) -> Path:
    """Make a folder that belongs to the account and to nobody else."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    if account := service_account():
        os.chown(path, account.pw_uid, account.pw_gid)
    return path


def reaches(path: Path) -> bool:
    """Can the account walk into this folder? Asked of the system itself: modes alone do not tell."""
    if service_account() is None:
        return True
    ask = ["/bin/sh", "-c", 'cd "$0"', os.fspath(path)]
    return subprocess.run(ask, capture_output=True, cwd="/", **as_account()).returncode == 0
