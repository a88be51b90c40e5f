"""The three dimensions of an excellent educator that stand side by side, their measures, and questions to ask beside
them.

The plan calls educators experienced, prepared and effective, and has no “one size fits all” metric or formula. The
questions are made of sentences of two texts, and each names its place: LEADERS is “District Leaders: Get to Know the MA
Equity Plan”; STATE_A is State A's plan to ensure equitable access, part “Definitions and Metrics”.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.analysis.measures import GAP_MEASURES, MEASURES

LEADERS = "Get to Know the MA Equity Plan"
STATE_A = "State A's plan, Definitions and Metrics"


@dataclass(frozen=True)
class Question:
    """`source`: the text and its part; `said`: the words there that it asks about."""

    text: str
    source: str
    said: str


@dataclass(frozen=True)
class DimensionShown:
    """`measures`: at most four, the one that stands for it in a sentence first."""

    id: str
    title: str
    about: str
    measures: tuple[str, ...]
    questions: tuple[Question, ...]


EXPERIENCE = DimensionShown(
    "experience",
    "Experience",
    "How long teachers and principals have done this work.",
    ("T_EXP_LT3", "T_EXP_LT1", "P_EXP_LT3"),
    (
        Question(
            "Which of our schools have the most teachers in their first years, and whom do they teach?",
            f"{STATE_A}, Teacher and Principal Experience",
            "The prevalence of teachers and principals with one or less years of experience or less than four years",
        ),
        Question(
            "Is keeping teachers at these schools among our current objectives?",
            f"{LEADERS}, Next Steps for Districts",
            "align with current district objectives, such as recruiting qualified new educators or decreasing turnover",
        ),
    ),
)
PREPARATION = DimensionShown(
    "preparation",
    "Preparation",
    "Whether teachers are licensed, and for what they teach.",
    ("T_UNLICENSED", "T_OOF_80", "T_WAIVER_PROV", "T_UNQ"),
    (
        Question(
            "Who is assigned a subject or grade without being prepared or licensed for it, and at which schools?",
            f"{STATE_A}, Out-of-Field Teaching",
            "currently assigned to teach a subject and/or grade that one is not prepared or licensed to teach",
        ),
        Question(
            "Do our hiring practices bring qualified new educators to these schools?",
            f"{LEADERS}, Four Key Strategies and Next Steps for Districts",
            "enhancing hiring practices; recruiting qualified new educators",
        ),
    ),
)
EFFECTIVENESS = DimensionShown(
    "effectiveness",
    "Effectiveness",
    "What evaluations say of teaching practice.",
    ("T_EVAL_LOW", "T_EVAL_HIGH", "T_EVALUATED"),
    (
        Question(
            "What do our own evaluation data say that the state's figures do not?",
            f"{LEADERS}, Next Steps for Districts",
            "Use local educator evaluation data to inform decisions",
        ),
        Question(
            "Are ratings given fairly and accurately, and do teachers trust them?",
            f"{STATE_A}, Teacher and Principal Evaluation Ratings",
            "fidelity of implementation, fairness and accuracy; assess their level of trust and satisfaction",
        ),
    ),
)

DIMENSIONS: tuple[DimensionShown, ...] = (EXPERIENCE, PREPARATION, EFFECTIVENESS)
COMPARED: tuple[str, ...] = tuple(name for name in GAP_MEASURES if MEASURES[name].under is None)
_OF_DIMENSIONS = tuple(name for one in DIMENSIONS for name in one.measures)
# Conditions of teaching that are compared, turnover before all, which State A's plan calls its primary equity gap. They
# are of no dimension, and stand below the three.
BESIDE: tuple[str, ...] = tuple(name for name in COMPARED if name not in _OF_DIMENSIONS)
SHOWN: tuple[str, ...] = (*_OF_DIMENSIONS, *BESIDE)

WHERE_TO_LOOK = (
    Question(
        "What may cause this, and does one cause stand behind several of these gaps?",
        f"{LEADERS}, Root Cause Analysis",
        "several root causes affect multiple equity gaps",
    ),
    Question(
        "Do our school leaders respond to these data, and how?",
        f"{LEADERS}, Next Steps for Districts",
        "Monitor whether and how school leaders respond to equity data",
    ),
)
