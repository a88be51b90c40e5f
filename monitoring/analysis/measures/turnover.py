"""Turnover: who no longer works where they did the year before, and where they went."""

from __future__ import annotations

from dataclasses import replace

from monitoring.analysis.measure import Measure

from .notes import BOTH, BY_RATING, FILES, PROFILES

_T_TURN = Measure(
    id="T_TURN",
    title="Teacher turnover",
    short_title="Teacher turnover",
    favorable_title="Teachers retained",
    role="TEACHER",
    dimension="conditions",
    people="teachers",
    predicate="from the year before no longer taught at the same school",
    numerator_words="teachers of the year before who no longer teach at the same school",
    denominator_words="teachers at the school the year before",
    formula="(teachers of the year before - those retained) / teachers of the year before, head count",
    unit="HEADCOUNT",
    headline_window="pooled3",
    windows=BOTH,
    adverse="higher",
    first_year=None,
    breaks=(),
    gap=True,
    no_gap_reason=None,
    statutory=False,
    why="Frequent departures cost students continuity and schools the experience they have built.",
    source=PROFILES.format("Staffing Retention (complement of Teacher Retained)"),
    asked=True,
)
_P_TURN = replace(
    _T_TURN,
    id="P_TURN",
    title="Principal turnover",
    short_title="Principal turnover",
    favorable_title="Principals retained",
    role="PRINCIPAL",
    people="principals",
    predicate="from the year before no longer led the same school",
    numerator_words="principals of the year before who no longer lead the same school",
    denominator_words="principals at the school the year before",
    formula="(principals of the year before - those retained) / principals of the year before, head count",
    why="Steady leadership helps teachers stay and lets improvement work take hold.",
    source=PROFILES.format("Staffing Retention (complement of Principal Retained)"),
)

# End of the id: title after "Teachers who" or "Principals who", short title, and what follows "from the year before".
_WENT = {
    "EXIT": (
        "left the state's public schools",
        "left public schools",
        "no longer worked in the state's public schools",
    ),
    "MOVE": ("moved to another district", "to another district", "worked in another district"),
    "SCHOOL": ("moved within the district", "to another school", "worked at another school of the district"),
    "ROLE": ("changed their role", "to another role", "worked at the same school in another role"),
    "DIED": ("died", "died", "had died"),
}
_MEANING = {
    "EXIT": "Who leaves public schools is lost to all of them, which calls for other help than moves between schools.",
    "MOVE": "What another district gains this one loses, and pay or conditions may be why.",
    "SCHOOL": "Moves within a district often lead from schools with more needs to others.",
    "ROLE": "A new role may be a promotion, and yet the classes need another teacher.",
    "DIED": "Deaths are counted apart, so that they are not read as leaving.",
}


_DEATHS = "Deaths are no matter of access; they are given so that the parts add up to the whole."


def _sub_types(whole: Measure) -> tuple[Measure, ...]:
    """The places that people went to, which add up to the whole."""
    return tuple(
        replace(
            whole,
            id=f"{whole.id}_{end}",
            title=f"{whole.people.capitalize()} who {title}",
            short_title=f"{whole.people.capitalize()}: {short}",
            favorable_title=f"Other {whole.people}",
            predicate=f"from the year before {then}",
            numerator_words=f"{whole.people} of the year before who {then}",
            formula=f"{whole.people} who {title} / {whole.people} of the year before, head count",
            gap=end != "DIED",
            no_gap_reason=_DEATHS if end == "DIED" else None,
            why=_MEANING[end],
            source=FILES.format("work assignments and staff rosters of two years"),
            under=whole.id,
            asked=False,
        )
        for end, (title, short, then) in _WENT.items()
    )


_TURN_LOW = replace(
    _T_TURN,
    id="T_TURN_LOW",
    title="Turnover of teachers rated Needs Improvement or Unsatisfactory",
    short_title="Turnover, rated lower",
    favorable_title="Teachers rated lower and retained",
    people="teachers rated Needs Improvement or Unsatisfactory",
    predicate="from the year before no longer taught there",
    numerator_words="teachers rated Needs Improvement or Unsatisfactory the year before who no longer teach there",
    denominator_words="teachers so rated the year before",
    formula="those of them who left / teachers rated Needs Improvement or Unsatisfactory, head count",
    adverse="none",
    gap=False,
    no_gap_reason=BY_RATING,
    why="Turnover means something else where those leave who were rated lower than where the best leave.",
    source=FILES.format("work assignments and evaluations of the year before"),
    under="T_TURN",
    asked=False,
)
_TURN_HIGH = replace(
    _TURN_LOW,
    id="T_TURN_HIGH",
    title="Turnover of teachers rated Proficient or Exemplary",
    short_title="Turnover, rated higher",
    favorable_title="Teachers rated higher and retained",
    people="teachers rated Proficient or Exemplary",
    numerator_words="teachers rated Proficient or Exemplary the year before who no longer teach there",
    formula="those of them who left / teachers rated Proficient or Exemplary, head count",
    adverse="higher",
    why="Where effective teachers leave, students lose what is hardest to replace.",
)

TEACHERS = (_T_TURN, *_sub_types(_T_TURN), _TURN_LOW, _TURN_HIGH)
PRINCIPALS = (_P_TURN, *_sub_types(_P_TURN))
