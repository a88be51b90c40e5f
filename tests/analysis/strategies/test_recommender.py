"""What a district could look at: against rules that are applied one by one to each strategy, and a case by hand."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.analysis.strategies.catalogue import OBJECTIVES, shipped_strategies
from monitoring.analysis.strategies.causes import Confidence
from monitoring.analysis.strategies.recommender import GapNow, NamedCause, Offered, suggest

TURNOVER, NEW = ("T_TURN", "low_income"), ("T_EXP_LT3", "english_learners")
MEASURES, KEYS = ("T_TURN", "T_EXP_LT3", "T_SATIS"), ("one", "two", "three", "four")
PURSUED = list(OBJECTIVES)[:3]
some_gaps = st.lists(
    st.builds(
        GapNow,
        st.sampled_from(MEASURES),
        st.sampled_from(("low_income", "english_learners")),
        st.none() | st.sampled_from((-0.02, 0.0, 0.042)),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.of,
)
some_causes = st.lists(
    st.builds(
        NamedCause,
        st.sampled_from(("Late", "Few", "Pay")),
        st.tuples(st.sampled_from(MEASURES), st.sampled_from(("low_income", "english_learners"))),
        st.sampled_from(Confidence),
        st.lists(st.sampled_from(KEYS), unique=True).map(tuple),
    ),
    max_size=5,
)
some_objectives = st.sets(st.sampled_from(PURSUED))
some_offers = st.lists(
    st.builds(
        Offered,
        st.sampled_from(KEYS),
        st.just("A strategy"),
        st.lists(st.sampled_from(MEASURES), unique=True).map(tuple),
        st.lists(st.sampled_from(PURSUED), unique=True).map(tuple),
        was_ended=st.booleans(),
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda one: one.key,
)


def slowly(
    gaps: list[GapNow], causes: list[NamedCause], objectives: set[str], offered: list[Offered]
) -> list[tuple[str, int]]:
    """Keys in order, each with its number of reasons: tier after tier, the best that is left taken each time."""
    left = []
    for one in offered:
        counts = dict.fromkeys(Confidence, 0)
        for cause in causes:
            if one.key in cause.strategies and any(gap.of == cause.gap for gap in gaps):
                counts[cause.confidence] += 1
        shows = 0
        for gap in gaps:
            if gap.measure in one.measures and gap.is_clear and gap.size is not None and gap.size > 0:
                shows += 1
        serves = sum(1 for name in one.objectives if name in objectives)
        answered = counts[Confidence.HIGH] + counts[Confidence.SOME] + counts[Confidence.LOW]
        if answered + shows:
            left.append((one.key, counts, answered + shows, serves))
    found = []
    while left:
        tier = left
        for level in (Confidence.HIGH, Confidence.SOME, Confidence.LOW):
            if with_level := [one for one in left if one[1][level]]:
                tier = with_level
                break
        best = tier[0]
        for other in tier[1:]:
            if other[2] > best[2] or (other[2] == best[2] and other[3] > best[3]):
                best = other
        left.remove(best)
        was_ended = any(one.was_ended for one in offered if one.key == best[0])
        found.append((best[0], best[2] + (1 if best[3] else 0) + (1 if was_ended else 0)))
    return found


@settings(max_examples=600)
@given(some_gaps, some_causes, some_objectives, some_offers)
def test_suggestions_are_those_of_the_rules_one_by_one(
    gaps: list[GapNow], causes: list[NamedCause], objectives: set[str], offered: list[Offered]
) -> None:
    told = suggest(gaps, causes, objectives, offered)
    assert [(one.strategy.key, len(one.reasons)) for one in told] == slowly(gaps, causes, objectives, offered)


def test_each_says_why_in_words() -> None:
    gaps = [GapNow(*TURNOVER, 0.042, is_clear=True), GapNow(*NEW, None)]
    causes = [
        NamedCause("Working conditions", TURNOVER, Confidence.HIGH, ("working-conditions",)),
        NamedCause("Hiring late", NEW, Confidence.LOW, ("early-hiring",)),
        NamedCause("Pay", TURNOVER, Confidence.SET_ASIDE, ("educator-preparation",)),
    ]
    told = suggest(gaps, causes, {"turnover"}, catalogue())
    assert [one.strategy.key for one in told] == [
        "working-conditions",
        "early-hiring",
        "induction-mentoring",
        "evaluation-system-of-turnover",
    ]
    assert told[0].reasons == (
        "Because the gap in teacher turnover by low-income students is 4.2 points, and you named “Working conditions”"
        " as a cause with high confidence.",
        "It is expected to show in teacher turnover.",
        "It serves what you pursue already: decrease turnover.",
    )
    assert told[1].reasons == (
        "Because you study the gap in inexperienced teachers by English learners, and you named “Hiring late” as a"
        " cause with low confidence.",
    )
    assert told[3].reasons == (
        "It is expected to show in teacher turnover: the gap in teacher turnover by low-income students is 4.2 points.",
    )


def catalogue() -> list[Offered]:
    shipped = [
        Offered(one.id, one.words.title, one.words.measures, one.words.objectives) for one in shipped_strategies()
    ]
    wanted = ("educator-preparation", "early-hiring", "induction-mentoring", "working-conditions")
    extra = Offered("evaluation-system-of-turnover", "Another", ("T_TURN",), ("hiring",))
    return [extra, *(one for one in shipped if one.key in wanted)]


def test_what_the_figures_cannot_tell_is_said_and_suggests_nothing_alone() -> None:
    unclear = [GapNow(*TURNOVER, 0.042)]
    assert suggest(unclear, [], set(), catalogue()) == ()
    (told,) = suggest(unclear, [NamedCause("Pay", TURNOVER, Confidence.LOW, ("early-hiring",))], set(), catalogue())
    assert told.reasons == (
        "Because the gap in teacher turnover by low-income students is 4.2 points, which these figures cannot tell from"
        " none, and you named “Pay” as a cause with low confidence.",
    )


def test_objectives_alone_and_gaps_that_are_closed_suggest_nothing() -> None:
    assert suggest([GapNow(*TURNOVER, -0.01, is_clear=True)], [], set(OBJECTIVES), catalogue()) == ()
    assert suggest([], [NamedCause("Pay", TURNOVER, Confidence.HIGH, ("early-hiring",))], set(), catalogue()) == ()


def test_reasons_of_causes_and_gaps_come_before_objectives() -> None:
    gaps = [GapNow(*TURNOVER, 0.042, is_clear=True), GapNow(*NEW, 0.02, is_clear=True)]
    many = Offered("many", "Shows in both", ("T_TURN", "T_EXP_LT3"), ())
    liked = Offered("liked", "Serves three", ("T_TURN",), ("turnover", "hiring", "recruiting"))
    told = suggest(gaps, [], {"turnover", "hiring", "recruiting"}, [liked, many])
    assert [one.strategy.key for one in told] == ["many", "liked"]
