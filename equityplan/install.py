"""Make the environment: .venv with the hashed requirements, then the front-end assets. Only what changed is done again.

Runs under the system's Python, before anything is installed: standard library only, no import of this project.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = CHECKOUT / "requirements-dev.txt"
INSTALLER = CHECKOUT / "requirements-installer.txt"
STAMP = VENV / ".installed"
OLDEST = (3, 11)


def say(text: str) -> None:
    print(f"[set-up] {text}", flush=True)


def fail(text: str) -> None:
    sys.exit(f"[set-up] {text}")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two `make` at once in one checkout: the second waits and then finds everything done.

    In somebody else's checkout nothing can be set up, and where all is done nothing need be.
    """
    if not os.access(CHECKOUT, os.W_OK):
        yield
        return
    (CHECKOUT / "build").mkdir(exist_ok=True)
    with open(CHECKOUT / "build" / "install.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another set-up of this checkout")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fingerprint() -> str:
    """Changes when the requirements or the interpreter do."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {VENV}".encode())
    for file in (REQUIREMENTS, INSTALLER):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def works() -> bool:
    """Is there an interpreter in .venv that starts, of our version?"""
    ask = [str(PYTHON), "-c", "import sys; print(sys.version_info[:2])"]
    try:
        return subprocess.run(ask, capture_output=True, text=True).stdout.strip() == str(sys.version_info[:2])
    except OSError:
        return False


def make_venv() -> None:
    """A fresh .venv; the message tells what to do where Python came without its venv part."""
    if VENV.exists():
        shutil.rmtree(VENV)
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        short = ".".join(map(str, sys.version_info[:2]))
        fail(f"this Python has no venv. On Debian and Ubuntu: apt-get install python{short}-venv. Then run make again.")
    say(f"making .venv with Python {sys.version.split()[0]}")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        fail(f"could not make .venv:\n{made.stdout}{made.stderr}")


def pip(*arguments: str) -> list[str]:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    return [str(PYTHON), "-m", "pip", "install", *quiet, "--require-hashes", "-r", *arguments]


def uv_environment() -> dict[str, str]:
    """uv does not read pip's settings: pass on what it would miss, and never let it fetch an interpreter."""
    environment = {"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1", "UV_LINK_MODE": "copy", **os.environ}
    if "PIP_INDEX_URL" in os.environ:
        environment.setdefault("UV_DEFAULT_INDEX", os.environ["PIP_INDEX_URL"])
    return environment


def install_packages() -> None:
    """With uv in seconds; where it cannot, with pip in minutes."""
    packages = sum(1 for line in REQUIREMENTS.read_text().splitlines() if line[:1].isalnum())
    say(f"installing {packages} packages")
    if subprocess.run(pip(str(INSTALLER))).returncode == 0:
        uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes"]
        if subprocess.run([*uv, "-r", str(REQUIREMENTS)], env=uv_environment()).returncode == 0:
            return
    say("uv could not install them; trying pip, which takes a few minutes")
    if subprocess.run(pip(str(REQUIREMENTS))).returncode:
        fail("the packages could not be installed; the lines above say why")


def main() -> None:
    if sys.version_info < OLDEST:
        fail(f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed, this is {sys.version.split()[0]}")
    began = time.monotonic()
    with alone():
        if not works():
            make_venv()
        if not STAMP.exists() or STAMP.read_text() != fingerprint():
            install_packages()
            STAMP.write_text(fingerprint())
            say(f"packages ready after {time.monotonic() - began:.0f} s")
        assets = subprocess.run([str(PYTHON), "-m", "equityplan.front_end"], cwd=CHECKOUT)
    if assets.returncode:
        sys.exit(assets.returncode)


if __name__ == "__main__":
    main()
