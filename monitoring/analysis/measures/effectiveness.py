"""Ratings of educators: how many were evaluated, and how many have the lowest and the highest ratings."""

from __future__ import annotations

from dataclasses import replace

from monitoring.analysis.measure import Measure

from .notes import BESIDE_RATINGS, FILES, NAMED_IN_LAW, ONE_YEAR, PRINCIPALS_RATED, PROFILES, RATINGS_SUPPRESSED

_EVALUATED = Measure(
    id="T_EVALUATED",
    title="Teachers evaluated",
    short_title="Evaluated",
    favorable_title="Teachers evaluated",
    role="TEACHER",
    dimension="effectiveness",
    people="teachers to be evaluated",
    predicate="were evaluated",
    numerator_words="teachers evaluated",
    denominator_words="teachers to be evaluated",
    formula="evaluated / to be evaluated, head count",
    unit="HEADCOUNT",
    headline_window="1",
    windows=ONE_YEAR,
    adverse="none",
    first_year=2013,
    breaks=(),
    gap=False,
    no_gap_reason=BESIDE_RATINGS,
    statutory=False,
    why="Ratings say something of the teachers who were evaluated alone, so this share stands beside them.",
    source=PROFILES.format("Educator Evaluation Performance"),
)
_LOW = replace(
    _EVALUATED,
    id="T_EVAL_LOW",
    title="Teachers rated Needs Improvement or Unsatisfactory",
    short_title="Rated lower",
    favorable_title="Teachers rated Proficient or Exemplary",
    people="evaluated teachers",
    predicate="were rated Needs Improvement or Unsatisfactory",
    numerator_words="teachers rated Needs Improvement or Unsatisfactory",
    denominator_words="teachers evaluated",
    formula="(Needs Improvement + Unsatisfactory) / evaluated, head count",
    adverse="higher",
    no_gap_reason=f"{RATINGS_SUPPRESSED} {NAMED_IN_LAW}",
    statutory=True,
    why="Ratings are the state's own summary of teaching practice.",
)
_HIGH = replace(
    _LOW,
    id="T_EVAL_HIGH",
    title="Teachers rated Exemplary",
    short_title="Rated Exemplary",
    favorable_title="Teachers rated Exemplary",
    predicate="were rated Exemplary",
    numerator_words="teachers rated Exemplary",
    formula="Exemplary / evaluated, head count",
    no_gap_reason=RATINGS_SUPPRESSED,
    adverse="lower",
    statutory=False,
    why="The highest ratings, beside the lowest, complete the picture of access to excellent teachers.",
)


def _of_principals(one: Measure) -> Measure:
    words = {
        name: getattr(one, name).replace("Teachers", "Principals").replace("teachers", "principals")
        for name in ("title", "favorable_title", "people", "numerator_words", "denominator_words", "why")
    }
    return replace(
        one,
        id=f"P{one.id[1:]}",
        **words,
        short_title=f"Principals {one.short_title[0].lower()}{one.short_title[1:]}",
        role="PRINCIPAL",
        first_year=None,
        no_gap_reason=PRINCIPALS_RATED,
        statutory=False,
        source=FILES.format("evaluations"),
    )


TEACHERS = (_EVALUATED, _LOW, _HIGH)
PRINCIPALS = (
    replace(
        _of_principals(_EVALUATED),
        why="Ratings say something of the principals who were evaluated alone, so this share stands beside them.",
    ),
    replace(_of_principals(_LOW), why="Ratings are the state's own summary of how schools are led."),
    replace(
        _of_principals(_HIGH),
        why="The highest ratings, beside the lowest, complete the picture of access to excellent leaders.",
    ),
)
