"""What a process loads when it starts, and what is safe after a fork."""

from __future__ import annotations

import subprocess
import sys

import pytest

from equityplan.embedded.home import CHECKOUT

HEAVY = ["scipy", "numba", "vl_convert", "fastexcel", "xlsxwriter", "typst", "pandas", "openpyxl"]
AFTER_A_FORK = """
import django, os, signal, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "equityplan.settings"
django.setup()
from equityplan.celery import app
app.loader.import_default_modules()
child = os.fork()
if child == 0:
    signal.alarm(60)
    {use}
    os._exit(0)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
USES = {
    "polars": "import polars as pl; pl.DataFrame({'a': list(range(100_000))}).group_by('a').len().sort('a')",
    "vl_convert": "import vl_convert; vl_convert.javascript_bundle('')",
    "typst": "import typst; typst.compile({'main.typ': b'Text'})",
    "scipy": "from scipy.optimize import linear_sum_assignment as best; best([[1, 2], [2, 1]])",
    "fastexcel": "import fastexcel",
    "numba": "from numba import njit; njit(lambda n: n + 1)(1)",
}


def python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True)


@pytest.mark.parametrize(
    "start",
    [
        "import equityplan.wsgi; from django.urls import get_resolver; get_resolver().url_patterns",
        "from equityplan.celery import app; app.loader.import_default_modules()",
    ],
    ids=["web", "worker"],
)
def test_nothing_heavy_is_loaded_at_start(start: str) -> None:
    asked = python(f"{start}; import sys; print([name for name in {HEAVY} if name in sys.modules])")
    assert (asked.stdout, asked.returncode) == ("[]\n", 0), asked.stderr


def test_the_supervisor_needs_no_django() -> None:
    asked = python(
        "import equityplan.supervisor, sys; print([name for name in ('django', 'celery') if name in sys.modules])"
    )
    assert asked.stdout == "[]\n"


@pytest.mark.slow
@pytest.mark.parametrize("library", list(USES))
def test_a_library_works_in_a_worker_that_was_forked(library: str) -> None:
    asked = python(AFTER_A_FORK.format(use=USES[library]))
    assert asked.returncode == 0, asked.stderr
