"""The programs of equityplan: web, worker, beat. In production each is one unit of the system's own supervisor."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

from equityplan.embedded.home import CHECKOUT

PYTHON = sys.executable
ADDRESS = "address"  # file of a home: where its page was last served


@dataclass(frozen=True)
class Program:
    """What to start, and how long it may take to stop."""

    name: str
    argv: list[str]
    grace: float
    environment: dict[str, str] = field(default_factory=dict)
    stop: signal.Signals = signal.SIGTERM


def bind_address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def local_url(host: str, port: int) -> str:
    """Where a browser on this machine finds the page."""
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104
    return f"http://{bind_address(anywhere.get(host, host), port)}"


def web(host: str, port: int) -> Program:
    workers = os.environ.get("EQP_WEB_WORKERS", str(min(2, os.cpu_count() or 1)))
    argv = [PYTHON, "-m", "gunicorn", "--bind", bind_address(host, port), "--workers", workers, "--threads", "4"]
    quiet = ["--log-level", "warning", "--timeout", "120", "--graceful-timeout", "20", "--no-control-socket"]
    argv += [
        *quiet,
        "--config",
        "python:equityplan.ending",
        "--worker-class",
        "gthread",
        "--chdir",
        str(CHECKOUT),
        "equityplan.wsgi",
    ]
    return Program("web", argv, grace=25, environment={"EQP_DB_POOL": "1"})


def worker() -> Program:
    argv = [PYTHON, "-m", "celery", "-A", "equityplan.celery", "worker", "--loglevel", "warning"]
    size = os.environ.get("EQP_WORKERS", "2")
    alone = ["--without-gossip", "--without-mingle", "--concurrency", size]
    return Program("worker", [*argv, *alone], grace=30)


def beat(home: Path) -> Program:
    argv = [PYTHON, "-m", "celery", "-A", "equityplan.celery", "beat", "--loglevel", "warning"]
    return Program("beat", [*argv, "--schedule", str(home / "beat-schedule"), "--pidfile", ""], grace=10)


def prepare(url: str, *, demo: bool) -> Program:
    """Migrations as owner and, for a trial, the demo state."""
    argv = [PYTHON, "manage.py", "prepare", *(["--demo", url] if demo else [])]
    return Program("prepare", argv, grace=10)


def rest_of_demo(url: str) -> Program:
    """What the demo holds beside that, and the page does not wait for."""
    return Program("demo", [PYTHON, "manage.py", "demo", "--rest", "--address", url], grace=10)
