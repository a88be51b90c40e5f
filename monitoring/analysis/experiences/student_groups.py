"""The groups by which students' experiences are compared: whoever is of one stands beside all who are not."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

NOT_WHITE = ("AIAN", "ASIAN", "BLACK", "HISPANIC", "MULTI", "NHPI")


@dataclass(frozen=True)
class StudentGroup:
    """Students with one of the values in one of the columns of layout 8 (`members`). Those by which schools are
    compared too have the ids that they have there (`monitoring.analysis.groups`).
    """

    id: str
    members: tuple[tuple[str, tuple[str, ...]], ...]

    def is_of(self, columns: frozenset[str]) -> pl.Expr:
        """Whether a student is of the group; null where that is not known."""
        asked = [
            pl.col(name).is_in(list(values)) if name in columns else pl.lit(None, pl.Boolean)
            for name, values in self.members
        ]
        return pl.any_horizontal(asked)


RACES = (*NOT_WHITE, "WHITE")
FURTHER = ("homeless", "foster", "migrant", "military", "section_504", "first_language_not_english")
STUDENT_GROUPS: tuple[StudentGroup, ...] = (
    StudentGroup("low_income", (("econ_dis", ("Y",)),)),
    StudentGroup("students_of_color", (("race_ethnicity", NOT_WHITE),)),
    StudentGroup("english_learners", (("el", ("Y",)),)),
    StudentGroup("students_with_disabilities", (("swd", ("Y",)),)),
    StudentGroup("high_needs", (("econ_dis", ("Y",)), ("el", ("Y", "FEL")), ("swd", ("Y",)))),
    *(StudentGroup(code.lower(), (("race_ethnicity", (code,)),)) for code in RACES),
    *(StudentGroup(name, ((f"group_{name}", ("Y",)),)) for name in FURTHER),
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
