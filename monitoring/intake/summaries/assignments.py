"""Assignments by school and subject."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.submission import SECTION
from monitoring.intake.summaries.summary import Figure, Files, Summary, Unit, people, placed

# The first two digits of a course's code: School Courses for the Exchange of Data (SCED), National Center for
# Education Statistics, version 11.
SUBJECTS = {
    "01": "English language and literature",
    "02": "Mathematics",
    "03": "Life and physical sciences",
    "04": "Social sciences and history",
    "05": "Visual and performing arts",
    "07": "Religious education and theology",
    "08": "Physical, health and safety education",
    "09": "Military science",
    "10": "Information technology",
    "11": "Communication and audio/visual technology",
    "12": "Business and marketing",
    "13": "Manufacturing",
    "14": "Health care sciences",
    "15": "Public, protective and government service",
    "16": "Hospitality and tourism",
    "17": "Architecture and construction",
    "18": "Agriculture, food and natural resources",
    "19": "Human services",
    "20": "Transportation, distribution and logistics",
    "21": "Engineering and technology",
    "22": "Miscellaneous",
    "23": "Non-subject-specific",
    "24": "World languages",
}
NONE = "No class"


def build(files: Files) -> pl.DataFrame:
    """Grain: place, subject of the course.

    A teacher of two sections of 02052 with 0.5 FTE each: mathematics, 1 person, 2 classes, 1.0 FTE.
    """
    area = pl.col("course_code").str.head(2)
    subject = area.replace_strict(SUBJECTS, default=pl.format("Subject area {}", area)).fill_null(NONE)
    classes = pl.struct(SECTION).filter(pl.all_horizontal(pl.col("course_code", "section_id").is_not_null()))
    return (
        placed(files["work_assignment"])
        .with_columns(part=subject)
        .group_by("place", "part")
        .agg(people=people("mepid"), classes=classes.n_unique().cast(pl.Int64), fte=pl.col("fte").sum())
    )


SUMMARY = Summary(
    "assignments",
    title="Assignments by school and subject",
    note="The subject is that of the course’s code. A class is one course, section and term at a school.",
    reads={"work_assignment": ("mepid", "course_code", "section_id", "term", "fte")},
    figures=(Figure("people", "People"), Figure("classes", "Classes"), Figure("fte", "FTE", Unit.FTE)),
    build=build,
    part="Subject",
)
