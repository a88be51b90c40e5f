"""From arrays by place, category and comparison to rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitoring.analysis.people.staff_year import OFFICE

from .classes import BY_ID
from .cohort import Portion
from .jackknife import REASONS, Columns
from .sums import Whole


def rows_of(portion: Portion, of_groups: Whole, groups: Sequence[str], windows: Mapping[int, Columns]) -> pl.DataFrame:
    """Grain: window, org_code, category_id, group_id, sorted. In: `windows`: arrays by place (schools, then
    districts), category (BY_ID; or one for all) and comparison (or one for all); `of_groups`: by one of `groups` its
    comparison. Students reported at a district's office are in the district alone.
    """
    codes = [*portion.schools, *portion.districts]
    own = len(portion.schools)
    places = sorted(
        (at for at, code in enumerate(codes) if at >= own or not code.endswith(OFFICE)), key=lambda at: codes[at]
    )
    shape = (len(windows), len(places), len(BY_ID), len(groups))
    named = (
        ("window", pl.Series(list(windows), dtype=pl.Int8)),
        ("org_code", pl.Series([codes[at] for at in places], dtype=pl.String)),
        ("category_id", pl.Series([one.id for one in BY_ID])),
        ("group_id", pl.Series(list(groups))),
    )
    keys = {name: ids.gather(_along(axis, shape)) for axis, (name, ids) in enumerate(named)}
    found = {
        name: _values([one[name][places] for one in windows.values()], of_groups, shape)
        for name in next(iter(windows.values()))
    }
    why = pl.when(why=1).then(pl.lit(REASONS[1])).when(why=2).then(pl.lit(REASONS[2]))
    rows = pl.DataFrame(keys | found)
    return rows.with_columns(pl.col("ratio_low", "ratio_high").fill_nan(None), interval_reason=why).drop("why")


def _along(axis: int, shape: tuple[int, ...]) -> Whole:
    numbers = np.arange(shape[axis]).reshape([-1 if one == axis else 1 for one in range(len(shape))])
    return np.broadcast_to(numbers, shape).ravel()


def _values(windows: Sequence[NDArray[np.generic]], of_groups: Whole, shape: tuple[int, ...]) -> NDArray[np.generic]:
    whole = np.stack(windows)
    if whole.shape[3] > 1:
        whole = np.take(whole, of_groups, axis=3)
    return np.broadcast_to(whole, shape).ravel()
