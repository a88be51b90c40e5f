"""Campaigns of faults against a city of their own. A failed one prints its seed, which gives the same one again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from equityplan.embedded.home import CHECKOUT
from tests.platform.stack import GIVEN

pytestmark = pytest.mark.xdist_group("stack")


def campaign(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, whose Django is the city's and not that of this test run."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("EQP_") and name not in GIVEN}
    argv = [sys.executable, "-m", "tests.faults.run", "--ledger", str(folder / "ledger.jsonl"), *arguments]
    return subprocess.run(argv, cwd=CHECKOUT, env=ours, capture_output=True, text=True)


def assert_sound(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-4000:]}"


def test_ten_faults_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    assert_sound(campaign(tmp_path, "--few", "--seed", "1"))


@pytest.mark.slow
def test_sixty_faults_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    assert_sound(campaign(tmp_path, "--faults", "60", "--seed", "60"))


@pytest.mark.slow
def test_a_product_that_loses_and_doubles_is_found_out(tmp_path: Path) -> None:
    done = campaign(tmp_path, "--sabotage", "--seed", "2")
    told = [line.removeprefix("WRONG: ") for line in done.stdout.splitlines() if line.startswith("WRONG: ")]
    seen = (
        "acknowledged and not there",
        "not ended",
        "was received 0 times",
        "a row without its file",
        "other rows",
    )
    assert [words for words in seen if not any(words in line for line in told)] == [], done.stdout
