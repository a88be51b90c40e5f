"""What a district's files of one school year and collection say of each other, in the rows that are kept."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from bench.pandas_sheet import Found
from bench.pandas_texts import is_among, numbers_of
from monitoring.intake.cell_text import SCALE
from monitoring.intake.cross_checks.submission import SECTION
from monitoring.intake.layouts.staff_roster import EXITED, WORKING

Files = dict[str, pd.DataFrame]
ON_ROSTER = {
    "work_assignment": "E-ROSTER-ASSIGNMENT",
    "evaluation": "E-ROSTER-EVALUATION",
    "staff_attendance": "E-ROSTER-ATTENDANCE",
}


def check_between(files: Files, found: Found) -> None:
    """Rows of people who are not there are left out of what comes after."""
    for name, rule in ON_ROSTER.items():
        if name in files and "staff_roster" in files:
            _leave_out(files, found, rule, name, is_among(files[name]["mepid"], files["staff_roster"]["mepid"]))
    for needs, look in BETWEEN:
        if all(name in files for name in needs):
            look(files, found)


def _leave_out(files: Files, found: Found, rule: str, name: str, is_there: np.ndarray) -> None:
    if not is_there.all():
        found[rule] += int((~is_there).sum())
        files[name] = files[name][is_there]


def _check_work(files: Files, found: Found) -> None:
    roster, work = files["staff_roster"], files["work_assignment"]
    at_work, left = (roster[roster["employment_status"] == status] for status in (WORKING, EXITED))
    found["W-ROSTER-IDLE"] += int((~is_among(at_work["mepid"], work["mepid"])).sum())
    found["W-ASSIGNMENT-EXITED"] += int(is_among(work["mepid"], left["mepid"]).sum())


def _check_degrees(files: Files, found: Found) -> None:
    roster, held = files["staff_roster"], files["license"]
    full = held[held["type"].isin(["PROFESSIONAL", "INITIAL"]) & (held["status"] == "ACTIVE")]
    if "highest_degree" in roster:
        low = roster[roster["highest_degree"].isin(["NONE", "ASSOC"])]
        found["W-DEGREE-LICENSE"] += int(is_among(low["mepid"], full["mepid"]).sum())


def _check_students(files: Files, found: Found) -> None:
    known = is_among(files["student_schedule"]["sasid"], files["student"]["sasid"])
    _leave_out(files, found, "E-SCHEDULE-STUDENT", "student_schedule", known)
    students = files["student"].drop_duplicates("sasid")["sasid"]
    is_without = ~is_among(students, files["student_schedule"]["sasid"])
    found["W-SCHEDULE-NONE"] += int(is_without.sum() > 0.05 * len(students))


def _check_places(files: Files, found: Found) -> None:
    """How many places of students have a teacher, and how many sections have students."""
    work, schedule = files["work_assignment"], files["student_schedule"]
    here = pd.DataFrame({name: _in_words_of(work[name], schedule[name]) for name in SECTION})
    taught, taken = numbers_of(here, SECTION), numbers_of(schedule, SECTION)
    section, sections = pd.factorize(taken)
    places = np.bincount(section, weights=schedule["status"] != "WITHDRAWN", minlength=len(sections))
    if places.sum():
        share = places[np.isin(sections, taught)].sum() / places.sum()
        found["E-SCHEDULE-TEACHER"] += int(share < 0.80)
        found["W-SCHEDULE-TEACHER"] += int(0.80 <= share < 0.95)
    is_class = (work["course_code"].notna() & work["section_id"].notna()).to_numpy()
    is_first = is_class & ~pd.Series(numbers_of(work, SECTION)).where(is_class).duplicated().to_numpy()
    empty = ~np.isin(taught[is_first], sections)
    found["W-SECTION-EMPTY"] += int(empty.sum() > 0.05 * is_first.sum())


def _in_words_of(column: pd.Series, other: pd.Series) -> pd.Series:
    """With the categories of the other one; what it has not is blank."""
    return column.cat.set_categories(other.cat.categories)


def _check_classes(files: Files, found: Found) -> None:
    work = files["work_assignment"]
    taught = work.dropna(subset=["course_code", "section_id"])
    section = pd.factorize(numbers_of(taught, SECTION))[0]
    if "contribution_pct" in work:
        has_share = taught[["contribution_pct", *SECTION]].notna().all(axis="columns").to_numpy()
        given = np.bincount(section[has_share], weights=taught["contribution_pct"][has_share])
        found["W-CLASS-SHARES"] += int((given > 101 * SCALE).sum())
    if len(section) and np.bincount(section).max() > 4:
        found["W-CO-TEACHERS"] += int((taught["mepid"].cat.codes.groupby(section).nunique() > 4).sum())


BETWEEN: tuple[tuple[tuple[str, ...], Callable[[Files, Found], None]], ...] = (
    (("staff_roster", "work_assignment"), _check_work),
    (("staff_roster", "license"), _check_degrees),
    (("student", "student_schedule"), _check_students),
    (("work_assignment", "student_schedule"), _check_places),
    (("work_assignment",), _check_classes),
)
