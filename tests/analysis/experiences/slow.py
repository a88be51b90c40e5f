"""Students' experiences once more, slowly and obviously: one student, one class and one teacher after the other.

It reads rows as people write them (`sent`) and shares nothing with the implementation but ids.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from tests.analysis.people import slow_fields, slow_sums
from tests.analysis.people.sent import Row, State
from tests.analysis.people.slow import EXEMPT, MISSING, TEACHING, District

CATEGORIES = ("T_EXP_LT1", "T_EXP_LT3", "T_UNQ", "T_OOF", "T_ABS_GT10", "T_EVAL_LOW", "T_EVAL_HIGH")
RACES = {"AIAN", "ASIAN", "BLACK", "HISPANIC", "MULTI", "NHPI"}
FURTHER = ("homeless", "foster", "migrant", "military", "section_504", "first_language_not_english")
Answer = bool | None | str  # of a teacher in a class: has it, has it not, not known (None), or EXEMPT


def groups_of(student: Row) -> dict[str, bool | None]:
    """Whether a student is of each group; None: not known."""

    def among(column: str, *values: str) -> bool | None:
        cell = student.get(column)
        return None if cell is None or cell == "NA" else cell in values

    needs = [among("econ_dis", "Y"), among("el", "Y", "FEL"), among("swd", "Y")]
    found = {
        "low_income": among("econ_dis", "Y"),
        "students_of_color": among("race_ethnicity", *RACES),
        "english_learners": among("el", "Y"),
        "students_with_disabilities": among("swd", "Y"),
        "high_needs": True if True in needs else None if None in needs else False,
    }
    found |= {race.lower(): among("race_ethnicity", race) for race in (*RACES, "WHITE")}
    return found | {name: among(f"group_{name}", "Y") for name in FURTHER}


def classes_of(state: State, year: int) -> dict[tuple[str, ...], dict[str, list[Row]]]:
    """By class, of each of its teachers the assignments, with the district's code among them."""
    found: dict[tuple[str, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for code, one in state.years:
        if one == year:
            for row in District(state, code, year).october():
                key = tuple(row.get(name) for name in ("org_code", "course_code", "section_id", "term"))
                if row["job_class"] in TEACHING and None not in key and "NA" not in key:
                    found[key][row["mepid"]].append({**row, "of": code})  # type: ignore[index]
    return found


def answer(state: State, year: int, category: str, who: str, rows: list[Row]) -> Answer:
    """Whether a teacher is of a category, as far as a class of these assignments is concerned."""
    d = District(state, rows[0]["of"], year)
    measure = slow_sums.measures(year)[category]
    is_lacking = not all(any(map(d.has, group)) for group in measure.needs)
    if category == "T_OOF":
        answers = [_is_out(d, row, is_lacking=is_lacking) for row in rows]
        if True in answers:
            return True
        asked = [one for one in answers if one != EXEMPT]
        return EXEMPT if not asked else None if None in asked else False
    (place,) = (one for one in d.places("TEACHER") if one.person == who and one.level == "district")
    found = MISSING if is_lacking else measure.judge(d, place, "TEACHER")
    if isinstance(found, str):
        return EXEMPT if found == EXEMPT else None
    return found[0] > 0


def _is_out(d: District, row: Row, *, is_lacking: bool) -> Answer:
    if is_lacking:
        return None
    if d.is_charter(row["org_code"]):
        return EXEMPT
    covered = slow_fields.is_in_field(row, d.held_licenses(row["mepid"]), d.state.course_crosswalk)
    return None if covered is None else not covered


def shares(teachers: dict[str, list[Row]]) -> dict[str, int]:
    """Of each teacher the share of a class, in ten-thousandths."""
    given = {
        who: None
        if any(row.get("contribution_pct") in (None, "NA") for row in rows)
        else sum(Fraction(str(row["contribution_pct"])) for row in rows)
        for who, rows in teachers.items()
    }
    known = [one for one in given.values() if one is not None]
    if len(known) == len(given) and sum(known) > 0:
        return {who: int((one or 0) / sum(known) * 10_000) for who, one in given.items()}
    return dict.fromkeys(teachers, 10_000 // len(teachers))


@dataclass
class Side:
    having: int = 0
    known: int = 0
    asked: int = 0
    weighted_having: int = 0
    weighted_known: int = 0
    students: int = 0
    met: int = 0
    met_known: int = 0
    twice: int = 0
    twice_known: int = 0
    teachers: dict[str, set[bool]] = field(default_factory=lambda: defaultdict(set))  # of each, what was answered


@dataclass
class Compared:
    focal: Side = field(default_factory=Side)
    reference: Side = field(default_factory=Side)

    @property
    def is_incomplete(self) -> bool:
        """Whether of more than a fifth of a side's experiences it is not known."""
        return any(Fraction(one.known, one.asked or 1) < Fraction(4, 5) for one in (self.focal, self.reference))

    @property
    def ratio(self) -> Fraction | None:
        if not (self.focal.known and self.reference.known and self.reference.having) or self.is_incomplete:
            return None
        reference = Fraction(self.reference.having, self.reference.known)
        return Fraction(self.focal.having, self.focal.known) / reference


def report(state: State, district: str, year: int, window: int) -> dict[tuple[str, str, str], Compared]:
    """By organization, category and group."""
    years = [one for one in range(year - window + 1, year + 1) if any(there == one for _, there in state.years)]
    classes = {one: classes_of(state, one) for one in years}
    found: dict[tuple[str, str, str], Compared] = defaultdict(Compared)
    for student in District(state, district, year).rows("student"):
        if student["collection"] != "OCT":
            continue
        for category in CATEGORIES:
            answers = {one: _met(state, one, classes[one], student["sasid"], category) for one in years}
            for group, is_inside in groups_of(student).items():
                if is_inside is not None:
                    for org in {student["org_code"], district}:
                        _add(found[org, category, group], answers, is_inside=is_inside)
    return found


def _met(
    state: State, year: int, classes: dict[tuple[str, ...], dict[str, list[Row]]], sasid: str, category: str
) -> list[tuple[str, Answer, int]]:
    """The student's experiences of a year: teacher, what is known of the teacher, the share of the class."""
    found = []
    for code, one in state.years:
        if one != year:
            continue
        for row in District(state, code, year).rows("student_schedule"):
            if row["sasid"] == sasid and row["status"] != "WITHDRAWN" and row["collection"] == "OCT":
                teachers = classes.get((row["org_code"], row["course_code"], row["section_id"], row["term"]), {})
                for who, rows in teachers.items():
                    found.append((who, answer(state, year, category, who, rows), shares(teachers)[who]))
    return found


def _add(into: Compared, answers: dict[int, list[tuple[str, Answer, int]]], *, is_inside: bool) -> None:
    side = into.focal if is_inside else into.reference
    side.students += 1
    known_in, had_in = set(), set()
    for year, met in answers.items():
        for who, one, share in met:
            if one == EXEMPT:
                continue
            side.asked += 1
            if isinstance(one, bool):
                side.known += 1
                side.weighted_known += share
                side.having += one
                side.weighted_having += share * one
                known_in.add(year)
                had_in |= {year} if one else set()
                side.teachers[who].add(one)
    side.met_known += bool(known_in)
    side.met += bool(had_in)
    side.twice_known += any(one + 1 in known_in for one in known_in)
    side.twice += any(one + 1 in had_in for one in had_in)
