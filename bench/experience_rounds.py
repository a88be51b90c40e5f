"""The report on experiences of invented states, by the product and by pandas in turn, and that both say the same."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd
from django.conf import settings

from monitoring.analysis.experiences.report import report_of

from .experience_process import WITHOUT, State, in_pandas, read, written
from .experience_state import LAST, Size, invented_experiences
from .pandas_experiences import ROW, report_in_pandas

NAMES = ("product", WITHOUT, "pandas")
RATES = ("focal_rate", "reference_rate", "ratio", "weighted_ratio")
NEAR = 1e-12


def measure_experiences(size: Size, *, rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    found: dict[str, list[dict[str, float]]] = {name: [] for name in NAMES}
    with tempfile.TemporaryDirectory(prefix="eqp-bench-") as work:
        tell(f"{size.name}: making the state …")
        state = invented_experiences(size)
        written(state, Path(work))
        counts = counted(state)
        del state
        for number in range(rounds):
            tell(f"{size.name}: round {number + 1} of {rounds} …")
            for name in NAMES:
                found[name].append(_in_a_process(name, work))
        tell(f"{size.name}: both beside each other …")
        refuse_other_reports(read(Path(work)))
    middle = {
        what: {name: round(median(one[what] for one in each), 3) for name, each in found.items()}
        for what in ("seconds", "processor", "megabytes")
    }
    return {"size": counts, **middle, "ratios": _ratios(middle)}


def _ratios(middle: dict[str, dict[str, float]]) -> dict[str, float]:
    """Of the clock on the wall; and of the processor, which others on the machine disturb less."""
    told = {"": middle["seconds"], ", of the processor": middle["processor"]}
    return {
        f"pandas / {name}{of}": round(took["pandas"] / took[name], 2) for of, took in told.items() for name in NAMES[:2]
    }


def counted(state: State) -> dict[str, int]:
    who, years = state
    latest = max(years, key=lambda one: one.school_year)
    return {
        "schools": who["org_code"].n_unique(),
        "students": who.height,
        "teachers": latest.classes["mepid"].n_unique(),
        "seats a year": latest.seats.height,
        "years": len(years),
    }


def _in_a_process(name: str, folder: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.experience_process", name, folder]
    done = subprocess.run(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def refuse_other_reports(state: State) -> None:
    """Raises where a number of the report is another in pandas."""
    who, years = state
    ours = in_pandas(report_of(who, years, school_year=LAST)).set_index(ROW)
    frames = {one.school_year: (in_pandas(one.seats), in_pandas(one.classes)) for one in years}
    theirs = report_in_pandas(in_pandas(who), frames, LAST)
    if len(theirs) != len(ours) or ours.empty:
        raise RuntimeError(f"the report has {len(ours)} rows, in pandas {len(theirs)}")
    theirs = theirs.reindex(ours.index)
    for name in theirs.columns:
        differs = _differs(ours[name], theirs[name], name)
        if differs.any():
            some = ours[name][differs].head(5).to_dict()
            raise RuntimeError(f"{name} of {int(differs.sum())} of {len(ours)} rows is another in pandas, as of {some}")


def _differs(ours: pd.Series, theirs: pd.Series, name: str) -> pd.Series:
    if name not in RATES:
        return ours.fillna(-1).astype("int64") != theirs.fillna(-1).astype("int64")
    both_none = ours.isna() & theirs.isna()
    return ~(both_none | ((ours - theirs).abs() <= NEAR * ours.abs()))
