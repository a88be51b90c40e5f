"""The report on experiences as an analyst makes it who knows pandas: whole columns, no apply, no loop over rows.

Experiences are added up by student and then by school and kind of student (in which groups, known of which), of whom
there are few; each group is then a sum over kinds. Beside the product it leaves out intervals, and how many teachers
stand behind a row.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from monitoring.analysis.experiences.classes import CATEGORIES
from monitoring.analysis.experiences.ratios import FAVORABLE
from monitoring.analysis.experiences.student_groups import BITS

WINDOWS = (1, 3, 5)
SIDES = ("focal", "reference")
SUMS = ("having", "known", "asked", "weighted_having", "weighted_known")
COUNTED = ("met", "met_known", "twice", "twice_known", "students")
ROW = ["window", "org_code", "category_id", "group_id"]
Years = Mapping[int, tuple[pd.DataFrame, pd.DataFrame]]  # seats and classes


def report_in_pandas(cohort: pd.DataFrame, years: Years, school_year: int) -> pd.DataFrame:
    """Grain: ROW, as its index."""
    students = cohort.reset_index(drop=True)
    kinds = students[["org_code", "inside", "known"]].astype({"org_code": "category"})
    kind = kinds.groupby(["org_code", "inside", "known"], observed=True).ngroup().to_numpy()
    each = {year: _of_students(students["sasid"], *frames) for year, frames in years.items()}
    known = students[["org_code", "inside", "known"]].groupby(kind).first()
    found = [
        _of_window(known, kind, {year: each[year] for year in each if school_year - window < year}).assign(
            window=window
        )
        for window in WINDOWS
    ]
    return _compared(pd.concat(found)).set_index(ROW)


def _of_students(sasid: pd.Series, seats: pd.DataFrame, classes: pd.DataFrame) -> pd.DataFrame:
    """By place of the student, what the student met in a year: a column for each of SUMS and category; and seats."""
    of_teachers = {}
    for category in CATEGORIES:
        for name in ("having", "known", "asked"):
            is_so = (classes[name].to_numpy() & category.bit) > 0
            of_teachers[name, category.id] = is_so.astype("int32")
            if name != "asked":
                of_teachers[f"weighted_{name}", category.id] = is_so * classes["share"].to_numpy("int32")
    of_classes = pd.DataFrame(of_teachers).groupby(classes["class"].to_numpy()).sum()
    places = pd.Series(np.arange(len(sasid)), index=pd.Index(sasid))
    taken = pd.DataFrame({"student": seats["sasid"].map(places), "class": seats["class"]}).dropna()
    met = of_classes.reindex(taken["class"].to_numpy(), fill_value=0)
    met["seats", ""], met["seats_taught", ""] = 1, taken["class"].isin(of_classes.index).to_numpy()
    return met.groupby(taken["student"].to_numpy("int64")).sum().reindex(np.arange(len(sasid)), fill_value=0)


def _of_window(known: pd.DataFrame, kind: np.ndarray, years: dict[int, pd.DataFrame]) -> pd.DataFrame:
    whole = sum(years.values())
    parts = {name: whole[name] for name in SUMS} | _met(years)
    by_kind = pd.concat(parts, axis=1).groupby(kind).sum()
    seats = whole[["seats", "seats_taught"]].droplevel(1, axis=1).groupby(kind).sum().groupby(known["org_code"]).sum()
    found = [_of_group(known, by_kind, group) for group in BITS]
    rows = pd.concat(found).reset_index()
    schools = rows.merge(seats, left_on="org_code", right_index=True)
    district = schools["org_code"].str[:4] + "0000"
    keys = ["org_code", "category_id", "group_id"]
    districts = schools.assign(org_code=district).groupby(keys).sum().reset_index()
    return pd.concat([schools[schools["org_code"] != district], districts])


def _met(years: dict[int, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Whether each student met such a teacher, and in two years that follow each other."""
    found = {}
    for name, of in (("met", "having"), ("met_known", "known")):
        met = {year: one[of] > 0 for year, one in years.items()}
        nobody = next(iter(met.values())) & False
        twice = [met[year] & met[year + 1] for year in met if year + 1 in met]
        found[name] = np.logical_or.reduce(list(met.values()))
        found[name.replace("met", "twice")] = np.logical_or.reduce([nobody, *twice])
    columns = next(iter(years.values()))["having"].columns
    whole = {name: pd.DataFrame(one, columns=columns).astype("int32") for name, one in found.items()}
    return whole | {"students": pd.DataFrame(1, index=whole["met"].index, columns=columns, dtype="int32")}


def _of_group(known: pd.DataFrame, by_kind: pd.DataFrame, group: str) -> pd.DataFrame:
    """By school and category, both sides beside each other."""
    is_known, is_inside = ((known[name] & BITS[group]) > 0 for name in ("known", "inside"))
    schools = known["org_code"].unique()
    sides = []
    for side, chosen in zip(SIDES, (is_known & is_inside, is_known & ~is_inside), strict=True):
        sums = by_kind[chosen].groupby(known["org_code"][chosen]).sum().reindex(schools, fill_value=0)
        long = sums.stack(future_stack=True).rename_axis(["org_code", "category_id"])
        sides.append(long.add_prefix(f"{side}_"))
    return pd.concat(sides, axis=1).assign(group_id=group)


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    focal, reference = (_rate(rows, f"{side}_having", f"{side}_known") for side in SIDES)
    weighted, against = (_rate(rows, f"{side}_weighted_having", f"{side}_weighted_known") for side in SIDES)
    focal, reference, weighted, against = (
        one.where(is_whole)
        for one, is_whole in zip(
            (focal, reference, weighted, against), 2 * [_is_whole(rows, side) for side in SIDES], strict=True
        )
    )
    ratio = focal / reference.where(reference > 0)
    left, right = 2 * rows["focal_having"] * rows["reference_known"], 3 * rows["reference_having"] * rows["focal_known"]
    is_judged = ratio.notna() & ~rows["category_id"].isin(FAVORABLE)
    return rows.assign(
        focal_rate=focal,
        reference_rate=reference,
        ratio=ratio,
        weighted_ratio=(weighted / against.where(against > 0)).where(ratio.notna()),
        is_gap=(left >= right).where(is_judged),
    )


def _is_whole(rows: pd.DataFrame, side: str) -> pd.Series:
    """Whether no more than a fifth of a side's experiences is not known."""
    known, asked = rows[f"{side}_known"], rows[f"{side}_asked"]
    return (asked - known) * 5 <= asked


def _rate(rows: pd.DataFrame, numerator: str, denominator: str) -> pd.Series:
    return rows[numerator] / rows[denominator].where(rows[denominator] > 0)
