"""The rules of single layouts, on typed rows in the order of their key; each looks at what those before have left."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from bench.pandas_sheet import Sheet
from bench.pandas_texts import numbers_of, spread
from districts.school_year import BEGINS
from monitoring.analysis.people.job_classes import PRINCIPAL, TEACHERS
from monitoring.intake.cell_text import SCALE
from monitoring.intake.layouts.evaluation import NOT_EVALUATED, RATINGS, STANDARDS
from monitoring.intake.layouts.license import WAIVER
from monitoring.intake.layouts.staff_roster import EXITED, LAST_HQT, YEARS
from monitoring.intake.layouts.work_assignment import WITH_COURSES

LATEST = pd.Timestamp("2200-01-01")


def check_layout(sheet: Sheet) -> None:
    if check := OF_LAYOUT.get(sheet.report.id):
        check(sheet)
    for name in [column.name for column in sheet.report.columns if column.begun and sheet.has(column.name)]:
        sheet.count("W-DATE-AHEAD", sheet.frame[name] > pd.Timestamp(sheet.district.day))


def check_cells_of_layout(sheet: Sheet) -> None:
    """What is asked of numbers of rows that may be refused yet."""
    if sheet.report.id == "staff_attendance":
        days = sheet.frame["days_expected"]
        sheet.found["W-DAYS-EXPECTED"] += int((days.notna() & ~days.between(170 * SCALE, 190 * SCALE)).any())
    if sheet.report.id == "staff_roster" and sheet.has("birth_year"):
        most = (sheet.years() - 1 - sheet.frame["birth_year"] - 18) * SCALE
        for name in [name for name in YEARS if sheet.has(name)]:
            sheet.count("W-EXPERIENCE-AGE", sheet.frame[name] > most)


def check_organizations(sheet: Sheet) -> None:
    """Against those on record."""
    known = sheet.district.known
    if not sheet.has("org_code") or known.empty:
        return
    column = sheet.frame["org_code"]
    codes = column.array.categories
    closed = known.set_index("org_code")["close_year"].reindex(codes)
    if closed.notna().any():
        sheet.count("W-ORG-CLOSED", sheet.years() > spread(column, closed.astype(float), np.nan))
    if not (is_known := codes.isin(known["org_code"])).all():
        sheet.count("W-ORG-UNKNOWN", spread(column, ~is_known, False))


def _is_one_of(column: pd.Series, texts: Iterable[str]) -> np.ndarray:
    return spread(column, column.array.categories.isin([*texts]), False)


def _groups(frame: pd.DataFrame, names: Iterable[str]) -> np.ndarray:
    """The number of each row's group, from 0 on."""
    return pd.factorize(numbers_of(frame, names))[0]


def _check_spans(sheet: Sheet) -> None:
    for first, last in sheet.report.spans:
        if sheet.has(first, last):
            sheet.refuse("E-DATE-ORDER", (sheet.frame[last] < sheet.frame[first]).to_numpy())


def _check_roster(sheet: Sheet) -> None:
    _check_spans(sheet)
    has_left = (sheet.frame["employment_status"] == EXITED).to_numpy()
    if sheet.has("exit_reason"):
        sheet.refuse("E-EXIT-REASON", has_left & sheet.frame["exit_reason"].isna().to_numpy())
    for name in [column.name for column in sheet.report.columns if column.in_year and sheet.has(column.name)]:
        _check_within_year(sheet, name)
    has_left = sheet.frame["employment_status"] == EXITED
    for name in [name for name in ("exit_reason", "exit_date") if sheet.has(name)]:
        sheet.count("W-EXIT-STATUS", ~has_left & sheet.frame[name].notna())
    if sheet.has("hqt"):
        sheet.found["W-HQT-YEAR"] += int((sheet.frame["hqt"].notna() & (sheet.years() > LAST_HQT)).any())


def _check_within_year(sheet: Sheet, name: str) -> None:
    day, years = sheet.frame[name], sheet.years()
    if len(day) and day.max() >= pd.Timestamp(int(np.nanmin(years)), BEGINS, 1):
        ending = day.dt.year + (day.dt.month >= BEGINS)
        sheet.refuse("E-DATE-YEAR", (ending > years).to_numpy())


def _check_assignments(sheet: Sheet) -> None:
    person = ["school_year", "collection", "mepid", "org_code"]
    if (is_too_much := _fte(sheet, person) > 1.5 * SCALE).any():
        first = pd.Series(sheet.frame.index).groupby(_groups(sheet.frame, person)).min()
        sheet.refuse("E-FTE-PERSON", sheet.frame.index.isin(first[is_too_much]))
    sheet.count("W-FTE-PERSON", _fte(sheet, person) > 1.2 * SCALE)
    _check_principals(sheet)
    names, teaches = ["course_code", "section_id"], _is_one_of(sheet.frame["job_class"], WITH_COURSES)
    _refuse_cells(sheet, "E-COURSE-EXTRA", [~teaches & sheet.frame[name].notna() for name in names])
    teaches = _is_one_of(sheet.frame["job_class"], WITH_COURSES)
    _refuse_cells(sheet, "E-COURSE-MISSING", [teaches & sheet.frame[name].isna() for name in names])


def _refuse_cells(sheet: Sheet, rule: str, wrong: list[pd.Series]) -> None:
    """Each wrong cell is counted; its row goes."""
    rows = np.logical_or.reduce(wrong)
    if rows.any():
        sheet.found[rule] += sum(int(cells.sum()) for cells in wrong)
        sheet.frame = sheet.frame[~rows]


def _fte(sheet: Sheet, person: list[str]) -> np.ndarray:
    return np.bincount(_groups(sheet.frame, person), weights=sheet.frame["fte"].fillna(0))


def _check_principals(sheet: Sheet) -> None:
    codes = sheet.frame["org_code"].array.categories
    schools = sheet.frame[spread(sheet.frame["org_code"], ~codes.str.endswith("0000"), False)]
    group = _groups(schools, ["school_year", "collection", "org_code"])
    teaching, led = (_is_one_of(schools["job_class"], jobs) for jobs in (TEACHERS, [PRINCIPAL]))
    sheet.found["W-SCHOOL-PRINCIPAL"] += len(np.setdiff1d(group[teaching], group[led]))


def _check_licenses(sheet: Sheet) -> None:
    if sheet.has("valid_to"):
        sheet.count("W-LICENSE-OVERLAP", _overlaps(sheet.frame))
    _check_spans(sheet)
    waivers = sheet.frame[sheet.frame["type"] == WAIVER]
    last = waivers["valid_to"] if sheet.has("valid_to") else pd.Series(pd.NaT, index=waivers.index)
    sheet.count("W-WAIVER-LONG", ~((last - waivers["valid_from"]).dt.days + 1 <= 366))


def _overlaps(frame: pd.DataFrame) -> pd.Series:
    """Active licenses that begin before an earlier one of the same person, type, field and grades ends."""
    numbers = numbers_of(frame, ["mepid", "field_code", "grade_span", "type"])
    several = frame[pd.Series(numbers).duplicated(keep=False).to_numpy()]
    active = several[several["status"] == "ACTIVE"].sort_index()
    if active.empty:
        return pd.Series(dtype=bool)
    alike = numbers_of(active, ["mepid", "field_code", "grade_span", "type"])
    ordered = active.assign(alike=alike).sort_values(["alike", "valid_from"], kind="stable")
    until = ordered["valid_to"].fillna(LATEST).groupby(ordered["alike"]).cummax()
    return ordered["valid_from"] <= until.groupby(ordered["alike"]).shift(1)


def _check_evaluations(sheet: Sheet) -> None:
    _check_ratings(sheet)
    if sheet.has("evaluated_on"):
        is_ahead = sheet.frame["evaluated_on"] > pd.Timestamp(sheet.district.day)
        sheet.refuse("E-DATE-FUTURE", is_ahead.to_numpy())
    not_rated = sheet.frame["overall"] == NOT_EVALUATED
    if names := [name for name in STANDARDS if sheet.has(name)]:
        _refuse_cells(sheet, "E-EVALUATION-STANDARDS", [not_rated & sheet.frame[name].notna() for name in names])
    summative = sheet.frame[sheet.frame["rating_type"] == "SUMMATIVE"]
    person = pd.Series(numbers_of(summative, ["school_year", "mepid"]))
    sheet.count("E-EVALUATION-TWICE", twice := person.duplicated(keep=False))
    sheet.frame = sheet.frame.drop(summative.index[twice]) if twice.any() else sheet.frame


def _check_ratings(sheet: Sheet) -> None:
    is_summative = (sheet.frame["rating_type"] == "SUMMATIVE").to_numpy()
    overall = sheet.frame["overall"].array[is_summative]
    rated = pd.Series(overall).isin(RATINGS)
    told = pd.DataFrame({"rated": rated, "overall": pd.Series(overall.codes).where(rated)})
    years = told.groupby(sheet.years()[is_summative])
    counts = years.agg(people=("rated", "size"), rated=("rated", "sum"), different=("overall", "nunique"))
    sheet.count("W-EVALUATION-FEW", 2 * counts["rated"] < counts["people"])
    all_rated = (counts["rated"] == counts["people"]) & (counts["people"] >= 6)
    sheet.count("W-EVALUATION-SAME", all_rated & (counts["different"] == 1))


def _check_attendance(sheet: Sheet) -> None:
    known = sheet.frame.dropna(subset="days_absent")
    school = _groups(known, ["school_year", "org_code"])
    is_perfect = np.bincount(school, weights=known["days_absent"]) == 0
    sheet.count("W-ATTENDANCE-PERFECT", is_perfect & (np.bincount(school) >= 3))


def _check_students(sheet: Sheet) -> None:
    student = pd.Series(numbers_of(sheet.frame, ["school_year", *sheet.report.once]), index=sheet.frame.index)
    if not (several := student.duplicated(keep=False)).any():
        return
    schools = sheet.frame.loc[several, "org_code"].cat.codes.groupby(student[several]).transform("nunique")
    sheet.refuse("E-TWO-PLACES", sheet.frame.index.isin(schools.index[schools > 1]))


def _check_schedules(sheet: Sheet) -> None:
    section = ["school_year", "collection", "org_code", "course_code", "section_id", "term"]
    present = sheet.frame[sheet.frame["status"] != "WITHDRAWN"]
    group = _groups(present, section)
    if len(group) and np.bincount(group).max() > 60:
        sheet.count("W-CLASS-SIZE", present["sasid"].cat.codes.groupby(group).nunique() > 60)


OF_LAYOUT: dict[str, Callable[[Sheet], None]] = {
    "staff_roster": _check_roster,
    "work_assignment": _check_assignments,
    "license": _check_licenses,
    "evaluation": _check_evaluations,
    "staff_attendance": _check_attendance,
    "student": _check_students,
    "student_schedule": _check_schedules,
}
