"""Kinds of rules: what each makes figures of, its parameters, and what is wrong with values that were given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from monitoring.analysis.measures import MEASURES
from monitoring.analysis.people.aggregates import Answers
from monitoring.analysis.people.catalogue import CATALOGUE
from monitoring.analysis.people.experience import ALL, MA_PUBLIC
from monitoring.analysis.people.preparation import DEGREE, EMERGENCY, HQT, LICENSE
from monitoring.analysis.people.ratings import SUMMATIVE, OfEvaluations
from monitoring.analysis.people.rule import KINDS as RULES
from monitoring.analysis.people.rule import rule_from_data
from monitoring.analysis.people.whereabouts import DIED, EXIT, OTHER_DISTRICT, OTHER_ROLE, OTHER_SCHOOL

from .definition import AnyRule
from .parameters import Choice, Choices, Codes, Number, Parameter, SharesOfYears, Unreadable, YesOrNo

RATING_WORDS = {"U": "Unsatisfactory", "NI": "Needs Improvement", "P": "Proficient", "E": "Exemplary"}
EVALUATIONS = Choices("kinds", "Evaluations", {SUMMATIVE: "summative", "FORMATIVE_EVAL": "formative"})
_DAYS = (
    Number("expected_at_least", "Expected on", "at least {} days"),
    YesOrNo("with_leave", "Long-term leave", "counts as absence", "is left aside"),
    Number("minutes_a_day", "Of single absences, a day is", "{} minutes", 60, 720),
    Number("days_a_year", "Of single absences, a year has", "{} days", 1, 366),
)


RATING_RULES = {name for name, rule in RULES.items() if issubclass(rule, OfEvaluations)}
RATING_MEASURES = {one.id for one in CATALOGUE if type(one.rule).__name__ in RATING_RULES}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a value, and how to mend it; `parameter` is empty where it is of several."""

    parameter: str
    text: str


@dataclass(frozen=True)
class Kind:
    """A kind of rule. `title` completes “Figures are made of …”. `together`: what is wrong with values that are sound
    each by itself; empty where nothing is.
    """

    title: str
    parameters: tuple[Parameter, ...] = ()
    together: Callable[[Mapping[str, Any]], str] = lambda values: ""


def _one_bound(values: Mapping[str, Any]) -> str:
    given = [name for name in ("more_than", "at_least") if values[name] is not None]
    return "" if len(given) == 1 else "Give one of the two bounds: more than so many days, or at least so many."


def _part_of_whole(values: Mapping[str, Any]) -> str:
    return "What is counted must be a part of the whole." if values["part"] == values["whole"] else ""


def _years_need_a_share(values: Mapping[str, Any]) -> str:
    is_alone = values["of_years"] and values["in_field_percent"] is None
    return "Shares of single years need one that holds in all others." if is_alone else ""


KINDS: dict[str, Kind] = {
    "DaysAbsent": Kind(
        "people who were absent on many days",
        (
            Number("more_than", "Absent on", "more than {} days", optional=True),
            Number("at_least", "Absent on, the last day counted", "{} days or more", optional=True),
            *_DAYS,
        ),
        _one_bound,
    ),
    "AverageDaysAbsent": Kind("days absent for each person", _DAYS),
    "AbsenceRate": Kind("days absent of days expected", _DAYS),
    "Experience": Kind(
        "people in their first years",
        (
            Number("below", "Completed years", "fewer than {}", 1, 60),
            Choice(
                "scope",
                "Years count",
                {MA_PUBLIC: "in public schools of the state", ALL: "anywhere"},
                "as each district counts them",
            ),
            Choice("column", "Years of", {"years_prior_teaching": "teaching", "years_prior_admin": "leading schools"}),
        ),
    ),
    "LearningEvents": Kind(
        "events of professional learning for each person",
        (YesOrNo("goal_aligned", "Events that count", "those that serve a goal", "all"),),
    ),
    "LearningFunding": Kind("money spent on the learning of each person"),
    "Unqualified": Kind(
        "people who lack what is asked for",
        (
            Choices(
                "items",
                "Any of",
                {
                    DEGREE: "no bachelor's degree",
                    LICENSE: "no full license",
                    EMERGENCY: "an emergency license or waiver",
                    HQT: "not highly qualified",
                },
            ),
            Choices(
                "full",
                "A full license is",
                {"PROFESSIONAL": "professional", "INITIAL": "initial", "PROVISIONAL": "provisional"},
            ),
        ),
    ),
    "Rated": Kind(
        "people with certain ratings, of those evaluated", (Choices("ratings", "Rated", RATING_WORDS), EVALUATIONS)
    ),
    "Evaluated": Kind("people who were evaluated", (EVALUATIONS,)),
    "Salary": Kind(
        "salaries of full-time positions", (Choice("column", "Paid", {"total_salary": "the total salary"}),)
    ),
    "OutOfField": Kind(
        "people who teach what no license of theirs covers",
        (
            Number("in_field_percent", "Licensed for", "less than {}% of assignments", 1, 100, optional=True,
                   hint="Without one, a single assignment that no license covers is enough."),
            SharesOfYears("of_years", "In single years", hint="Like 2020-21: 50; 2021-22: 60."),
        ),
        _years_need_a_share,
    ),
    "Turnover": Kind(
        "people who are no longer where they were the year before",
        (
            Choice(
                "to",
                "Counted are those who",
                {
                    EXIT: "left the state's public schools",
                    OTHER_DISTRICT: "went to another district",
                    OTHER_SCHOOL: "went to another school of the district",
                    OTHER_ROLE: "took another role",
                    DIED: "died",
                },
                "left, wherever to",
            ),
            Choices("rated", "Of people rated", RATING_WORDS, 0, "so or otherwise"),
            EVALUATIONS,
        ),
    ),
    "Answers": Kind(
        "answers to surveys",
        (
            Choice("part", "Counted", {"favourable": "favorable answers", "respondents": "answers"}),
            Choice("whole", "Out of", {"respondents": "answers", "eligible": "people who were asked"}),
            Codes("items", "Items", "all", hint="Codes of items with commas between them; none: all items."),
        ),
        _part_of_whole,
    ),
}  # fmt: skip


def rule_of(data: Mapping[str, Any] | None) -> AnyRule | None:
    """A rule as JSON holds it; None for figures that are published.

    >>> rule_of({"kind": "Answers", "part": "favourable", "whole": "eligible", "items": []})
    Answers(part='favourable', whole='eligible', items=())
    """
    if data is None:
        return None
    if data["kind"] == "Answers":
        return Answers(data["part"], data["whole"], tuple(data["items"]))
    return rule_from_data(dict(data))


def kinds_for(measure_id: str) -> dict[str, Kind]:
    """The kinds whose figures are in the measure's unit, by name; none where figures of it are published alone. Of
    ratings only what counts ratings, and nothing else by it.
    """
    unit = MEASURES[measure_id].unit
    units = {**{name: one.units for name, one in RULES.items()}, "Answers": Answers.units}
    is_of_people = MEASURES[measure_id].role != "ORGANIZATION"
    fits = {name: (name in RATING_RULES) == (measure_id in RATING_MEASURES) for name in KINDS}
    return {name: one for name, one in KINDS.items() if unit in units[name] and is_of_people and fits[name]}


def read_rule(measure_id: str, kind: str, given: Mapping[str, Any]) -> tuple[dict[str, Any] | None, tuple[Fault, ...]]:
    """A rule as JSON holds it, of what was typed into a form; or None, and what is wrong.

    >>> read_rule("T_EXP_LT3", "Experience", {"below": "0", "scope": "", "column": "years_prior_teaching"})
    (None, (Fault(parameter='below', text='Give a whole number from 1 to 60.'),))
    """
    known = kinds_for(measure_id)
    if kind not in known:
        titles = "; ".join(one.title for one in known.values())
        return None, (Fault("kind", f"Choose one of: {titles}." if titles else "Figures of it are published alone."),)
    values, faults = {}, []
    for one in known[kind].parameters:
        try:
            values[one.name] = one.read(given.get(one.name, ""))
        except Unreadable as why:
            faults.append(Fault(one.name, str(why)))
    if not faults and (text := known[kind].together(values)):
        faults.append(Fault("", text))
    return (None, tuple(faults)) if faults else ({"kind": kind, **values}, ())
