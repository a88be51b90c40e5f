"""Rules for files that no other tool has: their length, and that nothing names a package index or this machine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
LONGEST = 400
COUNTED = {".py", ".html", ".css", ".js", ".sql", ".md", ".toml", ".txt"}
LOCKS = {"package-lock.json", "requirements.txt", "requirements-dev.txt", "requirements-installer.txt"}
INDEX = re.compile(r"https?://|--(extra-)?index-url|--find-links|\"resolved\"")


def sources() -> list[Path]:
    """What git keeps or would keep; every file where there is no git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
    if listed.returncode == 0:
        return [path for line in listed.stdout.splitlines() if (path := CHECKOUT / line).is_file()]
    hidden = {".venv", "node_modules", "build", "var", ".git"}
    return [path for path in CHECKOUT.rglob("*") if path.is_file() and not hidden & set(path.parts)]


def problems_of(path: Path) -> list[str]:
    name = path.relative_to(CHECKOUT)
    if path.name in LOCKS:
        return [f"{name} names a package index"] if INDEX.search(path.read_text()) else []
    if path.suffix not in COUNTED or "migrations" in name.parts or "golden" in name.parts:
        return []
    lines = path.read_text(errors="replace").count("\n")
    return [f"{name} has {lines} lines, at most {LONGEST}: split it by subject"] if lines > LONGEST else []


def main() -> int:
    problems = [problem for path in sources() for problem in problems_of(path)]
    print("\n".join(problems) or "files: short enough, and no index named")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
