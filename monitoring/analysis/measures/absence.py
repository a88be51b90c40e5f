"""Absence: more than ten days, ten or more, the average, and the share of days; each with and without long leave."""

from __future__ import annotations

from dataclasses import replace

from monitoring.analysis.measure import Measure

from .notes import BOTH, FILES, MEANS

_GT10 = Measure(
    id="T_ABS_GT10",
    title="Teachers absent more than ten days",
    short_title="Absent more than 10 days",
    favorable_title="Teachers absent ten days or less",
    role="TEACHER",
    dimension="conditions",
    people="teachers",
    predicate="were absent on more than ten days of the school year",
    numerator_words="teachers absent on more than 10.0 days, professional development and field trips aside",
    denominator_words="teachers expected on at least 90 days",
    formula="teachers absent more than 10 days / teachers expected at least 90 days, head count",
    unit="HEADCOUNT",
    headline_window="pooled3",
    windows=BOTH,
    adverse="higher",
    first_year=None,
    breaks=(),
    gap=True,
    no_gap_reason=None,
    statutory=False,
    why="Students lose instruction when their teacher is away, and more where this is so for many teachers.",
    source=FILES.format("staff attendance and work assignments"),
)
_GE10 = replace(
    _GT10,
    id="T_ABS_GE10",
    title="Teachers absent ten days or more",
    short_title="Absent 10 days or more",
    favorable_title="Teachers absent less than ten days",
    predicate="were absent on ten days of the school year or more",
    numerator_words="teachers absent on 10.0 days or more, professional development and field trips aside",
    formula="teachers absent 10 days or more / teachers expected at least 90 days, head count",
    headline_window="1",
    why="The bound of the state's own glossary, where the tenth day counts.",
    under="T_ABS_GT10",
)
_AVG = replace(
    _GE10,
    id="T_ABS_AVG",
    title="Average days teachers were absent",
    short_title="Average days absent",
    favorable_title="Average days teachers were absent",
    predicate=None,
    numerator_words="days absent, professional development and field trips aside",
    denominator_words="teachers on October 1 whose days are known",
    formula="days absent / teachers whose days are known",
    unit="DAYS_MEAN",
    headline_window="pooled3",
    gap=False,
    no_gap_reason=f"{MEANS} The share of teachers absent more than ten days is compared.",
    why="The plan looks at schools and districts where it is above ten days over three years.",
)
_RATE = replace(
    _AVG,
    id="T_ABS_RATE",
    title="Days teachers were absent",
    short_title="Absence rate",
    favorable_title="Days teachers were present",
    people="teachers' days",
    predicate="were days absent",
    denominator_words="days on which these teachers were expected",
    formula="days absent / days expected",
    unit="DAYS",
    no_gap_reason="What may be said of a gap depends on how many people it is of, and this counts days. The share of "
    "teachers absent more than ten days is compared.",
    why="It says how much instruction students lose, whatever number of days is thought to be many.",
)


def _without_leave(one: Measure) -> Measure:
    """The same with long-term leave as no absence."""
    return replace(
        one,
        id=f"{one.id}_NOLEAVE",
        title=f"{one.title}, without long leave",
        short_title=f"{one.short_title}, without leave",
        favorable_title=f"{one.favorable_title}, without long leave",
        predicate=one.predicate and f"{one.predicate}, long-term leave aside",
        numerator_words=f"{one.numerator_words}; days of long-term leave are none",
        formula=f"{one.formula}; without days of long-term leave",
        why="Long-term leave is nobody's habit, and a substitute for months is known beforehand.",
        under="T_ABS_GT10",
    )


_OF_TEACHERS = (_GT10, _GE10, _AVG, _RATE)

TEACHERS = (*_OF_TEACHERS, *(_without_leave(one) for one in _OF_TEACHERS))
PRINCIPALS = (
    replace(
        _GT10,
        id="P_ABS_GT10",
        title="Principals absent more than ten days",
        short_title="Principals absent more than 10 days",
        favorable_title="Principals absent ten days or less",
        role="PRINCIPAL",
        people="principals",
        numerator_words="principals absent on more than 10.0 days, professional development and field trips aside",
        denominator_words="principals expected on at least 90 days",
        formula="principals absent more than 10 days / principals expected at least 90 days, head count",
        why="A school is led from day to day, and teachers say that leadership is what keeps them.",
    ),
)
