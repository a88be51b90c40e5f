"""What an analyst would write: the same gaps from the same five files with pandas, without checks, database or
intervals.

One row per (school year, scope, partition, window, measure, group): rates of both ends and their difference. Scopes:
the whole state, schools of one level, schools of one district. It knows this folder's traps by hand, where the
product must find them itself: which year's columns are shifted, and which are permuted.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

KEY = ["school_year", "org_code"]
AMOUNTS = ["numerator", "denominator"]
YEARS = ["this year", "last year", "the year before"]
RATES = {
    "T_EXP_LT3": "Percent of Experienced Teachers",
    "T_UNLICENSED": "Percent of Teachers Licensed",
    "T_WAIVER_PROV": "Percent of Teachers without Waiver or Provisional License",
    "T_OOF_80": "Percent Teaching in-field",
}
SHARES = {
    "low_income": "Economically Disadvantaged %",
    "english_learners": "English Language Learner %",
    "students_with_disabilities": "Students with Disabilities %",
}
FIRST_YEARS = {"T_EXP_LT3": 2018, "T_WAIVER_PROV": 2018, "T_OOF_80": 2019}
PERMUTED_YEAR = 2020


def compute_gaps(folder: Path, levels: dict[str, str]) -> pd.DataFrame:
    """All gaps of the folder. `levels`: school level by organization code."""
    teachers = read(folder / "1A_1_teacher_data.csv")
    stayed = read(folder / "1A_3_staffing_retention.csv")
    sizes = read(folder / "3A_1_average_class_size.csv")
    races = read(folder / "3B_1_enrollments_by_race.csv")
    grades = read(folder / "3B_1_enrollments_by_grade.csv")
    told = pd.concat([rates(teachers), turnover(stayed)], ignore_index=True)
    annual, nobody = told[told["denominator"] > 0], told[told["denominator"] == 0].assign(window="1")
    values = pd.concat([annual.assign(window="1"), pooled(annual)], ignore_index=True)
    asked = pd.concat([report[KEY] for report in (teachers, stayed, sizes, races, grades)]).drop_duplicates()
    schools = shares(asked, sizes, races, grades, teachers)
    schools["level"] = schools["org_code"].map(levels)
    schools["district"] = schools["org_code"].str[:4] + "0000"
    return compare(values, nobody, schools)


def read(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False).rename(columns={"DESE ID": "org_code"})
    frame["school_year"] = frame["Academic Year"].str[:4].astype(int) + 1
    return frame.drop_duplicates(KEY)


def number(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column.str.replace(r"[\s,$%]", "", regex=True), errors="coerce")


def rates(teachers: pd.DataFrame) -> pd.DataFrame:
    parts = []
    fte = number(teachers["Total # of Teachers(FTE)"])
    for measure, column in RATES.items():
        part = teachers[KEY].copy()
        part["measure"] = measure
        part["denominator"] = fte
        part["numerator"] = (fte * (100 - number(teachers[column])) / 100).where(fte != 0, 0)  # a blank share of nobody
        parts.append(part[part["school_year"] >= FIRST_YEARS.get(measure, 0)])
    return pd.concat(parts, ignore_index=True).dropna()


def turnover(stayed: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for measure, who in (("T_TURN", "Teacher"), ("P_TURN", "Principal")):
        part = stayed[KEY].copy()
        part["measure"] = measure
        part["denominator"] = number(stayed[f"{who} Total"])
        part["numerator"] = part["denominator"] - number(stayed[f"{who} # Retained"])
        parts.append(part)
    return pd.concat(parts, ignore_index=True).dropna()


def pooled(annual: pd.DataFrame) -> pd.DataFrame:
    """Sums over three years, and in which of them there were data."""
    moved = [annual.assign(school_year=annual["school_year"] + back, **{YEARS[back]: True}) for back in range(3)]
    rows = pd.concat(moved).astype(dict.fromkeys(YEARS, "boolean"))
    return rows.groupby([*KEY, "measure"], as_index=False)[[*AMOUNTS, *YEARS]].sum().assign(window="pooled3")


def shares(
    asked: pd.DataFrame, sizes: pd.DataFrame, races: pd.DataFrame, grades: pd.DataFrame, teachers: pd.DataFrame
) -> pd.DataFrame:
    """One row per school, year and group: its share, and whether it takes part."""
    fte = teachers[KEY].assign(fte=number(teachers["Total # of Teachers(FTE)"]))
    enrolled = grades[KEY].assign(enrolled=number(grades["Total"]))
    peopled = races[number(races["Female"]) + number(races["Male"]) > 0]
    parts = [peopled[KEY].assign(group="students_of_color", share=(100 - number(peopled["White"])).round(6))]
    known = sizes[(sizes["school_year"] != PERMUTED_YEAR) & (number(sizes["Number of Students"]) > 0)]
    parts += [known[KEY].assign(group=group, share=number(known[column])) for group, column in SHARES.items()]
    whole = asked.merge(pd.DataFrame({"group": ["students_of_color", *SHARES]}), how="cross")
    whole = whole.merge(pd.concat(parts, ignore_index=True), on=[*KEY, "group"], how="left")
    whole = whole.merge(fte, on=KEY, how="left").merge(enrolled, on=KEY, how="left")
    published = (whole["group"] == "low_income") & ~(whole["fte"] <= 0) & (whole["share"] > 0)  # unknown FTE: asked
    ordinary = (whole["group"] != "low_income") & (whole["enrolled"] >= 10) & whole["share"].notna()
    whole["takes_part"] = published | ordinary
    return whole[whole["share"].notna() | (whole["enrolled"] != 0)]


def compare(values: pd.DataFrame, nobody: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Cut every group of every year and scope, and compare both ends in every measure and window."""
    place = ["school_year", "scope", "partition", "group"]
    scopes = {"state": "state", "level": schools["level"], "district": schools["district"]}
    placed = pd.concat([schools.assign(scope=scope, partition=of) for scope, of in scopes.items()], ignore_index=True)
    unknown = placed["share"].isna().groupby([placed[name] for name in place])
    placed = placed[placed["takes_part"] & (unknown.transform("sum") * 5 <= unknown.transform("size"))].copy()
    shares = placed.groupby(place)["share"]
    count = shares.transform("size")
    position = (shares.rank(method="average") - 0.5) / count
    parts = np.where((placed["scope"] == "district") & (count < 8), 2, 4)
    placed["end"] = np.select([position > 1 - 1 / parts, position <= 1 / parts], ["focal", "reference"], "middle")
    placed = placed[(count >= 4) & (placed["end"] != "middle")]
    by = [*place, "window", "measure", "end"]
    ends = placed.merge(values, on=KEY).groupby(by)[[*AMOUNTS, *YEARS]].sum()
    ends = ends[complete(placed.merge(values, on=KEY), placed.merge(nobody, on=KEY), placed, by)]
    ends = ends[(ends.index.get_level_values("window") == "1") | ((ends[YEARS] > 0).sum(axis="columns") >= 2)]
    rates = (ends["numerator"] / ends["denominator"]).unstack("end").dropna()
    gaps = rates.rename(columns={"focal": "focal_rate", "reference": "reference_rate"}).reset_index()
    gaps["difference"] = gaps["focal_rate"] - gaps["reference_rate"]
    gaps["ratio"] = gaps["focal_rate"] / gaps["reference_rate"]
    return gaps


def complete(known: pd.DataFrame, nobody: pd.DataFrame, placed: pd.DataFrame, by: list[str]) -> pd.Series:
    """Of which ends at most 20 % of the schools with somebody to count have no figure."""
    with_figure = known.groupby(by).size()
    empty = nobody.groupby(by).size().reindex(with_figure.index, fill_value=0)
    whole = placed.groupby([name for name in by if name not in ("window", "measure")]).size()
    asked = with_figure.rename("known").reset_index().merge(whole.rename("asked").reset_index())
    missing = asked.set_index(by)["asked"].reindex(with_figure.index) - empty - with_figure
    return missing * 5 <= with_figure + missing
