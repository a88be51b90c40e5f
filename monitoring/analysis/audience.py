"""For whose eyes a figure of the state is: resting on few districts, it would tell theirs to all the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Part:
    """Figures of a row that rest on the same districts, and how many of these they need to be seen by districts.

    `districts`: the column that counts them, null where that is no matter. `figures`: the columns that tell something
    of them; `told`: those that say why there is none, and `because`, what they say.
    """

    districts: str
    figures: Sequence[str]
    told: Sequence[str] = ("reason",)
    because: str = reasons.TOO_FEW_DISTRICTS
    fewest: int = FEWEST_DISTRICTS

    def is_of_few(self) -> pl.Expr:
        return (pl.col(self.districts) < self.fewest).fill_null(False)


def for_each_audience(rows: pl.DataFrame, *parts: Part) -> pl.DataFrame:
    """The rows with `seen_by`; those with figures of too few districts twice: for the agency, and for districts without
    these figures, with the reason. Of a column that several parts have, the first that is of too few decides.

    >>> rows = pl.DataFrame({"rate": [0.1, 0.2], "reason": ["", ""], "behind": [3, 2]})
    >>> for_each_audience(rows, Part("behind", ["rate"])).select("rate", "reason", "seen_by").rows()
    [(0.1, '', 'everybody'), (0.2, '', 'agency'), (None, 'too_few_districts', 'districts')]
    """
    few = [f"_few_{place}" for place in range(len(parts))]
    judged = rows.with_columns(part.is_of_few().alias(name) for name, part in zip(few, parts, strict=True))
    is_few = pl.any_horizontal(few)
    whole = judged.with_columns(seen_by=pl.when(is_few).then(pl.lit(AGENCY)).otherwise(pl.lit(EVERYBODY)))
    hidden = dict[str, pl.Expr]()
    for name, part in reversed([*zip(few, parts, strict=True)]):
        nothing = {column: _nothing(rows.schema[column]) for column in part.figures}
        for column, value in (nothing | dict.fromkeys(part.told, pl.lit(part.because))).items():
            hidden[column] = pl.when(name).then(value).otherwise(hidden.get(column, pl.col(column))).alias(column)
    without = judged.filter(is_few).with_columns(*hidden.values(), seen_by=pl.lit(DISTRICTS))
    return pl.concat([whole, without]).drop(few)


def _nothing(dtype: pl.DataType) -> pl.Expr:
    return pl.lit([] if dtype == pl.List else None, dtype)
