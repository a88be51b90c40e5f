"""For whose eyes a figure of the state is: resting on few districts, it would tell theirs to all the others."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from monitoring.analysis import reasons

FEWEST_DISTRICTS = 3  # behind a figure of others; of two, each could tell the other's
EVERYBODY, AGENCY, DISTRICTS = "everybody", "agency", "districts"


def fewest_in_a_year(districts: str, used: Sequence[str]) -> pl.Expr:
    """An aggregation: of how many districts the figures of one year are, in the year with the fewest; null where there
    are no figures.

    A sum over several years tells of one of them what the others leave. `districts`: the column that names a figure's
    district. `used`: one flag a year, whether the figure is of it.

    >>> figures = pl.DataFrame({"of": ["a", "b", "c"], "used_0": [True] * 3, "used_1": [True, False, False]})
    >>> figures.select(fewest_in_a_year("of", ["used_0"]), two=fewest_in_a_year("of", ["used_0", "used_1"])).row(0)
    (3, 1)
    """
    counts = [pl.col(districts).filter(pl.col(name).fill_null(False)).n_unique() for name in used]
    return pl.min_horizontal(pl.when(count > 0).then(count) for count in counts)


def for_each_audience(
    rows: pl.DataFrame,
    *,
    districts: str,
    figures: Sequence[str],
    told: Sequence[str] = ("reason",),
    part_districts: str | None = None,
    part_figures: Sequence[str] = (),
    part_told: Sequence[str] = (),
    fewest: int = FEWEST_DISTRICTS,
) -> pl.DataFrame:
    """The rows with `seen_by`; those with figures of too few districts twice: for the agency, and without figures,
    with the reason, for districts.

    `districts`: the column that counts the districts behind a row, null where that is no matter. `figures`: the columns
    that tell something of them; `told`: those that say why there is none. `part_districts`, `part_figures`,
    `part_told`: the same for some of the figures only, which many districts may have, but from which others that are
    seen could be taken; their absence is no reason to hide the others. `fewest`: districts that a figure needs.

    >>> rows = pl.DataFrame({"rate": [0.1, 0.2], "reason": ["", ""], "behind": [3, 2]})
    >>> for_each_audience(rows, districts="behind", figures=["rate"]).select("rate", "reason", "seen_by").rows()
    [(0.1, '', 'everybody'), (0.2, '', 'agency'), (None, 'too_few_districts', 'districts')]
    """
    few = (pl.col(districts) < fewest).fill_null(False)
    few_in_part = (pl.col(part_districts) < fewest).fill_null(False) if part_districts else pl.lit(False)
    is_few, is_partly = pl.col("_is_few"), pl.col("_is_partly")
    judged = rows.with_columns(_is_few=few, _is_partly=few_in_part)
    whole = judged.with_columns(seen_by=pl.when(is_few | is_partly).then(pl.lit(AGENCY)).otherwise(pl.lit(EVERYBODY)))
    hidden = judged.filter(is_few | is_partly).with_columns(
        *(
            pl.when(is_few | (is_partly & pl.lit(name in part_figures)))
            .then(_nothing(rows.schema[name]))
            .otherwise(name)
            .alias(name)
            for name in figures
        ),
        *(
            pl.when(is_few)
            .then(pl.lit(reasons.TOO_FEW_DISTRICTS))
            .when(is_partly & pl.lit(name in part_told))
            .then(pl.lit(reasons.TELLS_OF_FEW))
            .otherwise(name)
            .alias(name)
            for name in told
        ),
        seen_by=pl.lit(DISTRICTS),
    )
    return pl.concat([whole, hidden]).drop("_is_few", "_is_partly")


def _nothing(dtype: pl.DataType) -> pl.Expr:
    return pl.lit([] if dtype == pl.List else None, dtype)
