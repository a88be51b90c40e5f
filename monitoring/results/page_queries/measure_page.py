"""What a measure's page shows members under its definition."""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measure import Measure

from ..models import StateGap, StateValue


@dataclass(frozen=True)
class MeasureInState:
    """The state's values over the years, oldest first, and the latest year's statewide gaps, in the order of groups."""

    values: tuple[StateValue, ...]
    gaps: tuple[StateGap, ...]


def measure_in_state_for_members(measure: Measure) -> MeasureInState:
    """A measure in its own window, across the state. Two queries."""
    values = StateValue.objects.filter(measure=measure.id, window=measure.headline_window).order_by("school_year")
    known = tuple(values)
    latest = max((value.school_year for value in known if value.rate is not None), default=None)
    gaps = StateGap.objects.filter(
        measure=measure.id, window=measure.headline_window, method="Q", scope="state", school_year=latest or 0
    )
    order = list(GROUPS)
    return MeasureInState(known, tuple(sorted(gaps, key=lambda gap: order.index(gap.group))))
