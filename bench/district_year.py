"""A district year of an invented district: seven layouts as CSV in which there is nothing to mend. The same size and
code give the same bytes. Whole columns; no loop over rows.

Schools have 500 students and their share of the teachers; a teacher gives five classes; a student takes six or seven.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from monitoring.intake.layouts.shared_columns import RACES

YEAR = 2026  # ending year: all of it has gone by
IN_WORDS = "2025-26"
COLLECTION = "EOY"
CLASSES = 5  # of a teacher
APART = 37  # classes between two of one student: no student is twice in one
SUBJECTS = {"01": "English", "02": "Mathematics", "03": "Science", "04": "History", "05": "Arts", "06": "Languages"}
LAYOUTS = (
    *("staff_roster", "work_assignment", "license", "evaluation", "staff_attendance"),
    *("student", "student_schedule"),
)


@dataclass(frozen=True)
class Size:
    """`places`: rows of the schedules, a student's place in a class each."""

    name: str
    teachers: int
    students: int
    places: int

    @property
    def schools(self) -> int:
        return max(1, self.students // 500)

    @property
    def classes(self) -> int:
        """Of a school."""
        return CLASSES * (self.teachers // self.schools)


TYPICAL = Size("typical", teachers=300, students=3_000, places=20_000)
LARGEST = Size("largest", teachers=6_000, students=60_000, places=400_000)


def write_files(size: Size, org_code: str, folder: Path) -> list[Path]:
    """The files, in the order of LAYOUTS."""
    made = DistrictYear(size, org_code).frames()
    paths = [folder / f"{layout}.csv" for layout in LAYOUTS]
    for path in paths:
        made[path.stem].write_csv(path)
    return paths


def school_codes(size: Size, org_code: str) -> list[str]:
    return [f"{org_code[:4]}{5 * (number + 1):04}" for number in range(size.schools)]


class DistrictYear:
    """Texts as they stand in files, by layout. Teachers, principals (one a school) and those who left are staff."""

    def __init__(self, size: Size, org_code: str) -> None:
        self.size, self.code = size, org_code[:4]
        self.random = np.random.default_rng([size.students, int(org_code)])
        self.leavers = size.teachers // 16
        self.staff = self._staff()
        self.students = self._with_id(size.students, digits=10, name="sasid")

    def frames(self) -> dict[str, pl.DataFrame]:
        return {layout: getattr(self, layout)() for layout in LAYOUTS}

    def staff_roster(self) -> pl.DataFrame:
        is_gone, years = pl.col("role") == "LEFT", pl.col("years")
        salary = 48_000 + 1_400 * years
        return self.staff.select(
            school_year=pl.lit(IN_WORDS),
            mepid="mepid",
            local_staff_id=pl.format("E-{}", "number"),
            birth_year=YEAR - 24 - years - pl.col("number") % 9,
            race_ethnicity=self._drawn(RACES, self.staff.height),
            employment_status=pl.when(is_gone).then(pl.lit("03")).otherwise(pl.lit("01")),
            exit_reason=pl.when(is_gone).then(pl.lit("RETIRE")).otherwise(pl.lit("NA")),
            hire_date=pl.format("{}-09-01", YEAR - 1 - years),
            exit_date=pl.when(is_gone).then(pl.lit("2026-01-31")),
            years_prior_teaching=years,
            years_prior_admin=pl.when(pl.col("role") == "PRINCIPAL").then(years // 3).otherwise(0),
            experience_scope=pl.lit("ALL"),
            highest_degree=pl.when(years > 20)
            .then(pl.lit("DOC"))
            .when(years > 4)
            .then(pl.lit("MA"))
            .otherwise(pl.lit("BA")),
            hqt=pl.lit("NA"),
            professional_status=pl.when(years >= 3).then(pl.lit("PTS")).otherwise(pl.lit("NONPTS")),
            base_salary=salary,
            total_salary=salary + 500 * (pl.col("number") % 7),
        )

    def work_assignment(self) -> pl.DataFrame:
        classes = self._classes().join(
            self._at_work("TEACHER"), on=["school", "place"], how="inner", maintain_order="left"
        )
        teaching = classes.select(
            **self._head("mepid"),
            job_class=pl.lit("2305"),
            course_code="course_code",
            section_id="section_id",
            term="term",
            fte=pl.lit("0.2"),
            subject_area=pl.col("subject").replace_strict(SUBJECTS),
            grade_span=pl.lit("05-08"),
            teacher_role=pl.lit("TOR"),
            contribution_pct=pl.lit("100"),
        )
        nothing_taught = dict.fromkeys(teaching.columns[5:8], pl.lit("NA"))
        leading = self._at_work("PRINCIPAL").select(
            **self._head("mepid"), job_class=pl.lit("1305"), **nothing_taught, fte=pl.lit("1.0")
        )
        return pl.concat([teaching, leading], how="diagonal")

    def license(self) -> pl.DataFrame:
        """One a person, and another for every third."""
        held = self.staff.select("mepid", "number", "years")
        both = pl.concat([held.with_columns(which=0), held.filter(pl.col("number") % 3 == 0).with_columns(which=1)])
        return both.select(
            mepid="mepid",
            license_number=(pl.col("number") * 2 + pl.col("which") + 100_000).cast(pl.String),
            field_code=pl.format("F{}", (pl.col("number") + pl.col("which")) % 40),
            grade_span=pl.lit("05-08"),
            type=pl.when(pl.col("years") >= 3).then(pl.lit("PROFESSIONAL")).otherwise(pl.lit("INITIAL")),
            status=pl.lit("ACTIVE"),
            valid_from=pl.lit("2022-07-01"),
            valid_to=pl.lit("2027-06-30"),
        )

    def evaluation(self) -> pl.DataFrame:
        here = self.staff.filter(pl.col("role") != "LEFT")
        ratings = {f"std{number}": self._drawn(("P", "P", "P", "E", "NI"), here.height) for number in range(1, 5)}
        return here.select(
            school_year=pl.lit(IN_WORDS),
            mepid="mepid",
            org_code=self._org_code(),
            educator_role="role",
            rating_type=pl.lit("SUMMATIVE"),
            overall=self._drawn(("P", "P", "P", "P", "E", "NI"), here.height),
            **ratings,
            evaluated_on=pl.lit("2026-05-15"),
        )

    def staff_attendance(self) -> pl.DataFrame:
        here = self.staff.filter(pl.col("role") != "LEFT")
        return here.select(
            school_year=pl.lit(IN_WORDS),
            mepid="mepid",
            org_code=self._org_code(),
            days_expected=pl.lit("180"),
            days_absent=pl.Series(self.random.integers(0, 30, here.height) / 2),
            days_longterm_leave=pl.lit("0"),
            days_pd=pl.lit("2"),
        )

    def student(self) -> pl.DataFrame:
        rows, yes_no = self.size.students, ("N", "N", "N", "Y")
        return self.students.select(
            **self._head("sasid"),
            grade=(pl.col("place") % 9 + 1).cast(pl.String).str.zfill(2),
            race_ethnicity=self._drawn(RACES, rows),
            econ_dis=self._drawn(("N", "Y"), rows),
            el=self._drawn(("N", "N", "N", "N", "Y", "FEL"), rows),
            swd=self._drawn(yes_no, rows),
            days_in_membership=pl.lit("180"),
            **{f"group:{name}": self._drawn(yes_no, rows) for name in ("homeless", "foster", "military")},
        )

    def student_schedule(self) -> pl.DataFrame:
        """Every student begins somewhere in the list of the school's classes and takes each 37th from there."""
        number = np.arange(self.size.places)
        begin = self.random.integers(0, self.size.classes, self.size.students)
        chosen = (begin[number % self.size.students] + APART * (number // self.size.students)) % self.size.classes
        places = pl.DataFrame({"number": number % self.size.students, "class": chosen})
        taken = places.join(self.students, on="number").join(self._classes(), on=["school", "class"])
        drawn = taken.with_columns(
            status=pl.Series(self.random.choice(["COMPLETED", "WITHDRAWN"], self.size.places, p=[0.97, 0.03]))
        )
        return drawn.sort("school", "number", "class").select(
            **self._head("sasid"), course_code="course_code", section_id="section_id", term="term", status="status"
        )

    def _head(self, person: str) -> dict[str, pl.Expr]:
        return {
            "school_year": pl.lit(IN_WORDS),
            "collection": pl.lit(COLLECTION),
            person: pl.col(person),
            "org_code": self._org_code(),
        }

    def _org_code(self) -> pl.Expr:
        return pl.lit(self.code) + (5 * (pl.col("school") + 1)).cast(pl.String).str.zfill(4)

    def _staff(self) -> pl.DataFrame:
        """Grain: a person. `place`: which of the school's teachers."""
        teachers, schools = self.size.teachers, self.size.schools
        roles = ["TEACHER"] * teachers + ["PRINCIPAL"] * schools + ["LEFT"] * self.leavers
        people = self._with_id(len(roles), digits=8, name="mepid")
        years = np.minimum(self.random.exponential(11, len(roles)).astype(int), 35)
        return people.with_columns(pl.Series("role", roles), pl.Series("years", years))

    def _at_work(self, role: str) -> pl.DataFrame:
        return self.staff.filter(pl.col("role") == role).with_columns(
            place=pl.int_range(pl.len()) // self.size.schools, school=pl.int_range(pl.len()) % self.size.schools
        )

    def _classes(self) -> pl.DataFrame:
        """Grain: a class of a school: `place` of its teacher, course, section, term."""
        schools, classes = self.size.schools, self.size.classes
        number = np.arange(schools * classes)
        grid = pl.DataFrame({"school": number // classes, "class": number % classes})
        subject = pl.lit(list(SUBJECTS)).list.get(pl.col("place") % len(SUBJECTS))
        term = pl.when(pl.col("place") % 5 == 0).then(pl.lit("S1")).otherwise(pl.lit("FY"))
        return (
            grid.with_columns(place=pl.col("class") // CLASSES)
            .with_columns(subject=subject, term=term)
            .with_columns(
                course_code=pl.format(
                    "{}{}", "subject", (pl.col("class") % CLASSES * 10 + 52).cast(pl.String).str.zfill(3)
                ),
                section_id=pl.format(
                    "{}-{}", pl.col("subject").replace_strict(SUBJECTS).str.head(1), pl.col("class") + 1
                ),
            )
        )

    def _with_id(self, rows: int, *, digits: int, name: str) -> pl.DataFrame:
        """Grain: a person: `number`, the id, `school` and which of its people (`place`)."""
        ids = self.random.choice(9 * 10 ** (digits - 1), rows, replace=False) + 10 ** (digits - 1)
        number = np.arange(rows)
        schools = self.size.schools
        return pl.DataFrame(
            {"number": number, name: ids, "school": number % schools, "place": number // schools}
        ).with_columns(pl.col(name).cast(pl.String))

    def _drawn(self, words: tuple[str, ...], rows: int) -> pl.Series:
        return pl.Series(self.random.choice(words, rows))
