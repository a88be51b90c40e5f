"""What the measurements were made on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from django.db import connections


def describe() -> dict[str, object]:
    """Processor, memory, load and versions; nothing that names the machine."""
    return {
        "processor": _first("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": round(int((_first("/proc/meminfo", "MemTotal") or "0 kB").split()[0]) / 2**20, 1),
        "load_before": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "postgresql": _postgresql(),
        **{name: version(name) for name in ("polars", "pandas", "django", "psycopg")},
    }


def _first(path: str, name: str) -> str | None:
    file = Path(path)
    lines = file.read_text().splitlines() if file.is_file() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), None)


def _postgresql() -> str:
    with connections["default"].cursor() as cursor:
        cursor.execute("show server_version")
        return str(cursor.fetchone()[0])
