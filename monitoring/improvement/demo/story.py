"""What the demo's districts have done with strategies over four years. All of it is invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from monitoring.analysis.strategies.adoption import Stage
from monitoring.analysis.strategies.catalogue import Words, shipped_strategies

from ..actions import Terms

Dated = tuple[Stage, int, int, str]  # a stage, school years ago, month, and why
Logged = tuple[int, int, str, int, str]  # school years ago, month, status, fidelity, and words


@dataclass(frozen=True)
class Told:
    """What one district does with one strategy. `milestones`: title, school years ago, month."""

    key: str
    steps: tuple[Dated, ...]
    terms: Terms = field(default_factory=Terms)
    log: tuple[Logged, ...] = ()
    milestones: tuple[tuple[str, int, int], ...] = ()


HOME_GROWN = Words(
    title="From paraprofessional to teacher",
    summary="Paraprofessionals who want to teach get time, money and a mentor on the way to their license.",
    body="- Ask every spring who wants to.\n- Pay for one course a term.\n- Keep the post open while they practice.",
    loci=("pipeline", "district"),
    objectives=("recruiting", "turnover"),
    offices=(),
    measures=("T_UNLICENSED", "T_TURN"),
    outcomes="Teachers who know the district’s families, and stay.",
    challenges="Courses are in the evening, and far away.",
    unintended="Classes lose the paraprofessional whom they know.",
)
CONSIDERED = Told("", ((Stage.CONSIDERING, 0, 10, ""),))
EVALUATION = Told(
    "evaluation-system",
    (
        (Stage.CONSIDERING, 4, 10, ""),
        (Stage.ADOPTED, 4, 2, ""),
        (Stage.IMPLEMENTING, 3, 9, ""),
        (Stage.SUSTAINED, 1, 9, ""),
    ),
    Terms(lead="Assistant superintendent for learning", objectives=("educator_quality",), hours=400),
    (
        (3, 11, "behind", 1, "Half of the evaluators are trained; the rest follow in January."),
        (2, 5, "on_track", 2, "Evaluators rated the same lesson, and differed less than the year before."),
        (1, 6, "on_track", 3, "It is part of how we work now."),
    ),
)
MENTORING = Told(
    "induction-mentoring",
    (
        (Stage.ADOPTED, 3, 8, ""),
        (Stage.IMPLEMENTING, 3, 10, ""),
        (Stage.PAUSED, 2, 1, "The grant ended, and the new budget was not settled."),
        (Stage.IMPLEMENTING, 1, 9, ""),
    ),
    Terms(
        lead="Office of Human Resources",
        objectives=("turnover", "educator_quality"),
        measure="T_EXP_LT3",
        group="low_income",
        change=Decimal(3),
        dollars=84_000,
        hours=900,
    ),
    (
        (3, 12, "on_track", 2, "Forty new teachers have mentors; twelve share one."),
        (2, 11, "stuck", 1, "Mentors say that the common hour is taken for covering classes."),
        (1, 11, "on_track", 2, "The common hour is back in three of four schools."),
    ),
    (("Mentors for all first-year teachers", 1, 10), ("A common hour in all four schools", 0, 1)),
)
REPORT = Told(
    "learning-experience-report",
    ((Stage.CONSIDERING, 1, 5, ""), (Stage.ADOPTED, 0, 9, "")),
    Terms(lead="Office of the superintendent", objectives=("achievement_gaps",), is_pilot=True),
)
HIRING = Told(
    "early-hiring",
    (
        (Stage.ADOPTED, 4, 9, ""),
        (Stage.IMPLEMENTING, 4, 3, ""),
        (Stage.ENDED, 2, 6, "Offers came earlier, but budgets did not: a third had to be taken back."),
    ),
)


def told_of_the_first(schools: Sequence[str], by_year: int) -> tuple[Told, ...]:
    """Of the district that the demo shows most of. `schools`: in which teachers are mentored; `by_year`: until when."""
    terms = replace(MENTORING.terms, schools=tuple(schools), by_year=by_year)
    return EVALUATION, replace(MENTORING, terms=terms), REPORT, HIRING


def told_of_another(number: int) -> Iterator[Told]:
    """Of the others: key strategies in turn, most of them kept, some paused or ended."""
    keys = [one.id for one in shipped_strategies()]
    for place in range(1 + number % 3):
        begun = 4 - (number + place) % 4
        steps: list[Dated] = [(Stage.ADOPTED, begun, 9, "")]
        if begun:
            steps.append((Stage.IMPLEMENTING, begun, 1, ""))
        if begun > 1 and number % 5 == place:
            steps.append((Stage.PAUSED, begun - 1, 2, "The person who led it has left."))
        elif begun > 2:
            steps.append((Stage.SUSTAINED, begun - 2, 9, ""))
        log = ((begun, 4, "on_track" if number % 4 else "behind", 1 + (number + place) % 3, ""),) if begun else ()
        yield Told(keys[(number + 3 * place) % len(keys)], tuple(steps), log=log)
