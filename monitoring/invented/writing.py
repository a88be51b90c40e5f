"""Everything as files: the state's own, and each district's year in a folder."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from monitoring.analysis.formatting import school_year

from .courses import crosswalk
from .figures import figure_rows
from .laid_out import Rows
from .place_files import climate_rows, enrollment_rows, exam_rows, finance_rows, organization_rows
from .plan import Plan
from .staff_files import license_rows, roster, work_assignments
from .state import StateYear, invented_state
from .student_files import schedule_rows, student_rows
from .work_files import attendance, evaluations, learning

# In the order in which they are to be sent. The state's are one file for all years.
OF_PLACES = ("organizations", "course_crosswalk")
OF_STATE: dict[str, Callable[[StateYear], pl.DataFrame]] = {
    "school_enrollment": enrollment_rows,
    "metric_aggregate": figure_rows,
    "climate_survey": climate_rows,
    "finance": finance_rows,
    "license_exam": exam_rows,
}
OF_YEAR: dict[str, Callable[[StateYear], Rows]] = {
    "staff_roster": roster,
    "license": license_rows,
    "evaluation": evaluations,
    "staff_attendance": attendance,
    "professional_learning": learning,
}
OF_COLLECTION: dict[str, tuple[Callable[[StateYear, str], Rows], tuple[str, ...]]] = {
    "work_assignment": (work_assignments, ("OCT", "EOY")),
    "student": (student_rows, ("OCT", "MAR", "EOY")),
    "student_schedule": (schedule_rows, ("OCT", "EOY")),
}
LAYOUTS = (*OF_PLACES, *OF_STATE, *OF_YEAR, *OF_COLLECTION)
PERSONAL = (*OF_YEAR, *OF_COLLECTION)


@dataclass(frozen=True)
class Wanted:
    """Which files. `by_district`: a folder a district and year; otherwise the files of a year hold all districts."""

    layouts: Collection[str] = LAYOUTS
    by_district: bool = True
    collections: Collection[str] = ("OCT", "MAR", "EOY")


ALL = Wanted()


def write_state(
    plan: Plan, folder: Path, wanted: Wanted = ALL, tell: Callable[[int], None] = lambda year: None
) -> None:
    """Writes `state/<layout>.csv` and `districts/<code>/<school year>/<layout>.csv`, or `people/<school year>/…` with
    all districts together. `tell` is called with each year that is done.
    """
    places, years = invented_state(plan)
    for layout in OF_PLACES:
        if layout in wanted.layouts:
            frame = organization_rows(places) if layout == "organizations" else crosswalk()
            write_file(frame, folder / "state" / f"{layout}.csv")
    of_state: dict[str, list[pl.DataFrame]] = {}
    for of in years:
        for layout, made in OF_STATE.items():
            if layout in wanted.layouts:
                of_state.setdefault(layout, []).append(made(of))
        for name, rows in files_of_year(of, wanted):
            _write_rows(of, name, rows, folder, wanted)
        tell(of.year)
    for layout, frames in of_state.items():
        write_file(pl.concat(frames), folder / "state" / f"{layout}.csv")


def files_of_year(of: StateYear, wanted: Wanted = ALL) -> Iterator[tuple[str, Rows]]:
    """The files on persons by name; a layout of several collections has one for each."""
    for layout, made in OF_YEAR.items():
        if layout in wanted.layouts:
            yield layout, made(of)
    for layout, (of_collection, collections) in OF_COLLECTION.items():
        for collection in collections:
            if layout in wanted.layouts and collection in wanted.collections:
                yield f"{layout}-{collection.lower()}", of_collection(of, collection)


def _write_rows(of: StateYear, name: str, rows: Rows, folder: Path, wanted: Wanted) -> None:
    year = school_year(of.year)
    if not wanted.by_district:
        write_file(rows.frame, folder / "people" / year / f"{name}.csv")
        return
    for place, code in enumerate(of.places.districts.code):
        write_file(rows.of(place), folder / "districts" / code / year / f"{name}.csv")


def write_file(frame: pl.DataFrame, path: Path) -> None:
    """Nothing where there is no row: a file of headings alone is none that anybody sends."""
    if not frame.height:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_csv(path)
