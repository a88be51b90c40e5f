"""For each rule that the analyst's script applies, a change to sound files of a small district that it finds; most
change one file alone.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from bench.district_year import LAYOUTS, DistrictYear, Size

CODE = "00350000"
SIZE = Size("planted", teachers=20, students=80, places=400)


@dataclass
class Lines:
    """Cells as they stand in the file, the header first; `end`: of the last line."""

    rows: list[list[str]]
    end: str = "\n"

    def __getitem__(self, row: int) -> dict[str, str]:
        return dict(zip(self.rows[0], self.rows[row], strict=True))

    def put(self, row: int, **cells: str) -> None:
        self.rows[row] = [*(self[row] | cells).values()]

    def column(self, **cells: str) -> None:
        for row in range(1, len(self.rows)):
            self.put(row, **cells)

    def add(self, row: int, **cells: str) -> None:
        """The same row once more, but for these cells."""
        self.rows.append([*(self[row] | cells).values()])

    def write(self, path: Path) -> None:
        path.write_text("\n".join(map(",".join, self.rows)) + self.end)


@dataclass
class Files:
    of: dict[str, Lines] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Lines:
        return self.of[name]

    def write(self, folder: Path) -> list[Path]:
        for name, lines in self.of.items():
            lines.write(folder / f"{name}.csv")
        return [folder / f"{name}.csv" for name in self.of]


@functools.cache
def _sound() -> dict[str, list[list[str]]]:
    made = DistrictYear(SIZE, CODE).frames()
    texts = {name: made[name].select(pl.all().cast(pl.String).fill_null("")) for name in LAYOUTS}
    return {name: [frame.columns, *map(list, frame.iter_rows())] for name, frame in texts.items()}


def sound_files() -> Files:
    return Files({name: Lines([[*row] for row in rows]) for name, rows in _sound().items()})


def several(*changes: Callable[[Files], object]) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        for one in changes:
            one(files)

    return change


def put(layout: str, *rows: int, **cells: str) -> Callable[[Files], None]:
    """These cells in rows; without any, in all."""

    def change(files: Files) -> None:
        lines = files.of[layout]
        for row in rows or range(1, len(lines.rows)):
            lines.put(row, **cells)

    return change


def add(layout: str, row: int, **cells: str) -> Callable[[Files], None]:
    return lambda files: files.of[layout].add(row, **cells)


def of_person(layout: str, **cells: str) -> Callable[[Files], None]:
    """Of the person in the first row of the layout, in all of their rows."""

    def change(files: Files) -> None:
        lines = files.of[layout]
        for row in [row for row in range(1, len(lines.rows)) if lines[row]["mepid"] == lines[1]["mepid"]]:
            lines.put(row, **cells)

    return change


def _own_numbers(files: Files) -> None:
    for row in range(1, len(files.staff_roster.rows)):
        files.staff_roster.put(row, mepid=f"{100 + row}")


def _other_header(files: Files) -> None:
    first, second, *rest = files.student.rows[0]
    files.student.rows.insert(5, [second, first, *rest])


def _cut(files: Files) -> None:
    files.student.rows[-1] = files.student.rows[-1][:4]
    files.student.end = ""


def _short(files: Files) -> None:
    files.student.rows[3].pop()
    files.student.rows[4] = files.student.rows[4][:-2]


def _unnamed(files: Files) -> None:
    for row in files.student.rows[1:]:
        row.append("x")


def _unnamed_in_two(files: Files) -> None:
    for row in files.student.rows[3:5]:
        row.append("x")


def _no_principals(files: Files) -> None:
    rows = files.work_assignment.rows
    rows[1:] = [row for row in rows[1:] if "1305" not in row]


def _one_class(files: Files) -> None:
    """The first place of each student in one class."""
    seen = set[str]()
    for row in range(1, len(files.student_schedule.rows)):
        student = files.student_schedule[row]["sasid"]
        if student not in seen:
            files.student_schedule.put(row, course_code="01052", section_id="A-1", term="FY", status="ENROLLED")
            seen.add(student)


def _two_licenses(files: Files) -> None:
    files.license.add(1, license_number="999001", valid_from="2026-01-01", valid_to="")
    files.license.add(2, license_number="999002", valid_from="2027-07-01", valid_to="2028-06-30")


def _without_class(files: Files) -> None:
    gone = {files.student[row]["sasid"] for row in range(1, 10)}
    rows = files.student_schedule.rows
    rows[1:] = [row for row in rows[1:] if gone.isdisjoint(row)]


def _taught_by_nobody(share: float) -> Callable[[Files], None]:
    """As many of the places are of a section that nobody teaches."""

    def change(files: Files) -> None:
        for row in range(1, int(share * len(files.student_schedule.rows))):
            files.student_schedule.put(row, section_id="nobody's")

    return change


def _without_students(files: Files) -> None:
    for row in range(1, 20):
        files.work_assignment.put(row, section_id=f"empty {row}")


def _five_teachers(files: Files) -> None:
    section = {name: files.work_assignment[1][name] for name in ("course_code", "section_id", "term")}
    for row in (6, 11, 16, 21):
        files.work_assignment.put(row, **section, contribution_pct="30")


def _left(files: Files) -> None:
    files.staff_roster.put(1, employment_status="03", exit_reason="OTHER")


ROSTER, WORK, STUDENT, PLACES, DAYS = (
    *("staff_roster", "work_assignment", "student", "student_schedule"),
    "staff_attendance",
)
NOTE = ["Source: records of the district", *[""] * 12]
PERSONAL = {
    "a column": lambda files: files.student.rows[0].__setitem__(10, "Last Name"),
    "an address": put(ROSTER, 3, local_staff_id="ann@example.org"),
    "an address within": put(ROSTER, 3, local_staff_id="ask ann@example.org for it"),
    "a number": put(PLACES, 9, section_id="123-45-6789"),
    "a number within": put(ROSTER, 3, local_staff_id="her SSN 123456789"),
}
PLANTED: dict[str, Callable[[Files], object]] = {
    "E-FILE-PERSONAL": PERSONAL["a number"],
    "E-FILE-OTHER-DISTRICT": put(STUDENT, org_code="99990005"),
    "E-FILE-OTHER-HEADER": _other_header,
    "E-ID-SHORT": _own_numbers,
    "I-ROW-HEADER": lambda files: files.student.rows.insert(5, files.student.rows[0]),
    "I-ROW-NOTE": lambda files: files.student.rows.append(NOTE),
    "I-ROW-TOTALS": add(STUDENT, 1, org_code="00000000"),
    "E-ROW-CUT": _cut,
    "E-ROW-QUOTES": put(PLACES, 3, section_id='A "1"'),
    "E-ROW-SHIFTED": _unnamed_in_two,
    "E-YEAR-FORM": several(put(STUDENT, 2, school_year="2025-27"), put(STUDENT, 3, school_year="")),
    "E-YEAR-RANGE": put(STUDENT, 2, 3, school_year="2031-32"),
    "I-YEAR-BARE": several(put(STUDENT, 2, 3, school_year="2026"), put(STUDENT, 4, school_year="2026.0")),
    "E-ORG-FORM": put(STUDENT, 2, 3, org_code="School A"),
    "W-ORG-ZEROPAD": put(STUDENT, 2, 3, org_code="350005"),
    "E-ORG-OTHER-DISTRICT": put(STUDENT, 2, 3, org_code="99990005"),
    "E-CELL-BLANK": several(
        put(ROSTER, 2, mepid=""), put(ROSTER, 3, experience_scope="n/a"), put(DAYS, 2, 4, days_absent="<10")
    ),
    "E-ID-FORM": several(put(STUDENT, 2, sasid="Ann"), put("license", 3, license_number="1")),
    "E-CELL-CODE": several(put(STUDENT, 2, 3, grade="14"), put(STUDENT, 4, grade="5", el="fel", swd="?")),
    "E-CELL-FORM": several(put(ROSTER, 2, birth_year="1880"), put(WORK, 2, job_class="Teacher")),
    "E-DATE-FORM": several(put("license", 2, valid_from="13/1/2024"), put(ROSTER, 2, hire_date="9/1/2010")),
    "E-ROW-CONFLICT": several(add(STUDENT, 2, grade="12"), add(STUDENT, 2, el="N")),
    "W-ID-ZEROPAD": put(ROSTER, 2, mepid="'345678"),
    "E-ROW-TWICE": several(add(STUDENT, 2), add(STUDENT, 2), add(PLACES, 7)),
    "W-ROW-SHORT": _short,
    "W-ROW-UNNAMED": _unnamed,
    "I-ROW-NOT-REPORTED": several(
        put(DAYS, 2, days_longterm_leave="Data not", days_pd="available"),
        put(DAYS, 3, days_longterm_leave="missing", days_pd="NR"),
        put(DAYS, 4, days_pd="missing"),
    ),
    "I-CELL-OVERFLOW": put(ROSTER, 2, 3, base_salary="#####"),
    "E-COLUMN-KIND": put(ROSTER, base_salary="12 %"),
    "E-COLUMN-SCALE": put(WORK, contribution_pct="0.5"),
    "E-CELL-DECIMAL-COMMA": several(put(ROSTER, 2, base_salary='"70,5"'), put(ROSTER, 3, base_salary='"1,234"')),
    "E-CELL-NUMBER": several(put(DAYS, 2, days_pd="two"), put(DAYS, 3, days_pd="$2")),
    "E-CELL-RANGE": several(put(DAYS, 2, days_pd="300"), put(DAYS, 3, 4, days_pd="-1")),
    "E-CELL-WHOLE": several(put(DAYS, 2, days_pd="2.3"), put(ROSTER, 2, years_prior_admin="1.5")),
    "W-DAYS-EXPECTED": put(DAYS, 2, 3, days_expected="90"),
    "W-EXPERIENCE-AGE": put(ROSTER, 2, 3, birth_year="2000", years_prior_teaching="30", years_prior_admin="20"),
    "E-COLUMN-CONTRADICTED": put(ROSTER, base_salary="999999"),
    "W-COLUMN-NO-NUMBERS": put(ROSTER, years_prior_teaching="*"),
    "E-PART-LARGER": several(put(DAYS, 2, days_absent="181"), put(DAYS, 3, days_longterm_leave="200")),
    "E-FTE-PERSON": of_person(WORK, fte="0.4"),
    "W-FTE-PERSON": of_person(WORK, fte="0.25"),
    "W-SCHOOL-PRINCIPAL": _no_principals,
    "W-LICENSE-OVERLAP": _two_licenses,
    "W-EVALUATION-FEW": put("evaluation", overall="NE", std1="", std2="", std3="NA", std4=""),
    "E-TWO-PLACES": add(STUDENT, 2, org_code="00350010"),
    "W-EVALUATION-SAME": put("evaluation", overall="P"),
    "E-COURSE-EXTRA": put(WORK, 2, 7, job_class="1310"),
    "E-COURSE-MISSING": several(put(WORK, 2, section_id="NA"), put(WORK, 3, course_code="", section_id="")),
    "E-DATE-ORDER": several(put(ROSTER, -1, exit_date="1999-01-31"), put("license", 2, valid_to="2020-06-30")),
    "E-EXIT-REASON": put(ROSTER, 2, 3, employment_status="3"),
    "W-ATTENDANCE-PERFECT": put(DAYS, days_absent="0"),
    "E-DATE-FUTURE": put("evaluation", 2, 3, evaluated_on="2026-12-01"),
    "E-DATE-YEAR": several(put(ROSTER, 2, hire_date="2026-07-01"), put(ROSTER, 3, hire_date="2026-06-30")),
    "E-EVALUATION-STANDARDS": put("evaluation", 2, 3, overall="NE", std4="NA"),
    "E-EVALUATION-TWICE": add("evaluation", 2, educator_role="OTHER"),
    "W-CLASS-SIZE": _one_class,
    "W-EXIT-STATUS": put(ROSTER, 2, 3, exit_reason="RETIRE", exit_date="2026-01-31"),
    "W-HQT-YEAR": put(ROSTER, 2, 3, hqt="Y"),
    "W-WAIVER-LONG": several(put("license", 2, type="WAIVER"), put("license", 3, type="WAIVER", valid_to="")),
    "W-DATE-AHEAD": several(put("license", 2, valid_from="2027-01-01"), put(ROSTER, -1, exit_date="2027-01-31")),
    "W-ORG-CLOSED": put(STUDENT, 2, 3, org_code="00350010"),
    "W-ORG-UNKNOWN": put(STUDENT, 2, 3, org_code="00350099"),
    "E-ROSTER-ASSIGNMENT": of_person(WORK, mepid="99999999"),
    "E-ROSTER-EVALUATION": put("evaluation", 2, mepid="99999999"),
    "E-ROSTER-ATTENDANCE": put(DAYS, 2, mepid="99999999"),
    "W-ROSTER-IDLE": of_person(WORK, mepid="99999999"),
    "W-ASSIGNMENT-EXITED": _left,
    "W-DEGREE-LICENSE": put(ROSTER, 2, 3, highest_degree="ASSOC"),
    "E-SCHEDULE-STUDENT": put(PLACES, 2, 3, sasid="9999999999"),
    "W-SCHEDULE-NONE": _without_class,
    "E-SCHEDULE-TEACHER": _taught_by_nobody(0.5),
    "W-SCHEDULE-TEACHER": _taught_by_nobody(0.1),
    "W-SECTION-EMPTY": _without_students,
    "W-CLASS-SHARES": _five_teachers,
    "W-CO-TEACHERS": _five_teachers,
}
