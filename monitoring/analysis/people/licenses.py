"""Which licenses and waivers hold on a day."""

from __future__ import annotations

import polars as pl

from .staff_year import StaffYear

ACTIVE, EXPIRED = "ACTIVE", "EXPIRED"


def held(year: StaffYear) -> pl.DataFrame:
    """The rows of licenses that hold on October 1: begun, not ended, and active. Grain: a row of the file.

    An extract made later calls a license expired that held on the day, so its dates count then. One that is inactive,
    suspended or revoked holds never: since when is not in the file.

    >>> from datetime import date
    >>> rows = pl.DataFrame({"status": ["ACTIVE", "EXPIRED", "REVOKED"]})
    >>> sent = rows.with_columns(valid_from=date(2020, 7, 1), valid_to=date(2025, 6, 30))
    >>> held(StaffYear("00010000", 2025, license=sent))["status"].to_list()
    ['ACTIVE', 'EXPIRED']
    """
    return year.once("licenses held", lambda: _held(year))


def _held(year: StaffYear) -> pl.DataFrame:
    begun = pl.col("valid_from") <= year.day
    not_ended = pl.col("valid_to") >= year.day
    is_active = (pl.col("status") == ACTIVE) & not_ended.fill_null(True)
    return year.rows("license").filter(begun, is_active | ((pl.col("status") == EXPIRED) & not_ended))
