"""`python -m bench.pandas_state FOLDER`: a state's years in pandas, each from its rows to values and gaps of schools
and districts, as an analyst would add one to those that are there: sums of earlier years are read, not counted again.
In FOLDER: a folder a year, with a pickle a dataset. Prints a line of JSON: seconds by year.

Left out beside the product: intervals and verdicts, gaps between districts, whence a number comes, who may see it, and
a database. The sums are written for comparison (`sums-<year>.pickle`).
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pandas as pd

from bench.pandas_people import Frames, heirs, sums_of_year
from bench.pandas_script import YEARS, compare, pooled
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import GAP_MEASURES, MEASURES

UNITS = {measure.id: measure.unit for measure in MEASURES.values()}
FAVORABLE = [measure.id for measure in MEASURES.values() if measure.is_favorable]
POOLED = [measure.id for measure in MEASURES.values() if "pooled3" in measure.windows]
POOLED_YEARS = 3


def main(folder: Path) -> dict[str, float]:
    always = read(folder / "always")
    seconds = {}
    for year in sorted(int(one.name) for one in folder.iterdir() if one.name.isdigit()):
        start = time.perf_counter()
        add_year(year, folder, always)
        seconds[str(year)] = time.perf_counter() - start
    return seconds


def add_year(year: int, folder: Path, always: Frames) -> None:
    before = folder / str(year - 1)
    now, earlier = read(folder / str(year)), read(before) if before.is_dir() else None
    sums_of_year(year, now, earlier, always).to_pickle(folder / f"sums-{year}.pickle")
    kept = [folder / f"sums-{year - back}.pickle" for back in range(POOLED_YEARS)]
    sums = pd.concat([pd.read_pickle(one) for one in kept if one.is_file()], ignore_index=True)  # noqa: S301
    is_known = sums["known"] * 5 >= (sums["known"] + sums["missing"]) * 4
    shown = sums[(sums["unit"] == sums["measure"].map(UNITS)) & is_known]
    results = {level: values(shown[shown["level"] == level], year) for level in ("district", "state")}
    schools = handed_on(shown[shown["level"] == "school"], year, always["organizations"])
    results["school"] = values(schools, year)
    results["gaps"] = gaps(
        schools[schools["measure"].isin(GAP_MEASURES)], year, now["school_enrollment"], always["organizations"]
    )
    for name, frame in results.items():
        frame.to_pickle(folder / f"{name}-{year}.pickle")


def read(folder: Path) -> Frames:
    return {path.stem: pd.read_pickle(path) for path in folder.iterdir()}  # noqa: S301 -- written by bench


def handed_on(sums: pd.DataFrame, year: int, organizations: pd.DataFrame) -> pd.DataFrame:
    """Earlier figures of schools that had closed, where they have none of the measure any more, under the code of the
    nearest school that took their place and has one.
    """
    there = sums.loc[sums["school_year"] == year, ["org_code", "measure"]].drop_duplicates()
    following = heirs(year, organizations).merge(there.rename(columns={"org_code": "heir"}), on="heir")
    nearest = following.drop_duplicates(["org_code", "measure"])
    gone = nearest.merge(there.assign(is_there=True), on=["org_code", "measure"], how="left")
    gone = gone[gone["is_there"].isna()].drop(columns="is_there")
    heir = sums.merge(gone, on=["org_code", "measure"], how="left")["heir"].set_axis(sums.index)
    return sums.assign(org_code=heir.where(sums["school_year"] < year).fillna(sums["org_code"]))


def values(sums: pd.DataFrame, year: int) -> pd.DataFrame:
    """Rates of one year and of three."""
    key = ["org_code", "measure"]
    counts = ["numerator", "denominator"]
    one = sums[sums["school_year"] == year].groupby(key, as_index=False)[counts].sum().assign(window="1", years=1)
    by_year = sums[sums["measure"].isin(POOLED)].groupby([*key, "school_year"], as_index=False)[counts].sum()
    three = by_year.groupby(key, as_index=False).agg(
        numerator=("numerator", "sum"), denominator=("denominator", "sum"), years=("school_year", "size")
    )
    found = pd.concat([one, three[three["years"] > 1].assign(window="pooled3")], ignore_index=True)
    found = found[found["denominator"] > 0]
    return found.assign(rate=found["numerator"] / found["denominator"])


def gaps(sums: pd.DataFrame, year: int, enrolled: pd.DataFrame, organizations: pd.DataFrame) -> pd.DataFrame:
    """Of the year, between the schools at both ends: in the state, within levels, within districts."""
    annual = sums[["school_year", "org_code", "measure", "numerator", "denominator"]].copy()
    turned = annual["measure"].isin(FAVORABLE)
    annual["numerator"] = annual["numerator"].mask(turned, annual["denominator"] - annual["numerator"])
    nobody = annual[annual["denominator"] == 0].assign(window="1")
    annual = annual[annual["denominator"] > 0]
    over_years = pooled(annual[annual["measure"].isin(POOLED)])
    told = pd.concat([annual.assign(window="1", **{YEARS[0]: 1}), over_years], ignore_index=True)
    told = told[told["school_year"] == year].astype(dict.fromkeys(YEARS, "float")).fillna(dict.fromkeys(YEARS, 0.0))
    asked = shares(pd.concat([annual, nobody]), year, enrolled, organizations)
    return compare(told, nobody[nobody["school_year"] == year], asked)


def shares(annual: pd.DataFrame, year: int, enrolled: pd.DataFrame, organizations: pd.DataFrame) -> pd.DataFrame:
    """One row per school and group: its share, and whether it takes part. `annual`: those of nobody among them, for a
    school that has no teachers does not.
    """
    key = ["school_year", "org_code"]
    fte = annual.loc[(annual["school_year"] == year) & (annual["measure"] == "T_EXP_LT3"), [*key, "denominator"]]
    everyone = enrolled.loc[enrolled["student_group"] == "all", [*key, "enrolled"]]
    rows = enrolled.loc[enrolled["student_group"].isin(GROUPS), [*key, "student_group", "share"]]
    rows = rows.rename(columns={"student_group": "group"}).merge(everyone, on=key, how="left")
    rows = rows.merge(fte.rename(columns={"denominator": "fte"}), on=key, how="left")
    published = rows["group"].isin([one.id for one in GROUPS.values() if one.participation == "published"])
    rows["takes_part"] = (published & ~(rows["fte"] <= 0) & (rows["share"] > 0)) | (
        ~published & (rows["enrolled"] >= 10) & rows["share"].notna()
    )
    levels = organizations.set_index("org_code")["school_level"]
    return rows.assign(level=rows["org_code"].map(levels), district=rows["org_code"].str[:4] + "0000")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))) + "\n")
