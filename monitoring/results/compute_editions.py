"""A district's results twice, where they rest on a year of which it has files that it has not certified: as they say,
for the district alone, and as it has certified, for everybody else. Frames in, frames out.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from monitoring.analysis import reasons

from .affected_years import WINDOW_YEARS
from .frames import CERTIFIED, CURRENT, Inputs

_EDITION = ["edition", "is_preliminary"]
_ORIGINS = ("sources", "source_rows")

# What names a row of each result, its district apart.
KEYS = {
    "school_values": ["org_code", "school_year", "measure_id", "window"],
    "district_values": ["org_code", "school_year", "measure_id", "window"],
    "school_bands": ["org_code", "school_year", "group_id", "scope"],
    "district_gaps": ["partition", "method", "scope", "school_year", "window", "measure_id", "group_id"],
}


def in_one_edition(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as those that everybody sees who may see them."""
    return rows.with_columns(edition=pl.lit(CURRENT), is_preliminary=pl.lit(False))


def both_editions(
    certified: Mapping[str, pl.DataFrame], current: Mapping[str, pl.DataFrame], inputs: Inputs
) -> dict[str, pl.DataFrame]:
    """The results with those that rest on any of `inputs.preliminary` as the districts' current files say. `certified`,
    `current`: by name of the result (KEYS). Of other districts, of windows in which no year of the district's waits,
    and of years that nobody but others has sent, what is certified stands alone: whichever other years are computed
    with them.
    """
    return {name: _both(certified[name], current[name], key, inputs) for name, key in KEYS.items()}


def _both(certified: pl.DataFrame, current: pl.DataFrame, key: list[str], inputs: Inputs) -> pl.DataFrame:
    place = [key[0], "school_year"]
    rests, on = _windows(inputs).rename({"org_code": key[0]}), [*place, "window"]
    if "window" not in key:
        rests, on = rests.filter(window="1"), place
    its_years = _its_years(inputs).rename({"org_code": key[0]})
    theirs = current.join(rests, on=on, how="semi").join(its_years, on=place, how="semi")
    others, known = (certified.join(rests, on=on, how=how) for how in ("anti", "semi"))
    origins = [name for name in _ORIGINS if name in known.columns]
    said = known.select(*key, _content(known, inputs).alias("_said"), pl.col(origins).name.suffix("_said"))
    told = theirs.join(said, on=key, how="left")
    same = _content(theirs, inputs).eq_missing(pl.col("_said"))
    told = told.with_columns(is_preliminary=~same).filter(_is_told(told, inputs))
    told = told.with_columns(
        pl.when("is_preliminary").then(name).otherwise(f"{name}_said").alias(name) for name in origins
    ).select(theirs.columns)
    apart = known.join(told.filter(~pl.col("is_preliminary")), on=key, how="anti").with_columns(
        edition=pl.lit(CERTIFIED)
    )
    return pl.concat([others, told, _with_why(apart, told, key)], how="vertical_relaxed")


def _is_told(rows: pl.DataFrame, inputs: Inputs) -> pl.Expr:
    """Not a sum of several years that a last one without a certified figure alone has made, and that is not in it."""
    if "rate" not in rows.columns:
        return pl.lit(True)
    rests = pl.col("sources").list.eval(pl.element().is_in(list(inputs.uncertified))).list.any().fill_null(False)
    return pl.col("rate").is_null() | pl.col("_said").is_not_null() | rests


def _windows(inputs: Inputs) -> pl.DataFrame:
    """Per organization the windows that hold a year of which its district has files that are not certified, by the
    school year that they end with. Out: org_code, school_year, window.
    """
    ends = [
        inputs.preliminary.with_columns(pl.col("school_year") + later, window=pl.lit(window))
        for window, length in WINDOW_YEARS.items()
        for later in range(length)
    ]
    return pl.concat(ends).unique().join(_places(inputs), on="district_code").drop("district_code")


def _its_years(inputs: Inputs) -> pl.DataFrame:
    """Per organization of a preliminary district the school years that it has sent itself, or that are certified."""
    districts = _places(inputs)
    present = (inputs.current or inputs).present.join(districts, on="org_code")
    sent = present.select("district_code", "school_year").unique()
    certified = (
        districts.select("district_code").unique().join(inputs.present.select("school_year").unique(), how="cross")
    )
    return pl.concat([sent, certified]).unique().join(districts, on="district_code").select("org_code", "school_year")


def _places(inputs: Inputs) -> pl.DataFrame:
    """Preliminary districts and their schools. Out: org_code, district_code."""
    places = inputs.organizations.select("org_code", "district_code")
    return places.join(inputs.preliminary, on="district_code", how="semi")


def _content(rows: pl.DataFrame, inputs: Inputs) -> pl.Expr:
    """What a row says. Of figures of persons the files belong to it as far as they were reported: another file of the
    year, that the measure may not even read, makes another set of files and no other figure.
    """
    is_of_persons = pl.element().is_in(list(inputs.sets))
    reported = {
        "sources": pl.col("sources").list.eval(pl.element().filter(~is_of_persons)),
        "source_rows": pl.col("source_rows").list.drop_nulls(),
    }
    names = [name for name in rows.columns if name not in _EDITION]
    return pl.struct(reported[name].alias(name) if inputs.sets and name in reported else pl.col(name) for name in names)


def _with_why(certified: pl.DataFrame, current: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Where there is no certified value, but a current one: that it is not certified, in place of 'not submitted'."""
    if "rate" not in certified.columns:
        return certified
    known = current.filter(pl.col("rate").is_not_null()).select(*key, _is_there=pl.lit(True))
    is_waiting = (pl.col("reason") == reasons.NOT_SUBMITTED) & pl.col("_is_there").fill_null(False)
    reason = pl.when(is_waiting).then(pl.lit(reasons.NOT_CERTIFIED)).otherwise("reason")
    return certified.join(known, on=key, how="left").with_columns(reason=reason).drop("_is_there")
