"""Which school years a change reaches: derived from the windows of the measures, never written down by hand."""

from __future__ import annotations

from collections.abc import Iterable

from monitoring.analysis.measures import MEASURES
from monitoring.analysis.values import POOLED_YEARS

WINDOW_YEARS: dict[str, int] = {"1": 1, "pooled3": POOLED_YEARS}
REACH = max(WINDOW_YEARS[window] for measure in MEASURES.values() for window in measure.windows)


def affected_years(changed: Iterable[int], *, known: Iterable[int]) -> list[int]:
    """The years whose results depend on data of `changed`: each year itself and the later ones whose windows reach
    back to it.

    A changed year stays in the answer even when it is no longer known, so that its old results are taken away.

    >>> affected_years([2019], known=[2018, 2019, 2020, 2021, 2022])
    [2019, 2020, 2021]
    """
    changed = set(changed)
    reached = {year + later for year in changed for later in range(REACH)}
    return sorted(changed | (reached & set(known)))


def years_needed(affected: Iterable[int]) -> list[int]:
    """The years whose data must be read to compute `affected`: back to the beginning of their longest window.

    >>> years_needed([2021])
    [2019, 2020, 2021]
    """
    return sorted({year - back for year in affected for back in range(REACH)})
