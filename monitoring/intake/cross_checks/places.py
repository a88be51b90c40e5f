"""How many places of students in classes have a teacher. Not a rule."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.submission import Submission

READS = {
    "student_schedule": ("course_code", "section_id", "term", "status"),
    "work_assignment": ("course_code", "section_id", "term"),
}
FAR, NEAR = 0.80, 0.95  # share of the places: below the first figures would mislead, below the second one asks


def places(sent: Submission) -> pl.DataFrame:
    """One row, or none where there is no place: `share` with a teacher, and in words `value` of `other`."""
    with_teacher, places = sent.places
    counted = pl.DataFrame({"with": [with_teacher], "all": [places]}).filter(pl.col("all") > 0)
    words = {name: pl.col(source).cast(pl.String) for name, source in (("value", "with"), ("other", "all"))}
    return counted.select(share=pl.col("with") / pl.col("all"), **words)
