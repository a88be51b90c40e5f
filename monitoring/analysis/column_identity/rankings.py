"""How far the order of the schools in one column of one year is that of another column of another year."""

from __future__ import annotations

import numpy as np
import polars as pl

from monitoring.analysis.column_identity.panel import FEWEST_ROWS, Matrix

CAP = 0.97


def rank_correlations(left: Matrix, right: Matrix) -> tuple[Matrix, Matrix]:
    """Spearman correlations and telling rows, columns of the older year by columns of the newer; NaN where too few or
    no spread. The rows of both are the same schools.

    A row tells something unless both columns have there what most of their schools have (no grade 9, 100% licensed).

    >>> left = np.arange(60.0).reshape(30, 2) * [1, -1]
    >>> rank_correlations(left, left[:, ::-1])[0].round(2).tolist()
    [[-1.0, 1.0], [1.0, -1.0]]
    """
    telling = _telling_rows(left, right)
    left, right = ranks(left), ranks(right)
    has_left, has_right = (~np.isnan(left)).astype(np.float64), (~np.isnan(right)).astype(np.float64)
    left, right = np.nan_to_num(left), np.nan_to_num(right)
    rows = has_left.T @ has_right
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_left, mean_right = left.T @ has_right / rows, has_left.T @ right / rows
        spread_left = (left**2).T @ has_right / rows - mean_left**2
        spread_right = has_left.T @ right**2 / rows - mean_right**2
        correlations = (left.T @ right / rows - mean_left * mean_right) / np.sqrt(spread_left * spread_right)
    usable = (telling >= FEWEST_ROWS) & (spread_left > 1e-6) & (spread_right > 1e-6)
    return np.where(usable, correlations, np.nan), telling


def _telling_rows(left: Matrix, right: Matrix) -> Matrix:
    known = [(~np.isnan(cells)).astype(np.float64) for cells in (left, right)]
    common = [(cells == most_common(cells)).astype(np.float64) for cells in (left, right)]
    return np.asarray(known[0].T @ known[1] - common[0].T @ common[1], dtype=np.float64)


def most_common(cells: Matrix) -> Matrix:
    """The value that at least half of the schools have, by column; NaN where there is none.

    >>> most_common(np.array([[0.0, 0.0, 0.0, 7.0], [1.0, 2.0, 3.0, 4.0]]).T).tolist()
    [0.0, nan]
    """
    if not len(cells):
        return np.full(cells.shape[1], np.nan)
    ordered = np.sort(cells, axis=0)
    known = (~np.isnan(cells)).sum(axis=0)
    middle_one = ordered[np.maximum(known - 1, 0) // 2, np.arange(cells.shape[1])]
    is_common = 2 * (cells == middle_one).sum(axis=0) >= np.maximum(known, 1)
    return np.asarray(np.where(is_common, middle_one, np.nan), dtype=np.float64)


def strength(correlation: Matrix) -> Matrix:
    """Fisher's z, in which equal steps are equally hard to come by; capped, since columns alike beyond 0.97 are
    not told apart by rankings.

    >>> strength(np.array([0.0, 0.999])).round(2).tolist()
    [0.0, 2.09]
    """
    return np.asarray(np.arctanh(np.clip(correlation, -CAP, CAP)), dtype=np.float64)


def middle(stack: Matrix) -> Matrix:
    """The median over the first axis of what is known; NaN where nothing is.

    >>> middle(np.array([[1.0, np.nan], [3.0, np.nan]])).tolist()
    [2.0, nan]
    """
    known = np.isfinite(stack).any(axis=0)
    return np.where(known, np.nanmedian(np.where(known, stack, 0.0), axis=0), np.nan)


def ranks(cells: Matrix) -> Matrix:
    """Average ranks by column, scaled to their number; NaN stays NaN."""
    frame = pl.DataFrame(cells).fill_nan(None)
    return frame.select(pl.all().rank("average") / pl.len()).to_numpy().astype(np.float64)
