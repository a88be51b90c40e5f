"""Rules for files that no other tool has: how long files and functions are, and that nothing names a package index or
this machine.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
LONGEST = 400
LONGEST_FUNCTION = 25  # lines of its body, without docstring and blank lines
PRODUCT = {"equityplan", "districts", "monitoring"}
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
    text = path.read_text(errors="replace")
    lines = text.count("\n")
    too_long = [f"{name} has {lines} lines, at most {LONGEST}: split it by subject"] if lines > LONGEST else []
    is_product = path.suffix == ".py" and name.parts[0] in PRODUCT
    return [*too_long, *(f"{name}{fault}" for fault in long_functions(text))] if is_product else too_long


def long_functions(source: str) -> list[str]:
    """Functions that are too long to be taken in at a glance, as ':line name has …'.

    >>> long_functions("def short():\\n    return 1\\ndef long():\\n" + "    x = 1\\n" * 26)
    [':3 long has 26 lines, at most 25: name a part of it']
    """
    lines, found = source.splitlines(), []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
            start = body[0].lineno - 1 if body else 0
            length = sum(bool(line.strip()) for line in lines[start : node.end_lineno]) if body else 0
            if length > LONGEST_FUNCTION:
                found.append(
                    f":{node.lineno} {node.name} has {length} lines, at most {LONGEST_FUNCTION}: name a part of it"
                )
    return found


def main() -> int:
    problems = [problem for path in sources() for problem in problems_of(path)]
    print("\n".join(problems) or "files: short enough, with short functions, and no index named")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
