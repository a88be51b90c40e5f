"""Columns of texts as categoricals: what is asked of a text is asked of each different one, and spread over rows."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd


def spread(column: pd.Series, of_texts: object, blank: object) -> np.ndarray:
    """One value a row, from one for each category, and the one of blank cells."""
    return np.append(of_texts, blank)[column.array.codes]  # type: ignore[call-overload]


def read_as(column: pd.Series, made: Iterable[object]) -> pd.Series:
    """The column whose categories have become these; None makes cells blank."""
    codes, values = pd.factorize(np.array([*made], dtype=object), sort=True)
    cells = pd.Categorical.from_codes(np.append(codes, -1)[column.array.codes], values)
    return pd.Series(cells, index=column.index)


def renamed(column: pd.Series, made: list[str], length: int) -> pd.Series:
    """The column whose categories have become these, each another one, of so many plain letters."""
    order = np.argsort(np.array(made, dtype=f"S{length}"))
    place = np.append(np.argsort(order), -1)
    cells = pd.Categorical.from_codes(place[column.array.codes], np.array(made, dtype=object)[order])
    return pd.Series(cells, index=column.index)


def texts_of(column: pd.Series) -> pd.Series:
    """Its categories."""
    return pd.Series(column.array.categories, dtype=object)


def present(column: pd.Series) -> np.ndarray:
    """Which of its categories stand in a row."""
    codes, texts = column.array.codes, len(column.array.categories)
    return np.bincount(codes.astype(np.intp) + 1, minlength=texts + 1)[1:] > 0


def is_among(column: pd.Series, others: pd.Series) -> np.ndarray:
    """Whether what stands in each row stands anywhere in the other column."""
    known = others.array.categories[present(others)]
    return spread(column, column.array.categories.isin(known), False)


def without_groups(pattern: str) -> str:
    """The same pattern with nothing to extract, for which pandas would warn."""
    return re.sub(r"\((?!\?)", "(?:", pattern)


def has_blanks(column: pd.Series) -> bool:
    return bool((column.array.codes < 0).any())


def numbers_of(frame: pd.DataFrame, names: Iterable[str]) -> np.ndarray:
    """A number for each row, the same for those that are the same in these columns, in the order of their categories;
    blanks come last. Frames with the same categories are numbered alike.
    """
    numbers, most = np.zeros(len(frame), dtype=np.int64), 1
    for name in names:
        codes, texts = _codes_of(frame[name])
        most *= texts + 1
        if most >= 2**63:
            raise OverflowError(f"too many different values for one number: {name}")
        numbers *= texts + 1
        numbers += np.where(codes < 0, texts, codes)
    return numbers


def _codes_of(column: pd.Series) -> tuple[np.ndarray, int]:
    if isinstance(column.array, pd.Categorical):
        return column.array.codes, len(column.array.categories)
    codes, values = pd.factorize(column, sort=True)
    return codes, len(values)
