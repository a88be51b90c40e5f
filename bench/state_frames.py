"""An invented state as intake freezes it: the rows of each dataset and school year, in canonical columns. Whole columns
of all districts at once; a district's rows are those of its own files, also by their numbers.

Students and their schedules are part of it where they are asked for: most that is computed does not read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.intake.examination import canonical_frames
from monitoring.intake.grain import Grain
from monitoring.intake.mapping.column_mapping import NOTHING_SAID
from monitoring.intake.mapping.mapped import recognize_with
from monitoring.intake.opened_sheet import open_sheet
from monitoring.intake.pseudonyms import Pseudonyms
from monitoring.intake.reading.table import Table, number_rows
from monitoring.intake.recognition import Recognized
from monitoring.intake.sheet import Past
from monitoring.invented.courses import crosswalk
from monitoring.invented.laid_out import Rows
from monitoring.invented.place_files import climate_rows, enrollment_rows, organization_rows
from monitoring.invented.plan import Plan
from monitoring.invented.staff_files import license_rows, roster, work_assignments
from monitoring.invented.state import StateYear, invented_state
from monitoring.invented.student_files import schedule_rows, student_rows
from monitoring.invented.work_files import attendance, learning

KEY = Pseudonyms(bytes(32))
OF_PEOPLE: dict[str, Callable[[StateYear], Rows]] = {
    "staff_roster": roster,
    "work_assignment": lambda of: work_assignments(of, "OCT"),
    "staff_attendance": attendance,
    "professional_learning": learning,
}


@dataclass(frozen=True)
class Frozen:
    """Rows of one dataset, with `district`, the code of whose they are: the agency's, or of every district."""

    grain: Grain
    rows: pl.DataFrame


OF_STUDENTS: dict[str, Callable[[StateYear], Rows]] = {
    "student": lambda of: student_rows(of, "OCT"),
    "student_schedule": lambda of: schedule_rows(of, "OCT"),
}


def frozen_state(plan: Plan, *, students: bool = False) -> tuple[list[Frozen], Iterator[list[Frozen]]]:
    """What is of no year but licenses, which are known at the end; and the years one after the other, each with the
    licenses of its people; with `students`, also these and their schedules.
    """
    places, years = invented_state(plan)
    always = [*_of_agency(organization_rows(places)), *_of_agency(crosswalk())]
    files = {**OF_PEOPLE, **OF_STUDENTS} if students else OF_PEOPLE
    return always, (_frozen_year(of, files) for of in years)


def _frozen_year(of: StateYear, files: Mapping[str, Callable[[StateYear], Rows]]) -> list[Frozen]:
    found = [*_of_agency(enrollment_rows(of)), *_of_agency(license_rows(of).frame)]
    codes = pl.Series(list(of.places.districts.code), dtype=pl.String)
    for made in files.values():
        rows = made(of)
        owners = codes.gather(pl.Series(rows.district, dtype=pl.UInt32))
        found += [_of_districts(frozen, owners) for frozen in _of_agency(rows.frame)]
    for frozen in _of_agency(climate_rows(of)):
        its = (pl.col("org_code").str.head(4) + "0000").alias("district")
        found.append(Frozen(frozen.grain, frozen.rows.with_columns(its)))
    return found


def all_licenses(years: list[pl.DataFrame]) -> Frozen:
    """One extract of the agency's for all years: each license once, as it is last, from when it was first held."""
    whole = pl.concat(years)
    key = ["mepid", "license_number"]
    last = pl.col(name for name in whole.columns if name not in (*key, "valid_from")).last()
    rows = whole.group_by(key, maintain_order=True).agg(pl.col("valid_from").min(), last).select(whole.columns)
    numbered = rows.sort(key).with_columns(row_number=pl.int_range(2, pl.len() + 2, dtype=pl.UInt32))
    return Frozen(Grain("license", None), numbered)


def _of_agency(frame: pl.DataFrame) -> list[Frozen]:
    """The rows of a file that is right, typed and sorted as intake does it; nothing is checked."""
    text = frame.select(pl.all().cast(pl.String))
    places = {title: f"c{place}" for place, title in enumerate(text.columns)}
    head = pl.DataFrame({title: [title] for title in text.columns}, schema=text.schema)
    table = Table(number_rows(pl.concat([head, text]).rename(places), is_tidy=True), "csv")
    recognized = recognize_with(table, NOTHING_SAID)
    if not isinstance(recognized, Recognized):
        raise ValueError(f"no layout knows the columns {frame.columns}")
    sheet = open_sheet(recognized, owner=STATE_CODE, past=Past(), pseudonyms=KEY)
    whose = pl.lit(STATE_CODE).alias("district")
    return [Frozen(grain, rows.with_columns(whose)) for grain, rows in canonical_frames(sheet).items()]


def _of_districts(frozen: Frozen, owners: pl.Series) -> Frozen:
    """The rows with whose they are, and their numbers as in the files of each. `owners`: of the file's rows."""
    at = pl.col("row_number").cast(pl.Int64) - 2
    owned = frozen.rows.with_columns(district=owners.gather(frozen.rows.select(at).to_series()))
    first = pl.col("row_number").min().over("district")
    return Frozen(frozen.grain, owned.with_columns(row_number=pl.col("row_number") - first + 2))
