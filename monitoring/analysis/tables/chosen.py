"""Which stored gaps a table is filled from: one measure and window a column, and the districts of Table 5."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from monitoring.analysis.formatting import school_years
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.reasons import KEPT_BACK
from monitoring.analysis.verdicts import HIGHER

from .definitions import Column
from .table import TableGap

MOST_DISTRICTS = 3
Key = tuple[str, str, str, str]  # measure, window, group, partition
Found = Mapping[Key, TableGap]


def by_key(gaps: Iterable[TableGap]) -> dict[Key, TableGap]:
    """Gaps of one school year and scope by what they are of."""
    return {(gap.measure, gap.window, gap.group, gap.partition): gap for gap in gaps}


def choose(column: Column, gaps: Iterable[TableGap]) -> tuple[str, str]:
    """The measure and window that fills a column: the first of its choices with a figure, be it one that is kept back;
    else the first of all.
    """
    there = {
        (gap.measure, gap.window)
        for gap in gaps
        if gap.all_rate is not None or gap.difference is not None or gap.reason in KEPT_BACK
    }
    return next((choice for choice in column.choices if choice in there), column.choices[0])


def substitution(column: Column, chosen: tuple[str, str]) -> str:
    """What stands in the place of what, in a sentence; empty where it is what the plan names."""
    (wanted, window), (measure, taken) = column.choices[0], chosen
    if measure != wanted:
        return f"It stands in the place of “{MEASURES[wanted].title}”, of which there are no figures."
    if taken != window:
        return "It is of one year, since there are no figures of two years or more to take together."
    return ""


def years_in_words(window: str, gaps: Iterable[TableGap]) -> str:
    """Over which years a column is taken."""
    years = sorted({year for gap in gaps for year in gap.years_used})
    if window == "1":
        return "Of one year."
    told = f" of which figures are there for {school_years(years)}," if years else ""
    return f"Three years taken together,{told} as the sum of those counted over the sum of all."


def widest(gaps: Sequence[TableGap], chosen: tuple[str, str], group: str) -> list[str]:
    """The partitions (districts) with the largest gaps in one measure among those where a gap is clear, the largest
    first; of equal ones that of the lower code.
    """
    clear = [
        gap for gap in gaps if (gap.measure, gap.window) == chosen and gap.group == group and gap.verdict == HIGHER
    ]
    return [gap.partition for gap in sorted(clear, key=lambda gap: (-(gap.difference or 0), gap.partition))][
        :MOST_DISTRICTS
    ]


def selection_rule(chosen: tuple[str, str]) -> str:
    """How the districts of Table 5 are chosen, in a sentence."""
    title = MEASURES[chosen[0]].title
    return (
        f"The districts are the {MOST_DISTRICTS} with the largest difference in “{title}” between their own schools, "
        "among those where it is clear that there is a gap; fewer, where it is clear in fewer. It does not say why a "
        "gap is there."
    )
