"""Students by school and group."""

from __future__ import annotations

import polars as pl

from monitoring.intake.layouts.shared_columns import RACE_MEANINGS, RACES
from monitoring.intake.layouts.student import FURTHER_GROUPS
from monitoring.intake.summaries.summary import Figure, Files, Summary, people, placed

GROUPS = {
    "econ_dis": "Low income",
    "el": "English learners",
    "swd": "With disabilities",
    **{f"group_{name}": words[:1].upper() + words[1:] for name, words in FURTHER_GROUPS.items()},
}
RACE_TITLES = {code: words[:1].upper() + words[1:] for code, words in zip(RACES, RACE_MEANINGS, strict=True)}


def build(files: Files) -> pl.DataFrame:
    """Grain: place. A group of which the file says nothing is not known; a student with two rows counts once.

    Two students at A, one of low income: A 2 students, 1 of low income; the district the same.
    """
    rows = placed(files["student"])
    said = {name: rows[name].is_not_null().any() for name in GROUPS}
    groups = {name: people("sasid", pl.col(name) == "Y") for name in GROUPS}
    return rows.group_by("place").agg(
        students=people("sasid"), **{name: pl.when(pl.lit(said[name])).then(one) for name, one in groups.items()}
    )


def build_races(files: Files) -> pl.DataFrame:
    """Grain: place, race and ethnicity."""
    race = pl.col("race_ethnicity").replace_strict(RACE_TITLES, default="Not said")
    return placed(files["student"]).with_columns(part=race).group_by("place", "part").agg(students=people("sasid"))


SUMMARY = Summary(
    "students",
    title="Students by school and group",
    note="Students of the collection. Former English learners, and students who exited services, are in no group.",
    reads={"student": ("sasid", *GROUPS)},
    figures=(Figure("students", "Students"), *(Figure(name, title) for name, title in GROUPS.items())),
    build=build,
)
RACES_SUMMARY = Summary(
    "races",
    title="Students by school, race and ethnicity",
    note="Students of the collection.",
    reads={"student": ("sasid", "race_ethnicity")},
    figures=(Figure("students", "Students"),),
    build=build_races,
    part="Race and ethnicity",
)
