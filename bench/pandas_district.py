"""What a competent analyst would write: the checks of a district year in pandas, each file's and those between files,
with pseudonyms and sorted rows that are kept. What columns may hold is read from the layouts' declarations.

Fast where pandas can be: whole columns, each different text looked at once, no apply and no loop over rows. What is
right is not looked at twice. Of what is wrong it only counts rows: it writes no messages and keeps no record. Rows are
kept as pickles, the fastest way that needs no further library.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import polars as pl

from monitoring.analysis.people.job_classes import PRINCIPAL, TEACHERS
from monitoring.intake.layouts.evaluation import NOT_EVALUATED, RATINGS, STANDARDS
from monitoring.intake.layouts.license import WAIVER
from monitoring.intake.layouts.staff_roster import EXITED, LAST_HQT, WORKING, YEARS
from monitoring.intake.layouts.work_assignment import WITH_COURSES
from monitoring.intake.personal_text import SHAPES
from monitoring.intake.pseudonyms import FORMS, Pseudonyms
from monitoring.intake.reading.table import INVISIBLE
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

SECTION = ["org_code", "course_code", "section_id", "term"]
LATEST = pd.Timestamp("2200-01-01")
Found = dict[str, int]
Files = dict[str, pd.DataFrame]


def check_district(paths: Iterable[Path], org_code: str, kept: Path) -> Found:
    """Read, check and keep every file, then check them against each other. How many rows each check found."""
    found: Found = {}
    files = {path.stem: check_file(path, org_code, found) for path in paths}
    for name, frame in files.items():
        with (kept / f"{name}.pickle").open("wb") as file:
            frame.to_pickle(file)
            os.fsync(file.fileno())
    check_between(files, found)
    return {name: rows for name, rows in found.items() if rows}


def check_file(path: Path, org_code: str, found: Found) -> pd.DataFrame:
    """The rows as they are kept, sorted by their key."""
    report = REPORTS[path.stem]
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    frame = frame.rename(columns={column.title: column.name for column in report.columns})
    texts = {name: pd.Series(frame[name].dropna().unique(), dtype=object) for name in frame.columns}
    tidy(frame, texts)
    found["E-FILE-PERSONAL"] = sum(
        int(some.str.contains(shape).sum()) for some in texts.values() for shape in SHAPES.values()
    )
    for column in report.columns:
        if column.name in frame.columns:
            type_column(frame, texts[column.name], column, org_code, found)
    key = [name for name in ("school_year", "org_code", *report.key) if name in frame.columns]
    same_key, same = frame.duplicated(key, keep=False), frame.duplicated(keep=False)
    found["E-ROW-CONFLICT"] = found.get("E-ROW-CONFLICT", 0) + int((same_key & ~same).sum())
    frame = frame.drop_duplicates()
    if report.id in OF_LAYOUT:
        OF_LAYOUT[report.id](frame, found)
    check_parts(frame, report, found)
    frame["row_number"] = frame.index + 2
    return frame.sort_values([*key, "row_number"], ignore_index=True)


def tidy(frame: pd.DataFrame, texts: dict[str, pd.Series]) -> None:
    for name, some in texts.items():
        tidied = some.str.replace(INVISIBLE, " ", regex=True).str.strip().str.replace(r"\s+", " ", regex=True)
        if not tidied.equals(some):
            frame[name] = frame[name].map(dict(zip(some, tidied, strict=True)))
            texts[name] = tidied


def type_column(frame: pd.DataFrame, texts: pd.Series, column: Column, org_code: str, found: Found) -> None:
    """One column in its type, and what is wrong in it."""
    name = column.name
    says_na = texts[texts.str.lower().isin(["na", "n/a"])] if "NA" not in column.codes else texts[:0]
    if len(says_na):
        frame[name] = frame[name].mask(frame[name].isin(says_na))
        texts = texts[~texts.isin(says_na)]
    if column.filled:
        count(found, "E-CELL-BLANK", frame[name].isna())
    if column.codes:
        count_texts(found, "E-CELL-CODE", frame[name], texts[~texts.isin(column.codes)])
    if column.pattern:
        count_texts(found, "E-CELL-FORM", frame[name], texts[~texts.str.contains(column.pattern)])
    if column.kind is Kind.ORG_CODE:
        count_texts(found, "E-ORG-FORM", frame[name], texts[~texts.str.fullmatch(r"\d{8}")])
        count_texts(found, "E-ORG-OTHER-DISTRICT", frame[name], texts[~texts.str.startswith(org_code[:4])])
    elif column.kind is Kind.SCHOOL_YEAR:
        count_texts(found, "E-YEAR-FORM", frame[name], texts[~texts.str.fullmatch(r"(19|20)\d\d-\d\d")])
        frame[name] = frame[name].map(dict(zip(texts, texts.str[:4].astype(int) + 1, strict=True)))
    elif column.kind.personal:
        count_texts(found, "E-ID-FORM", frame[name], texts[~texts.str.contains(FORMS[column.kind])])
        frame[name] = frame[name].map(pseudonyms(texts, column.kind))
    elif column.kind is Kind.DATE:
        days = pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce")
        count_texts(found, "E-DATE-FORM", frame[name], texts[days.isna()])
        frame[name] = frame[name].map(dict(zip(texts, days, strict=True)))
    elif column.kind.numeric or column.kind is Kind.CALENDAR_YEAR:
        numbers = pd.to_numeric(texts, errors="coerce")
        count_texts(found, "E-CELL-NUMBER", frame[name], texts[numbers.isna()])
        out = (numbers < column.lowest) | (numbers > (column.most if column.most is not None else float("inf")))
        count_texts(found, "E-CELL-RANGE", frame[name], texts[out])
        if column.steps:
            count_texts(found, "E-CELL-WHOLE", frame[name], texts[numbers % column.steps != 0])
        frame[name] = frame[name].map(dict(zip(texts, numbers, strict=True)))


def pseudonyms(ids: pd.Series, kind: Kind) -> dict[str, str]:
    """The product's own hashing: no library of frames has any."""
    known = ids.to_list()
    return dict(zip(known, Pseudonyms(bytes(32)).made(kind, pl.Series(known)), strict=True))


def count(found: Found, rule: str, wrong: pd.Series) -> None:
    found[rule] = found.get(rule, 0) + int(wrong.sum())


def count_texts(found: Found, rule: str, column: pd.Series, wrong: pd.Series) -> None:
    if len(wrong):
        count(found, rule, column.isin(wrong))


def check_parts(frame: pd.DataFrame, report: Report, found: Found) -> None:
    for part, whole in report.parts:
        if {part, whole} <= {*frame.columns}:
            count(found, "E-PART-LARGER", frame[part] > frame[whole])
    for first, last in report.spans:
        if {first, last} <= {*frame.columns}:
            count(found, "E-DATE-ORDER", frame[last] < frame[first])


def check_roster(frame: pd.DataFrame, found: Found) -> None:
    has_left = frame["employment_status"] == EXITED
    count(found, "E-EXIT-REASON", has_left & frame["exit_reason"].isna())
    count(found, "W-EXIT-STATUS", ~has_left & (frame["exit_reason"].notna() | frame["exit_date"].notna()))
    count(found, "W-HQT-YEAR", frame["hqt"].notna() & (frame["school_year"] > LAST_HQT))
    for name in YEARS:
        count(found, "W-EXPERIENCE-AGE", frame[name] > frame["school_year"] - 1 - frame["birth_year"] - 18)


def check_assignments(frame: pd.DataFrame, found: Found) -> None:
    teaches = frame["job_class"].isin(WITH_COURSES)
    for name in ("course_code", "section_id"):
        count(found, "E-COURSE-MISSING", teaches & frame[name].isna())
        count(found, "E-COURSE-EXTRA", ~teaches & frame[name].notna())
    fte = frame.groupby(["school_year", "collection", "mepid", "org_code"], sort=False)["fte"].sum().round(4)
    found["W-FTE-PERSON"], found["E-FTE-PERSON"] = int((fte > 1.2).sum()), int((fte > 1.5).sum())
    schools = frame[~frame["org_code"].str.endswith("0000")]
    jobs = schools.assign(teaches=schools["job_class"].isin(TEACHERS), is_led=schools["job_class"] == PRINCIPAL)
    by_school = jobs.groupby(["school_year", "collection", "org_code"], sort=False)[["teaches", "is_led"]].any()
    count(found, "W-SCHOOL-PRINCIPAL", by_school["teaches"] & ~by_school["is_led"])


def check_licenses(frame: pd.DataFrame, found: Found) -> None:
    days = (frame["valid_to"] - frame["valid_from"]).dt.days + 1
    count(found, "W-WAIVER-LONG", (frame["type"] == WAIVER) & ~(days <= 366))
    alike = ["mepid", "field_code", "grade_span", "type"]
    active = frame[frame["status"] == "ACTIVE"].sort_values([*alike, "valid_from"])
    until = active["valid_to"].fillna(LATEST)
    before = (
        until.groupby([active[name] for name in alike], sort=False)
        .cummax()
        .groupby([active[name] for name in alike], sort=False)
        .shift(1)
    )
    count(found, "W-LICENSE-OVERLAP", active["valid_from"] <= before)


def check_evaluations(frame: pd.DataFrame, found: Found) -> None:
    rated = frame[[name for name in STANDARDS if name in frame.columns]].notna().any(axis="columns")
    count(found, "E-EVALUATION-STANDARDS", (frame["overall"] == NOT_EVALUATED) & rated)
    summative = frame[frame["rating_type"] == "SUMMATIVE"]
    count(found, "E-EVALUATION-TWICE", summative.duplicated(["school_year", "mepid"], keep=False))
    ratings = summative.assign(rated=summative["overall"].isin(RATINGS)).groupby("school_year", sort=False)
    counts = ratings.agg(people=("overall", "size"), rated=("rated", "sum"), different=("overall", "nunique"))
    count(found, "W-EVALUATION-FEW", 2 * counts["rated"] < counts["people"])
    count(
        found,
        "W-EVALUATION-SAME",
        (counts["rated"] == counts["people"]) & (counts["people"] >= 6) & (counts["different"] == 1),
    )


def check_attendance(frame: pd.DataFrame, found: Found) -> None:
    count(found, "W-DAYS-EXPECTED", ~frame["days_expected"].between(170, 190))
    schools = frame.groupby(["school_year", "org_code"], sort=False)["days_absent"].agg(["size", "sum"])
    count(found, "W-ATTENDANCE-PERFECT", (schools["size"] >= 3) & (schools["sum"] == 0))


def check_schedules(frame: pd.DataFrame, found: Found) -> None:
    present = frame[frame["status"] != "WITHDRAWN"]
    classes = present.groupby(["school_year", "collection", *SECTION], sort=False)["sasid"].nunique()
    count(found, "W-CLASS-SIZE", classes > 60)


OF_LAYOUT: dict[str, Callable[[pd.DataFrame, Found], None]] = {
    "staff_roster": check_roster,
    "work_assignment": check_assignments,
    "license": check_licenses,
    "evaluation": check_evaluations,
    "staff_attendance": check_attendance,
    "student_schedule": check_schedules,
}


def check_between(files: Files, found: Found) -> None:
    """What the files say of each other. Rows of people who are not there are left out of what comes after."""
    roster, work = files["staff_roster"], files["work_assignment"]
    for name in ("work_assignment", "evaluation", "staff_attendance"):
        count(found, f"E-ROSTER: {name}", ~files[name]["mepid"].isin(roster["mepid"]))
    work = work[work["mepid"].isin(roster["mepid"])]
    at_work = roster[roster["employment_status"] == WORKING]
    count(found, "W-ROSTER-IDLE", ~at_work["mepid"].isin(work["mepid"]))
    count(found, "W-ASSIGNMENT-EXITED", work["mepid"].isin(roster[roster["employment_status"] == EXITED]["mepid"]))
    full = files["license"][files["license"]["type"].isin(["PROFESSIONAL", "INITIAL"])]
    low = roster[roster["highest_degree"].isin(["NONE", "ASSOC"])]
    count(found, "W-DEGREE-LICENSE", low["mepid"].isin(full["mepid"]))
    check_classes(work, files["student"], files["student_schedule"], found)


def check_classes(work: pd.DataFrame, students: pd.DataFrame, schedule: pd.DataFrame, found: Found) -> None:
    is_known = schedule["sasid"].isin(students["sasid"])
    count(found, "E-SCHEDULE-STUDENT", ~is_known)
    schedule = schedule[is_known]
    without = ~students["sasid"].isin(schedule["sasid"])
    found["W-SCHEDULE-NONE"] = int(without.mean() > 0.05)
    taught = work.dropna(subset=["course_code", "section_id"])
    sections = taught[SECTION].drop_duplicates()
    present = schedule[schedule["status"] != "WITHDRAWN"]
    places = present[SECTION].merge(sections.assign(teacher=True), on=SECTION, how="left")
    found["W-SCHEDULE-TEACHER"] = int(places["teacher"].notna().mean() < 0.95)
    filled = sections.merge(schedule[SECTION].drop_duplicates(), on=SECTION, how="left", indicator=True)
    found["W-SECTION-EMPTY"] = int((filled["_merge"] == "left_only").mean() > 0.05)
    given = taught.groupby(SECTION, sort=False).agg(share=("contribution_pct", "sum"), teachers=("mepid", "nunique"))
    count(found, "W-CLASS-SHARES", given["share"] > 101)
    count(found, "W-CO-TEACHERS", given["teachers"] > 4)
