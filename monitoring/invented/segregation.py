"""Who goes to which school: shares of groups of students, which go together, and what schools are like to work in."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from .chance import Floats, logit, unlogit

RACES = ("AIAN", "ASIAN", "BLACK", "HISPANIC", "MULTI", "NHPI", "WHITE")
OF_COLOR = (0.01, 0.16, 0.27, 0.43, 0.12, 0.01)  # of students of color, in the order of RACES


@dataclasses.dataclass(frozen=True)
class Traits:
    """Grain: a school. Shares of its students with a low income, of color, learning English, with disabilities; and
    `climate`, above 0 where people like to stay.
    """

    poverty: Floats
    color: Floats
    learners: Floats
    disabled: Floats
    climate: Floats

    def of(self, rows: NDArray[np.int64]) -> Traits:
        return Traits(*(getattr(self, field.name)[rows] for field in dataclasses.fields(self)))


def traits(random: np.random.Generator, poverty_of_district: Floats, is_high: NDArray[np.bool_]) -> Traits:
    """A school is near its district; students of color and English learners go with poverty, disabilities hardly."""
    rows = len(poverty_of_district)
    poverty = logit(poverty_of_district) + random.normal(0, np.where(is_high, 0.3, 0.6), rows)
    color = 0.95 * poverty + random.normal(0.1, 0.75, rows)
    share = unlogit(poverty)
    learners = unlogit(-3.5 + 1.9 * unlogit(color) + 1.4 * share + random.normal(0, 0.4, rows))
    disabled = np.clip(0.175 + 0.03 * (share - 0.4) + random.normal(0, 0.035, rows), 0.05, 0.4)
    climate = random.normal(0, 1, rows) - 0.5 * (share - 0.4) / 0.25
    return Traits(share, unlogit(color), learners, disabled, climate)
