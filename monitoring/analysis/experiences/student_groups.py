"""The groups by which students' experiences are compared: whoever is of one stands beside all who are not."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

NOT_WHITE = ("AIAN", "ASIAN", "BLACK", "HISPANIC", "MULTI", "NHPI")


@dataclass(frozen=True)
class StudentGroup:
    """Students with one of the values in one of the columns of layout 8 (`members`). `students` completes “experiences
    of `students`”.
    """

    id: str
    title: str
    students: str
    members: tuple[tuple[str, tuple[str, ...]], ...]

    def is_of(self, columns: frozenset[str]) -> pl.Expr:
        """Whether a student is of the group; null where that is not known."""
        asked = [
            pl.col(name).is_in(list(values)) if name in columns else pl.lit(None, pl.Boolean)
            for name, values in self.members
        ]
        return pl.any_horizontal(asked)


def _of_race(code: str, title: str, students: str) -> StudentGroup:
    return StudentGroup(code.lower(), title, students, (("race_ethnicity", (code,)),))


def _further(name: str, title: str, students: str) -> StudentGroup:
    return StudentGroup(name, title, students, ((f"group_{name}", ("Y",)),))


STUDENT_GROUPS: tuple[StudentGroup, ...] = (
    StudentGroup("low_income", "Low-income students", "low-income students", (("econ_dis", ("Y",)),)),
    StudentGroup("students_of_color", "Students of color", "students of color", (("race_ethnicity", NOT_WHITE),)),
    StudentGroup("english_learners", "English learners", "English learners", (("el", ("Y",)),)),
    StudentGroup(
        "students_with_disabilities", "Students with disabilities", "students with disabilities", (("swd", ("Y",)),)
    ),
    StudentGroup(
        "high_needs",
        "High-needs students",
        "students who are low-income, English learners now or before, or have disabilities",
        (("econ_dis", ("Y",)), ("el", ("Y", "FEL")), ("swd", ("Y",))),
    ),
    _of_race("AIAN", "American Indian or Alaska Native students", "American Indian or Alaska Native students"),
    _of_race("ASIAN", "Asian students", "Asian students"),
    _of_race("BLACK", "Black students", "Black or African American students"),
    _of_race("HISPANIC", "Hispanic students", "Hispanic or Latino students"),
    _of_race("MULTI", "Multi-race students", "students of two or more races"),
    _of_race("NHPI", "Native Hawaiian or other Pacific Islander students", "Pacific Islander students"),
    _of_race("WHITE", "White students", "White students"),
    _further("homeless", "Students without a permanent home", "students without a permanent home"),
    _further("foster", "Students in foster care", "students in foster care"),
    _further("migrant", "Students of migrant families", "students of migrant families"),
    _further("military", "Students of military families", "students of military families"),
    _further("section_504", "Students with a plan under Section 504", "students with a plan under Section 504"),
    _further(
        "first_language_not_english",
        "Students whose first language is not English",
        "students whose first language is not English",
    ),
)
BITS: dict[str, int] = {group.id: 1 << place for place, group in enumerate(STUDENT_GROUPS)}


def cohort_of(students: pl.DataFrame) -> pl.DataFrame:
    """Who is of which group, as two sets of bits (BITS).

    In: students of October, in columns of layout 8. Grain: sasid. Out: sasid, org_code (where the student is reported),
    `inside` and `known` (UInt32): the groups that the student is of, and those of which it is known.

    >>> sent = pl.DataFrame({"sasid": ["a"], "org_code": ["00010505"], "econ_dis": ["Y"], "race_ethnicity": ["WHITE"]})
    >>> row = cohort_of(sent.with_columns(el=pl.lit(None, pl.String), swd=pl.lit("N"))).row(0, named=True)
    >>> [name for name, bit in BITS.items() if row["inside"] & bit]
    ['low_income', 'high_needs', 'white']
    >>> [name for name, bit in BITS.items() if not row["known"] & bit][0]
    'english_learners'
    """
    columns = frozenset(students.columns)
    asked = {group.id: group.is_of(columns) for group in STUDENT_GROUPS}
    inside = [pl.when(one).then(pl.lit(BITS[name], pl.UInt32)).otherwise(0) for name, one in asked.items()]
    known = [pl.when(one.is_not_null()).then(pl.lit(BITS[name], pl.UInt32)).otherwise(0) for name, one in asked.items()]
    return students.select(
        "sasid",
        "org_code",
        inside=pl.sum_horizontal(inside).cast(pl.UInt32),
        known=pl.sum_horizontal(known).cast(pl.UInt32),
    )
