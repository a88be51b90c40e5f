"""Conditions of teaching: the school's climate, learning of teachers, salaries and spending."""

from __future__ import annotations

from dataclasses import replace

from monitoring.analysis.measure import Measure

from .notes import DISTRICTS_ONLY, FILES, MEANS, ONE_YEAR, PROFILES

_SATISFIED = Measure(
    id="T_SATIS",
    title="Teachers satisfied with the school climate",
    short_title="Satisfied with climate",
    favorable_title="Teachers satisfied with the school climate",
    role="TEACHER",
    dimension="conditions",
    people="teachers' answers on school climate",
    predicate="were favorable",
    numerator_words="favorable answers of teachers to the survey on school climate",
    denominator_words="answers of teachers to the survey",
    formula="favorable answers / answers, over all items",
    unit="ANSWERS",
    headline_window="1",
    windows=ONE_YEAR,
    adverse="lower",
    first_year=None,
    breaks=(),
    gap=True,
    no_gap_reason=None,
    statutory=False,
    why="Teachers stay and teach well where they find a school's climate good.",
    source=FILES.format("climate surveys by school"),
)
_SATISFIED_ASKED = replace(
    _SATISFIED,
    id="T_SATIS_ASKED",
    title="Teachers known to be satisfied with the school climate",
    short_title="Satisfied, of all asked",
    favorable_title="Teachers known to be satisfied with the school climate",
    people="answers that teachers were asked for",
    predicate="were given and favorable",
    denominator_words="answers that teachers were asked for, given or not",
    formula="favorable answers / answers asked for, over all items",
    why="The plan's first table divides by all teachers; who did not answer then counts as not satisfied.",
    under="T_SATIS",
)
_RESPONSE = replace(
    _SATISFIED_ASKED,
    id="T_SATIS_RESPONSE",
    title="Answers to the survey on school climate",
    short_title="Survey answered",
    favorable_title="Answers to the survey on school climate",
    predicate="were given",
    numerator_words="answers of teachers to the survey on school climate",
    formula="answers / answers asked for, over all items",
    adverse="none",
    gap=False,
    no_gap_reason="It says how far the answers speak for all teachers, and stands beside them.",
    why="Where few answer, those who do may feel otherwise than the rest.",
)

_SALARY = replace(
    _RESPONSE,
    id="SAL_AVG",
    title="Average teacher salary",
    short_title="Average salary",
    favorable_title="Average teacher salary",
    people="teachers",
    predicate=None,
    numerator_words="salaries paid to teachers, in U.S. dollars",
    denominator_words="teachers (FTE)",
    formula="total salaries / FTE of teachers",
    unit="USD_MEAN",
    no_gap_reason=DISTRICTS_ONLY,
    why="Salaries bear on a district's ability to recruit and keep teachers.",
    source=PROFILES.format("Teacher Salaries"),
    under=None,
)
_SPENDING = replace(
    _SALARY,
    id="PPE",
    title="Spending per pupil",
    short_title="Spending per pupil",
    favorable_title="Spending per pupil",
    role="ORGANIZATION",
    people="pupils",
    numerator_words="total expenditures, in U.S. dollars",
    denominator_words="pupils (FTE)",
    formula="total expenditures / FTE pupils",
    why="Spending is one of the conditions teachers and students work under.",
    source=PROFILES.format("Per Pupil Expenditures"),
)
_EVENTS = replace(
    _SALARY,
    id="PD_EVENTS",
    title="Learning events of a teacher",
    short_title="Learning events",
    favorable_title="Learning events of a teacher",
    numerator_words="events of professional learning that serve a goal, each for each teacher who took part",
    denominator_words="teachers on October 1",
    formula="events x teachers taking part / teachers",
    unit="EVENTS_MEAN",
    adverse="lower",
    no_gap_reason=MEANS,
    why="Learning that serves a goal is a sign of the support that teachers are given.",
    source=FILES.format("professional learning and work assignments"),
)
_FUNDING = replace(
    _EVENTS,
    id="PD_FUND",
    title="Money for a teacher's learning",
    short_title="Learning money",
    favorable_title="Money for a teacher's learning",
    numerator_words="money spent on teachers' professional learning, in U.S. dollars",
    formula="money for professional learning / teachers",
    unit="USD_MEAN",
    why="What is spent on learning, and where, is a sign of how support is spread within a district.",
)

TEACHERS = (_SATISFIED, _SATISFIED_ASKED, _RESPONSE)
AMOUNTS = (_SALARY, _SPENDING, _EVENTS, _FUNDING)
