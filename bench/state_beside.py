"""The same state in pandas, in a process of its own, and its numbers beside the product's: what is compared has to be
the same work.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
from django.conf import settings

from monitoring.results.models import DistrictGap, PartialSum, StateGap

from .state_work import Across

NEAR = 1e-12
AMOUNTS = ["numerator", "denominator", "known", "missing"]


def in_pandas(folder: Path) -> dict[str, float]:
    """Seconds by year."""
    command = [sys.executable, "-m", "bench.pandas_state", str(folder)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def refuse_other_numbers(folder: Path, years: list[int], across: Across) -> None:
    """Raises where a sum of a school, a district or the state is another in pandas."""
    for year in years:
        theirs = pd.read_pickle(folder / f"sums-{year}.pickle")  # noqa: S301 -- written by bench
        key = ["level", "org_code", "district", "measure", "unit"]
        theirs = theirs[theirs["missing"] + theirs["known"] + theirs["denominator"] > 0].set_index(key)[AMOUNTS]
        ours = _stored(year, across).set_index(key)[AMOUNTS]
        both = theirs.astype("int64").join(ours.astype("int64"), how="outer", lsuffix="_pandas").fillna(-1)
        differs = pd.concat([both[name] != both[f"{name}_pandas"] for name in AMOUNTS], axis=1).any(axis=1)
        if differs.any() or both.empty:
            some = both[differs].head(5).to_dict("index")
            raise RuntimeError(f"{int(differs.sum())} of {len(both)} sums of {year} are others in pandas, as {some}")


def refuse_other_gaps(folder: Path, year: int, across: Across) -> None:
    """Raises where a gap between schools is another in pandas, or is there in one of both alone."""
    key = ["scope", "partition", "group", "window", "measure"]
    told = pd.read_pickle(folder / f"gaps-{year}.pickle")  # noqa: S301 -- written by bench
    theirs = told.set_index(key)["difference"].rename("theirs")
    rows: list[tuple[object, ...]] = []
    with across("bench: the gaps that are stored"):
        for model in (StateGap, DistrictGap):
            known = model.objects.filter(school_year=year, difference__isnull=False, method="Q")
            rows += known.values_list(*key, "difference")
    ours = pd.DataFrame(rows, columns=[*key, "ours"]).set_index(key)["ours"]
    both = pd.concat([theirs, ours], axis=1)
    differs = ~((both["theirs"] - both["ours"]).abs() < NEAR)
    if differs.any() or both.empty:
        some = both[differs].head(5).to_dict("index")
        raise RuntimeError(f"{int(differs.sum())} of {len(both)} gaps of {year} are others in pandas, as {some}")


def _stored(year: int, across: Across) -> pd.DataFrame:
    names = {"district__org_code": "district", "measure_id": "measure"}
    with across("bench: the sums that are stored"):
        rows = PartialSum.objects.filter(sums__school_year=year, sums__is_certified=True, reason="")
        columns = ["level", "org_code", *names, "unit", *AMOUNTS]
        found = pd.DataFrame(list(rows.values_list(*columns)), columns=columns).rename(columns=names)
    return found[found["missing"] + found["known"] + found["denominator"] > 0]
