"""For whose eyes a figure of the state is: resting on few districts, it would tell theirs to all the others."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from monitoring.analysis import reasons

FEWEST_DISTRICTS = 3  # behind a figure of others; of two, each could tell the other's
EVERYBODY, AGENCY, DISTRICTS = "everybody", "agency", "districts"


def for_each_audience(rows: pl.DataFrame, *, districts: str, figures: Sequence[str]) -> pl.DataFrame:
    """The rows with `seen_by`; those with figures of fewer than three districts twice: for the agency, and without
    figures, with the reason, for districts.

    `districts`: the column that counts the districts behind a row, null where that is no matter. `figures`: the columns
    that tell something of them.

    >>> rows = pl.DataFrame({"rate": [0.1, 0.2], "reason": ["", ""], "behind": [3, 2]})
    >>> for_each_audience(rows, districts="behind", figures=["rate"]).select("rate", "reason", "seen_by").rows()
    [(0.1, '', 'everybody'), (0.2, '', 'agency'), (None, 'too_few_districts', 'districts')]
    """
    is_few = (pl.col(districts) < FEWEST_DISTRICTS).fill_null(False)
    whole = rows.with_columns(seen_by=pl.when(is_few).then(pl.lit(AGENCY)).otherwise(pl.lit(EVERYBODY)))
    told = {name: pl.lit(reasons.TOO_FEW_DISTRICTS) for name in ("reason", "ratio_reason") if name in rows.columns}
    hidden = rows.filter(is_few).with_columns(
        *(_nothing(rows.schema[name]).alias(name) for name in figures),
        seen_by=pl.lit(DISTRICTS),
        **told,
    )
    return pl.concat([whole, hidden])


def _nothing(dtype: pl.DataType) -> pl.Expr:
    return pl.lit([] if dtype == pl.List else None, dtype)
