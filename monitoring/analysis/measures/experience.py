"""Experience: how many completed years somebody has behind them. Each bound has an id of its own (AN6)."""

from __future__ import annotations

from dataclasses import replace

from monitoring.analysis.measure import Measure

from .notes import BOTH, FILES, PROFILES

_OF_ROSTERS = FILES.format("staff rosters and work assignments")

_T_LT3 = Measure(
    id="T_EXP_LT3",
    title="Inexperienced teachers",
    short_title="Inexperienced",
    favorable_title="Experienced teachers",
    role="TEACHER",
    dimension="experience",
    people="teachers",
    predicate="had taught in the state's public schools for less than three years",
    numerator_words="teachers (FTE) who have taught in the state's public schools for less than three years",
    denominator_words="all teachers (FTE) on October 1",
    formula="FTE of teachers with fewer than 3 completed years / FTE of all teachers",
    unit="FTE",
    headline_window="1",
    windows=BOTH,
    adverse="higher",
    first_year=2018,
    breaks=(),
    gap=True,
    no_gap_reason=None,
    statutory=True,
    why="Teachers grow in their first years, so students benefit when experienced teachers are spread evenly.",
    source=PROFILES.format("Teacher Data (complement of Percent of Experienced Teachers)"),
    asked=True,
)
_T_LT1 = replace(
    _T_LT3,
    id="T_EXP_LT1",
    title="First-year teachers",
    short_title="First year",
    favorable_title="Teachers with a year of experience or more",
    predicate="were in their first year of teaching",
    numerator_words="teachers without a completed year of teaching",
    denominator_words="teachers on October 1 whose experience is known",
    formula="teachers with 0 completed years / teachers whose experience is known, head count",
    unit="HEADCOUNT",
    first_year=None,
    why="The first year is the hardest, and students of first-year teachers learn less on average.",
    source=_OF_ROSTERS,
    under="T_EXP_LT3",
    asked=False,
)
_T_LE1 = replace(
    _T_LT1,
    id="T_EXP_LE1",
    title="Teachers with one or less years of experience",
    short_title="One year or less",
    favorable_title="Teachers with more than one year of experience",
    predicate="had taught for one year or less",
    numerator_words="teachers with one completed year of teaching or none",
    formula="teachers with 0 or 1 completed years / teachers whose experience is known, head count",
    why="The plan's own wording: those in their first two years, who profit most from a mentor.",
)
_T_LT4 = replace(
    _T_LT1,
    id="T_EXP_LT4",
    title="Teachers with less than four years of experience",
    short_title="Less than four years",
    favorable_title="Teachers with four years of experience or more",
    predicate="had taught for less than four years",
    numerator_words="teachers with fewer than four completed years of teaching",
    formula="teachers with 0 to 3 completed years / teachers whose experience is known, head count",
    why="The plan's second bound: it shows whether schools keep teachers past their first years.",
)

_P_LT3 = replace(
    _T_LT1,
    id="P_EXP_LT3",
    title="Inexperienced principals",
    short_title="Inexperienced principals",
    favorable_title="Experienced principals",
    role="PRINCIPAL",
    people="principals",
    predicate="had led a school for less than three years",
    numerator_words="principals with fewer than three completed years as a principal",
    denominator_words="principals on October 1 whose experience is known",
    formula="principals with fewer than 3 completed years / principals whose experience is known, head count",
    statutory=False,
    why="Principals, too, grow in their first years, and teachers stay where a school is led well.",
    under=None,
)
_P_LT1 = replace(
    _P_LT3,
    id="P_EXP_LT1",
    title="First-year principals",
    short_title="First-year principals",
    favorable_title="Principals with a year of experience or more",
    predicate="were in their first year as a principal",
    numerator_words="principals without a completed year as a principal",
    formula="principals with 0 completed years / principals whose experience is known, head count",
    why="A first year at the head of a school is the hardest.",
    under="P_EXP_LT3",
)
_P_LE1 = replace(
    _P_LT1,
    id="P_EXP_LE1",
    title="Principals with one or less years of experience",
    short_title="Principals, one year or less",
    favorable_title="Principals with more than one year of experience",
    predicate="had led a school for one year or less",
    numerator_words="principals with one completed year as a principal or none",
    formula="principals with 0 or 1 completed years / principals whose experience is known, head count",
    why="The plan's own wording: principals in their first two years.",
)
_P_LT4 = replace(
    _P_LT1,
    id="P_EXP_LT4",
    title="Principals with less than four years of experience",
    short_title="Principals, less than four years",
    favorable_title="Principals with four years of experience or more",
    predicate="had led a school for less than four years",
    numerator_words="principals with fewer than four completed years as a principal",
    formula="principals with 0 to 3 completed years / principals whose experience is known, head count",
    why="The plan promises this bound for principals as it gives it for teachers.",
)

TEACHERS = (_T_LT3, _T_LT1, _T_LE1, _T_LT4)
PRINCIPALS = (_P_LT3, _P_LT1, _P_LE1, _P_LT4)
