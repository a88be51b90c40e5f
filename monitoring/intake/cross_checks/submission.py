"""The files of a district that are checked against each other. Pure."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from monitoring.analysis.experiences.classes import SECTION as SECTION

Reads = Mapping[str, tuple[str, ...] | None]  # by dataset, columns
WHOLE_ROWS = None  # all columns of a dataset, and none of them by what it means
ALWAYS_READ = ("school_year", "org_code", "row_number")


@dataclass(frozen=True)
class Submission:
    """Current rows of a district, of one school year and collection, by dataset, in the columns of `record_schema`.

    A dataset without collections stands in each. What nobody sent is not there: rules that need it do not look.
    `borrowed`: datasets of which the state agency's rows stand here; no rule tells a district of these. `before`: the
    same of the school year before.
    """

    school_year: int
    collection: str
    files: dict[str, pl.DataFrame] = field(default_factory=dict)
    borrowed: frozenset[str] = frozenset()
    before: dict[str, pl.DataFrame] = field(default_factory=dict)

    def has(self, *datasets: str, before: bool = False) -> bool:
        """Whether all of these were sent; and the year `before`."""
        return all(dataset in self.files and (not before or dataset in self.before) for dataset in datasets)

    @functools.cached_property
    def places(self) -> tuple[int, int]:
        """How many places of students in classes have a teacher, of how many."""
        taught = self.classes.join(self.files["work_assignment"], on=SECTION, how="semi")
        return int(taught["places"].sum()), int(self.classes["places"].sum())

    @functools.cached_property
    def sections(self) -> pl.DataFrame:
        """Grain: a section in which a student has a schedule."""
        schedules = self.files["student_schedule"]
        return self.classes.select(SECTION) if "status" in schedules.columns else schedules.select(SECTION).unique()

    @functools.cached_property
    def classes(self) -> pl.DataFrame:
        """Grain: a section in which a student has a schedule; `places`: of how many who have not withdrawn."""
        is_taken = pl.col("status") != "WITHDRAWN"
        return self.files["student_schedule"].group_by(SECTION).agg(places=is_taken.sum())

    @functools.cached_property
    def scheduled(self) -> pl.DataFrame:
        """Grain: a student (sasid) with a schedule. Rows of one mostly stand together."""
        return self.files["student_schedule"]["sasid"].rle().struct.field("value").unique().to_frame("sasid")

    def seeing(self, reads: Reads) -> Submission:
        """The submission as if nothing but these columns of these datasets had been sent."""
        files, before = (narrowed(some, reads) for some in (self.files, self.before))
        return replace(self, files=files, before=before)

    def without(self, dataset: str, rows: pl.DataFrame) -> Submission:
        """The submission as if these rows (row_number) had not been sent."""
        left = self.files[dataset].join(rows.select("row_number"), on="row_number", how="anti")
        return replace(self, files={**self.files, dataset: left})


def narrowed(files: Mapping[str, pl.DataFrame], reads: Reads) -> dict[str, pl.DataFrame]:
    """Rows by dataset, in the columns that are read alone, and those by which rows are found and told."""
    return {
        name: rows if (columns := reads[name]) is WHOLE_ROWS else rows.select(_seen(rows, columns))
        for name, rows in files.items()
        if name in reads
    }


def _seen(rows: pl.DataFrame, columns: tuple[str, ...]) -> list[str]:
    return [name for name in rows.columns if name in (*ALWAYS_READ, *columns)]
