"""The measures of persons as this program ships them, as data: the first versions of their definitions
(`monitoring.analysis.definitions`). What each says to readers stands in `monitoring.analysis.measures`.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import absence, experience, learning, preparation, ratings, salaries
from .job_classes import EducatorRole
from .out_of_field import OutOfField
from .places import DISTRICT, SCHOOL, STATE
from .rule import Rule
from .turnover import Turnover
from .whereabouts import DIED, EXIT, OTHER_DISTRICT, OTHER_ROLE, OTHER_SCHOOL

LAST_HQT = 2016  # the last school year (its ending year) for which “highly qualified” was collected
LOW, HIGH, PROFICIENT_UP = ("NI", "U"), ("E",), ("P", "E")
_ALL_LEVELS = (SCHOOL, DISTRICT, STATE)
_WITHOUT_HQT = (preparation.DEGREE, preparation.LICENSE, preparation.EMERGENCY)


@dataclass(frozen=True)
class PeopleMeasure:
    """A rule under the id of a measure, for the school years (ending years, both included) to which it applies."""

    id: str
    version: int
    role: EducatorRole
    rule: Rule
    first_year: int | None = None
    last_year: int | None = None
    levels: tuple[str, ...] = _ALL_LEVELS

    def applies_to(self, school_year: int) -> bool:
        return (self.first_year or school_year) <= school_year <= (self.last_year or school_year)


def _unqualified(name: str, *items: str, full: tuple[str, ...] = preparation.WITH_PROVISIONAL) -> list[PeopleMeasure]:
    """With “highly qualified” as long as it was collected, as version 1, and without it since, as version 2."""
    rule = preparation.Unqualified
    with_hqt = PeopleMeasure(name, 1, "TEACHER", rule((*items, preparation.HQT), full), last_year=LAST_HQT)
    return [with_hqt, PeopleMeasure(name, 2, "TEACHER", rule(items, full), first_year=LAST_HQT + 1)]


def _turnover(role: EducatorRole) -> list[PeopleMeasure]:
    """The whole and the places that people went to, which add up to it."""
    name = f"{role[0]}_TURN"
    parts = {"EXIT": EXIT, "MOVE": OTHER_DISTRICT, "SCHOOL": OTHER_SCHOOL, "ROLE": OTHER_ROLE, "DIED": DIED}
    sub_types = [PeopleMeasure(f"{name}_{end}", 1, role, Turnover(to=place)) for end, place in parts.items()]
    return [PeopleMeasure(name, 1, role, Turnover()), *sub_types]


def _experience(role: EducatorRole, column: str, scope_of_three: str | None) -> list[PeopleMeasure]:
    below = {"LT1": 1, "LE1": 2, "LT3": 3, "LT4": 4}
    return [
        PeopleMeasure(
            f"{role[0]}_EXP_{end}",
            1,
            role,
            experience.Experience(years, scope_of_three if end == "LT3" else None, column),
        )
        for end, years in below.items()
    ]


def _absence() -> list[PeopleMeasure]:
    """Each also without long-term leave."""
    return [
        PeopleMeasure(f"T_ABS_{name}", 1, "TEACHER", rule)
        for end, leave in (("", True), ("_NOLEAVE", False))
        for name, rule in (
            (f"GT10{end}", absence.DaysAbsent(more_than=10, expected_at_least=90, with_leave=leave)),
            (f"GE10{end}", absence.DaysAbsent(at_least=10, expected_at_least=90, with_leave=leave)),
            (f"AVG{end}", absence.AverageDaysAbsent(with_leave=leave)),
            (f"RATE{end}", absence.AbsenceRate(with_leave=leave)),
        )
    ]


def _ratings(role: EducatorRole) -> list[PeopleMeasure]:
    of = {
        "EVALUATED": ratings.Evaluated(),
        "EVAL_LOW": ratings.Rated(ratings=LOW),
        "EVAL_HIGH": ratings.Rated(ratings=HIGH),
    }
    return [PeopleMeasure(f"{role[0]}_{end}", 1, role, rule) for end, rule in of.items()]


CATALOGUE: tuple[PeopleMeasure, ...] = (
    *_unqualified("T_UNQ", *_WITHOUT_HQT),
    *_unqualified("T_UNQ_STRICT", *_WITHOUT_HQT, full=preparation.FULL),
    PeopleMeasure("T_UNQ_DEGREE", 1, "TEACHER", preparation.Unqualified((preparation.DEGREE,))),
    PeopleMeasure("T_UNQ_LICENSE", 1, "TEACHER", preparation.Unqualified((preparation.LICENSE,))),
    PeopleMeasure("T_UNQ_EMERGENCY", 1, "TEACHER", preparation.Unqualified((preparation.EMERGENCY,))),
    PeopleMeasure("T_UNQ_HQT", 1, "TEACHER", preparation.Unqualified((preparation.HQT,)), last_year=LAST_HQT),
    *_turnover("TEACHER"),
    PeopleMeasure("T_TURN_LOW", 1, "TEACHER", Turnover(rated=LOW), levels=(DISTRICT, STATE)),
    PeopleMeasure("T_TURN_HIGH", 1, "TEACHER", Turnover(rated=PROFICIENT_UP), levels=(DISTRICT, STATE)),
    *_experience("TEACHER", "years_prior_teaching", experience.MA_PUBLIC),
    PeopleMeasure("T_OOF", 1, "TEACHER", OutOfField()),
    PeopleMeasure("T_OOF_80", 1, "TEACHER", OutOfField(in_field_percent=80, of_years=((2021, 50),))),
    *_absence(),
    *_ratings("TEACHER"),
    PeopleMeasure("PD_EVENTS", 1, "TEACHER", learning.LearningEvents()),
    PeopleMeasure("PD_FUND", 1, "TEACHER", learning.LearningFunding()),
    PeopleMeasure("SAL_AVG", 1, "TEACHER", salaries.Salary()),
    *_turnover("PRINCIPAL"),
    *_experience("PRINCIPAL", "years_prior_admin", None),
    PeopleMeasure("P_ABS_GT10", 1, "PRINCIPAL", absence.DaysAbsent(more_than=10, expected_at_least=90)),
    *_ratings("PRINCIPAL"),
)
