"""A change of any code that figures rest on makes another version of the code, so that they are computed anew."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import monitoring
from monitoring.results import compute

MONITORING = Path(monitoring.__file__).parent
RESULTS = MONITORING / "results"
HOLD_NO_RULE = ("models/", "stale.py")  # tables, and what a version is compared by


def read_for_the_version(monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    read: set[Path] = set()
    read_bytes = Path.read_bytes

    def noted(file: Path) -> bytes:
        read.add(file)
        return read_bytes(file)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", noted)
        compute.code_version.__wrapped__()
    return read


def imported_by(file: Path) -> Iterator[Path]:
    """The modules of the repository that a file imports from."""
    package = list(file.relative_to(MONITORING.parent).parts[:-1])
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = MONITORING.parent.joinpath(*above, *(node.module or "").split("."))
            named = [module / name.name for name in node.names]
            for place in (module, *named):
                yield from (one for one in (place.with_suffix(".py"), place / "__init__.py") if one.is_file())


def needed_by(files: list[Path]) -> set[Path]:
    """These and all that they import in the room of results, and so on."""
    found: set[Path] = set()
    while files:
        file = files.pop()
        if file not in found:
            found.add(file)
            files += [one for one in imported_by(file) if RESULTS in one.parents]
    return found


def test_the_version_is_of_every_file_that_computing_takes_part_in(monkeypatch: pytest.MonkeyPatch) -> None:
    read = read_for_the_version(monkeypatch)
    needed = needed_by([RESULTS / "compute.py", *(RESULTS / "people").glob("*.py")])
    missing = {str(file.relative_to(RESULTS)) for file in needed - read} - {"__init__.py"}
    assert {name for name in missing if not name.startswith(HOLD_NO_RULE)} == set()
    analysis = MONITORING / "analysis"
    assert {*analysis.rglob("*.py"), analysis / "groups.toml"} <= read
    assert RESULTS / "people" / "adding_up.py" in read
