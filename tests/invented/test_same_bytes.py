"""The same plan gives the same bytes, in this process and in others, whichever files are asked for."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from monitoring.invented.plan import plan
from monitoring.invented.writing import ALL, LAYOUTS, Wanted, write_state

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = """
import sys
from pathlib import Path
from monitoring.invented.plan import plan
from monitoring.invented.writing import write_state
write_state(plan(2, years=2, seed=5), Path(sys.argv[1]))
"""


def written(folder: Path, wanted: Wanted = ALL, seed: int = 5) -> dict[str, str]:
    write_state(plan(2, years=2, seed=seed), folder, wanted)
    return hashes(folder)


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("everything")
    write_state(plan(2, years=2, seed=5), folder)
    return folder


def test_every_process_writes_the_same_bytes(everything: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "1", "POLARS_MAX_THREADS": "1"}
    command = [sys.executable, "-c", ELSEWHERE, str(tmp_path / "there")]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    assert hashes(everything) == hashes(tmp_path / "there")


def test_another_seed_is_another_state(everything: Path, tmp_path: Path) -> None:
    one, other = hashes(everything), written(tmp_path, seed=6)
    assert {name for name, value in one.items() if other.get(name) == value} == {"state/course_crosswalk.csv"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_file_is_the_same_without_the_others(layout: str, everything: Path, tmp_path: Path) -> None:
    some = written(tmp_path, Wanted([layout]))
    assert some == {
        name: value for name, value in hashes(everything).items() if Path(name).stem.split("-")[0] == layout
    }


def test_together_the_files_of_districts_are_those_of_the_year(everything: Path, tmp_path: Path) -> None:
    written(tmp_path, Wanted(by_district=False))
    for path in (tmp_path / "people").rglob("*.csv"):
        year, name = path.parts[-2:]
        parts = sorted((everything / "districts").glob(f"*/{year}/{name}"))
        lines = [part.read_text().splitlines() for part in parts]
        assert path.read_text().splitlines() == [lines[0][0], *(line for some in lines for line in some[1:])]
