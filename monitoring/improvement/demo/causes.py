"""What the demo's first district thinks of two of its gaps, and came to know over four years. All of it is invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from districts.models import Membership
from monitoring.analysis.strategies.causes import Confidence, EvidenceKind

from .. import actions
from ..actions import Item, OwnCause, Thought
from ..models import Cause, GapStudy, NamedCause

LOW, SOME, HIGH, ASIDE = Confidence.LOW, Confidence.SOME, Confidence.HIGH, Confidence.SET_ASIDE
ASKED, COUNTED, READ = EvidenceKind.STAKEHOLDERS, EvidenceKind.DATA, EvidenceKind.RESEARCH
Day = Callable[[int, int], dt.date]  # of the school year so many years ago and a month
BUS = "The last bus leaves at six"


@dataclass(frozen=True)
class Held:
    """A cause of a gap: its key in the library, or a title of the district's own. `claims`: confidence, school years
    ago, month, words; `known`: kind, school years ago, month, words.
    """

    cause: str
    claims: tuple[tuple[Confidence, int, int, str], ...]
    known: tuple[tuple[EvidenceKind, int, int, str], ...] = ()
    answers: tuple[str, ...] = ()
    about: str = ""


GAPS: tuple[tuple[str, tuple[str, ...], tuple[Held, ...]], ...] = (
    (
        "T_EXP_LT3",
        ("educator_quality", "achievement_gaps"),
        (
            Held(
                "late-hiring",
                (
                    (HIGH, 3, 10, "We fill a third of our posts in August, and those go to the same four schools."),
                    (SOME, 1, 10, "Offers come in April now, and the gap is still there."),
                ),
                (
                    (COUNTED, 3, 11, "Of 61 posts that were filled after July, 40 were at four schools."),
                    (ASKED, 3, 1, "Principals say that those whom they wanted had signed elsewhere."),
                    (READ, 2, 2, "Studies of large districts: who is hired late leaves sooner."),
                ),
            ),
            Held(
                "new-teachers",
                ((SOME, 3, 3, "They leave before they are experienced."), (HIGH, 1, 11, "Two of five left again.")),
                (
                    (COUNTED, 1, 10, "Of the first-year teachers of two years ago 41% have left, and 12% elsewhere."),
                    (ASKED, 1, 1, "New teachers: the common hour with a mentor is taken for covering classes."),
                ),
            ),
            Held("turnover", ((HIGH, 2, 9, "Each leaves a post that a new teacher fills."),)),
            Held(
                "pay",
                ((LOW, 2, 10, "Neighbors pay a little more."), (ASIDE, 1, 3, "Leavers go to districts that pay less.")),
                ((COUNTED, 1, 2, "Of 38 leavers who told where they went, 25 earn less there."),),
            ),
        ),
    ),
    (
        "T_TURN",
        ("turnover",),
        (
            Held(
                "working-conditions",
                ((SOME, 2, 11, "It comes up in each talk."), (HIGH, 0, 9, "The survey says so three years in a row.")),
                (
                    (ASKED, 2, 12, "Teachers of three schools: no time to plan, and no say in the schedule."),
                    (COUNTED, 0, 9, "Fewer than half are satisfied at four schools; elsewhere three of four are."),
                    (READ, 1, 2, "Conditions and leadership explain more of turnover than who the students are."),
                ),
            ),
            Held("new-teachers", ((SOME, 1, 11, "Those who leave are mostly in their first three years."),)),
            Held("turnover", ((SOME, 1, 11, "Who has lost half of the team thinks of leaving, too."),)),
            Held(
                BUS,
                ((SOME, 1, 12, "Nobody who has no car can stay for a meeting."),),
                ((ASKED, 1, 12, "Named by nine of the 14 who left the school at the harbor."),),
                ("working-conditions",),
                "Two schools cannot be reached without a car in the evening.",
            ),
        ),
    ),
)
# From, to, school years ago, month, how.
LINKS = (
    ("turnover", "new-teachers", 1, 11, "Who leaves is followed by somebody new."),
    ("new-teachers", "turnover", 1, 11, "And those leave first."),
    (BUS, "working-conditions", 1, 12, "Meetings are at noon, and take the hour for planning."),
)


def tell_causes(by: Membership, day: Day) -> None:
    """Call inside `in_district`."""
    named: dict[str, NamedCause] = {}
    for measure, objectives, causes in GAPS:
        study = actions.study_gap(measure=measure, group="low_income", objectives=objectives, by=by)
        for held in causes:
            named[held.cause] = _tell(study, held, named.get(held.cause), by, day)
    for begin, end, years, month, text in LINKS:
        since = day(years, month)
        actions.link_causes(begin=named[begin], end=named[end], holds=True, since=since, text=text, by=by)


def _tell(study: GapStudy, held: Held, known: NamedCause | None, by: Membership, day: Day) -> NamedCause:
    first, *later = (
        Thought(confidence, day(years, month), text, held.answers) for confidence, years, month, text in held.claims
    )
    of_library = Cause.objects.filter(key=held.cause).first()
    what = known or of_library or OwnCause(held.cause, held.about)
    cause = actions.name_cause(study=study, what=what, thought=first, by=by).cause
    for thought in later:
        actions.say_of_cause(study=study, cause=cause, thought=thought, by=by)
    for kind, years, month, text in held.known:
        actions.add_evidence(study=study, cause=cause, item=Item(kind, day(years, month), text), by=by)
    return cause
