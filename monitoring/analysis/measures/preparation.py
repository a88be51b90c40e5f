"""Preparation: licenses, degrees, and what is taught without them."""

from __future__ import annotations

from dataclasses import replace

from monitoring.analysis.measure import Break, Measure

from .notes import BOTH, FILES, PROFILES

_UNLICENSED = Measure(
    id="T_UNLICENSED",
    title="Unlicensed teachers",
    short_title="Unlicensed",
    favorable_title="Licensed teachers",
    role="TEACHER",
    dimension="preparation",
    people="teachers",
    predicate="held no teaching license",
    numerator_words="teachers (FTE) without a temporary, provisional, initial or professional license",
    denominator_words="all teachers (FTE) on October 1",
    formula="FTE of teachers without a license / FTE of all teachers",
    unit="FTE",
    headline_window="1",
    windows=BOTH,
    adverse="higher",
    first_year=None,
    breaks=(),
    gap=True,
    no_gap_reason=None,
    statutory=True,
    why="A license shows that a teacher has met the state's requirements for subject knowledge and preparation.",
    source=PROFILES.format("Teacher Data (complement of Percent of Teachers Licensed)"),
    asked=True,
)
_WAIVER_PROV = replace(
    _UNLICENSED,
    id="T_WAIVER_PROV",
    title="Teachers on a waiver or provisional license",
    short_title="Waiver or provisional",
    favorable_title="Teachers without a waiver or provisional license",
    predicate="taught on a waiver or a provisional license",
    numerator_words="teachers (FTE) who teach on a waiver or a provisional license",
    formula="FTE of teachers on a waiver or provisional license / FTE of all teachers",
    first_year=2018,
    statutory=False,
    why="With a waiver or provisional license a position is filled before preparation is complete.",
    source=PROFILES.format("Teacher Data (complement of Percent of Teachers without Waiver or Provisional License)"),
)

_WITHOUT_HQT = Break(
    2017, "from 2016-17 “highly qualified” is no longer collected and counts no more for being unqualified", 2
)
_UNQ = replace(
    _UNLICENSED,
    id="T_UNQ",
    title="Unqualified teachers",
    short_title="Unqualified",
    favorable_title="Qualified teachers",
    predicate="had no bachelor's degree, no full license, or an emergency license or waiver",
    numerator_words="teachers without a bachelor's degree, without a full license (initial, professional or "
    "provisional), or on an emergency license or waiver; until 2015-16 also those not highly qualified",
    denominator_words="teachers on October 1 of whom each of these is known, or one is true",
    formula="teachers of whom any of these is true / teachers of whom it can be said, head count",
    unit="HEADCOUNT",
    breaks=(_WITHOUT_HQT,),
    why="Until ratings can be used, this is the plan's measure of teachers who lack what the state asks for.",
    source=FILES.format("staff rosters, licenses and work assignments"),
    asked=False,
)
_UNQ_STRICT = replace(
    _UNQ,
    id="T_UNQ_STRICT",
    title="Unqualified teachers, with provisional licenses",
    short_title="Unqualified, strict",
    favorable_title="Qualified teachers, without provisional licenses",
    predicate="had no bachelor's degree, no initial or professional license, or an emergency license or waiver",
    numerator_words="teachers without a bachelor's degree, without an initial or professional license, or on an "
    "emergency license or waiver; until 2015-16 also those not highly qualified",
    statutory=False,
    why="The same with a provisional license counted as not full, as the state's stricter reading has it.",
    under="T_UNQ",
)
_UNQ_DEGREE = replace(
    _UNQ_STRICT,
    id="T_UNQ_DEGREE",
    title="Teachers without a bachelor's degree",
    short_title="No bachelor's degree",
    favorable_title="Teachers with a bachelor's degree",
    predicate="had no bachelor's degree",
    numerator_words="teachers whose highest degree is below a bachelor's",
    denominator_words="teachers on October 1 whose degree is known",
    formula="teachers below a bachelor's degree / teachers whose degree is known, head count",
    breaks=(),
    why="One of the parts of being unqualified, which call for different help.",
    source=FILES.format("staff rosters and work assignments"),
)
_UNQ_LICENSE = replace(
    _UNQ_DEGREE,
    id="T_UNQ_LICENSE",
    title="Teachers without a full license",
    short_title="No full license",
    favorable_title="Teachers with a full license",
    predicate="held no full license",
    numerator_words="teachers without an initial, professional or provisional license in force on October 1",
    denominator_words="teachers on October 1, but those of charter schools",
    formula="teachers without a full license / teachers, head count",
    source=FILES.format("licenses and work assignments"),
)
_UNQ_EMERGENCY = replace(
    _UNQ_LICENSE,
    id="T_UNQ_EMERGENCY",
    title="Teachers on an emergency license or waiver",
    short_title="Emergency or waiver",
    favorable_title="Teachers without an emergency license or waiver",
    predicate="taught on an emergency license or a waiver",
    numerator_words="teachers with an emergency license or a waiver in force on October 1",
    formula="teachers on an emergency license or waiver / teachers, head count",
)
_UNQ_HQT = replace(
    _UNQ_DEGREE,
    id="T_UNQ_HQT",
    title="Teachers who are not highly qualified",
    short_title="Not highly qualified",
    favorable_title="Highly qualified teachers",
    predicate="were not highly qualified",
    numerator_words="teachers who were not “highly qualified” in a core subject they taught",
    denominator_words="teachers on October 1 of whom it is known",
    formula="teachers not highly qualified / teachers of whom it is known, head count; until 2015-16",
    why="Federal law asked for it until 2015-16; it was one of the parts of being unqualified.",
)

_OOF_80 = replace(
    _UNLICENSED,
    id="T_OOF_80",
    title="Out-of-field teachers",
    short_title="Out of field",
    favorable_title="Teachers in field",
    predicate="taught out of field",
    numerator_words="teachers licensed for less than 80% of their assignments (50% in 2020-21), weighted by FTE",
    denominator_words="all teachers, weighted by FTE",
    formula="teachers in field for less than 80% of assignments / all teachers, schools weighted by FTE",
    first_year=2019,
    breaks=(
        Break(
            2021,
            "in 2020-21 alone a teacher counted as in field when licensed for 50% of assignments instead of 80%",
        ),
        Break(2022, "from 2021-22 a teacher again counts as in field only when licensed for 80% of assignments"),
    ),
    why="Teachers know most about the subjects and grades they were prepared and licensed for.",
    source=PROFILES.format("Teacher Data (complement of Percent Teaching in-field)"),
)
_OOF = replace(
    _OOF_80,
    id="T_OOF",
    title="Teachers with any assignment out of field",
    short_title="Any out of field",
    favorable_title="Teachers wholly in field",
    predicate="had at least one assignment that no license of theirs covers",
    numerator_words="teachers with at least one assignment (subject and grade) that no active license of theirs covers",
    denominator_words="teachers with an assignment on October 1 that needs a license",
    formula="teachers with an assignment out of field / teachers with an assignment that needs a license, head count",
    unit="HEADCOUNT",
    first_year=None,
    breaks=(),
    why="The plan's own wording: currently assigned to teach what one is not prepared or licensed for.",
    source=FILES.format("licenses, work assignments and the state's list of fields for each course"),
    under="T_OOF_80",
    asked=False,
)

_EXAM = replace(
    _UNQ,
    id="T_EXAM",
    title="License exam scores",
    short_title="License exams",
    favorable_title="License exam scores",
    people="teachers tested",
    predicate=None,
    numerator_words="how far schools' mean scores lie above the state's, exam by exam, in standard deviations between "
    "schools, each school weighed by who was tested",
    denominator_words="teachers tested",
    formula="sum of the schools' standard scores x teachers tested / teachers tested",
    unit="SCORE_MEAN",
    headline_window="pooled3",
    breaks=(),
    adverse="lower",
    gap=False,
    no_gap_reason="The plan lets scores wait for an addendum. They are a mean of schools and no share, so they are "
    "shown and not compared.",
    statutory=False,
    why="Scores are another sign of how well teachers of a school are prepared for their subjects.",
    source=FILES.format("license exams by school"),
)

TEACHERS = (
    _UNLICENSED,
    _WAIVER_PROV,
    _UNQ,
    _UNQ_STRICT,
    _UNQ_DEGREE,
    _UNQ_LICENSE,
    _UNQ_EMERGENCY,
    _UNQ_HQT,
    _OOF_80,
    _OOF,
    _EXAM,
)
