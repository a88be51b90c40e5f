"""The few sentences on students' experiences that a page on all of a district has room for."""

from __future__ import annotations

import math

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.formatting import count
from monitoring.analysis.groups import GROUPS

from .compared import Compared, compared
from .ratios import FAVORABLE
from .sentences import experience_sentences, plain_gap

MOST = 2  # comparisons that are told


def leading_sentences(report: pl.DataFrame) -> list[str]:
    """In: a place's rows of one window, as `report_of` gives them. Counted are the groups by which schools are compared
    too, and categories that are worse to meet; told are those equity gaps whose interval lies above 1, by how far it
    does: the logarithm of the ratio over its distance to that of the lower end.
    """
    asked = compared(_asked(report))
    known = [row for row in asked if row.ratio is not None]
    hidden = _hidden(sum(row.reason == reasons.SUPPRESSED for row in asked))
    if not known:
        nothing = "There is nothing to compare: of no group and category of teachers there is a ratio"
        return hidden or [f"{nothing}."]
    gaps = [row for row in known if row.is_gap]
    clear = sorted((row for row in gaps if (row.ratio_low or 0) > 1), key=clearness, reverse=True)
    told = (experience_sentences(row)[0] for row in clear[:MOST])
    return [_counted(len(known), len(gaps), len(clear)), *told, *hidden]


def _hidden(comparisons: int) -> list[str]:
    """
    >>> _hidden(1), _hidden(0)
    (['1 comparison of a student group is not shown, because the numbers are small.'], [])
    """
    if not comparisons:
        return []
    are = "comparison of a student group is" if comparisons == 1 else "comparisons of student groups are"
    return [f"{count(comparisons)} {are} not shown, because the numbers are small."]


def _asked(report: pl.DataFrame) -> pl.DataFrame:
    return report.filter(pl.col("group_id").is_in(list(GROUPS)), ~pl.col("category_id").is_in(FAVORABLE))


def clearness(row: Compared) -> float:
    """How many times its own distance to the lower end of its interval a ratio is above 1, by logarithms.

    >>> nothing = Compared(**dict.fromkeys(Compared._fields))
    >>> round(clearness(nothing._replace(ratio=4.0, ratio_low=2.0)), 6)
    2.0
    """
    whole = math.log(row.ratio or 1)
    apart = whole - math.log(row.ratio_low or 1)
    return whole / apart if apart > 0 else math.inf


def _counted(known: int, gaps: int, clear: int) -> str:
    """
    >>> _counted(1, 0, 0)
    'Of 1 comparison of a student group with all other students, none has a ratio of 1.5 or more, which the state \
calls an equity gap.'
    >>> _counted(20, 3, 0)
    'Of 20 comparisons of a student group with all other students, 3 have a ratio of 1.5 or more, which the state \
calls an equity gap; none of these is surely above 1.'
    """
    of = f"Of {count(known)} comparison{'' if known == 1 else 's'} of a student group with all other students"
    are = f"{count(gaps)} {'has' if gaps == 1 else 'have'}" if gaps else "none has"
    first = f"{of}, {are} a ratio of {plain_gap()} or more, which the state calls an equity gap"
    if not gaps:
        return f"{first}."
    if not clear:
        return f"{first}; none of these is surely above 1."
    return f"{first}; {count(clear)} of these {'is' if clear == 1 else 'are'} surely above 1 (95% interval)."
