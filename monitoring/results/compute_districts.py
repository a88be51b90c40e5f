"""Method D: districts as units. Frames in, frames out; nothing is read or stored."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from .compute_values import Levels
from .frames import Inputs


@dataclass(frozen=True)
class AcrossDistricts:
    """Bands of districts, and the gaps between the districts at either end."""

    bands: pl.DataFrame
    gaps: pl.DataFrame


def compare_districts(inputs: Inputs, annual: Levels, shares: pl.DataFrame, years: list[int]) -> AcrossDistricts:
    """Nothing yet."""
    bands = pl.DataFrame(
        schema={"school_year": pl.Int16, "group_id": pl.String, "org_code": pl.String, "left_out_reason": pl.String}
    )
    return AcrossDistricts(bands, pl.DataFrame())
