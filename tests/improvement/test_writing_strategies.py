"""The catalogue is written by whoever keeps it, a district's own strategies by the district: a version each time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from districts.wall import in_district, in_state
from monitoring.improvement import actions
from monitoring.improvement.models import OwnStrategyVersion, Strategy, StrategyVersion
from monitoring.improvement.not_possible import NotPossible
from monitoring.improvement.queries import strategies_for_all, strategy_by_key
from tests.districts.cast import Cast

pytestmark = pytest.mark.django_db
KEY = "induction-mentoring"


def found() -> tuple[Strategy, list[StrategyVersion]]:
    one = strategy_by_key(KEY)
    assert one is not None
    return one


def test_a_further_version_is_what_everybody_reads_and_the_first_one_stays(cast: Cast) -> None:
    owner = cast.agency.member("program_owner")
    with in_state(cast.agency.id):
        strategy, (first,) = found()
        words = replace(first.words, summary="Every teacher in the first four years has a mentor.")
        why = "Three years were too few; mentors and principals were asked in May."
        actions.write_strategy(words=words, why=why, strategy=strategy, seen=1, by=owner)
        _, versions = found()
        listed = {one.strategy.key: one.version for one in strategies_for_all()}
    assert [(one.version, one.words, one.why) for one in versions] == [(2, words, why), (1, first.words, first.why)]
    assert listed[KEY] == versions[0]


def test_a_version_that_somebody_else_has_written_meanwhile_is_not_written_over(cast: Cast) -> None:
    owner = cast.agency.member("program_owner")
    with in_state(cast.agency.id):
        strategy, (first,) = found()
        words = replace(first.words, summary="Mentors for all.")
        with pytest.raises(NotPossible, match="Nothing is another"):
            actions.write_strategy(words=first.words, why="", strategy=strategy, seen=1, by=owner)
        actions.write_strategy(words=words, why="", strategy=strategy, seen=1, by=owner)
        with pytest.raises(NotPossible, match="another version meanwhile"):
            actions.write_strategy(words=first.words, why="", strategy=strategy, seen=1, by=owner)
        with pytest.raises(NotPossible, match="T_NOTHING: this is in no list"):
            actions.write_strategy(words=replace(words, measures=("T_NOTHING",)), why="", strategy=strategy, by=owner)


def test_an_optional_strategy_is_added_and_offered_no_more_but_a_key_one_stays(cast: Cast) -> None:
    owner = cast.agency.member("program_owner")
    with in_state(cast.agency.id):
        words = replace(StrategyVersion.objects.all()[0].words, title="Grow your own teachers")
        made = actions.write_strategy(words=words, why="", by=owner)
        assert (made.strategy.key, made.strategy.tier, made.version) == ("grow-your-own-teachers", "optional", 1)
        with pytest.raises(NotPossible, match="too much like the name"):
            actions.write_strategy(words=replace(words, title="Grow your own – teachers!"), why="", by=owner)
        actions.retire_strategy(strategy=made.strategy, by=owner)
        assert "grow-your-own-teachers" not in {one.strategy.key for one in strategies_for_all()}
        with pytest.raises(NotPossible, match="change the plan first"):
            actions.retire_strategy(strategy=Strategy.objects.get(key="evaluation-system"), by=owner)


def test_nobody_else_writes_the_catalogue(cast: Cast) -> None:
    words = StrategyVersion.objects.all()[0].words
    with in_state(cast.agency.id), pytest.raises(PermissionDenied):
        actions.write_strategy(words=words, why="", by=cast.agency.member("ese_analyst"))
    with in_district(cast.north.id), pytest.raises(PermissionDenied):
        actions.write_strategy(words=words, why="", by=cast.north.member("equity_lead"))


def test_a_districts_own_strategies_are_its_own_in_every_version(cast: Cast) -> None:
    lead, words = cast.north.member("equity_lead"), StrategyVersion.objects.all()[0].words
    with in_district(cast.north.id):
        first = actions.write_own_strategy(words=replace(words, title="Home visits"), by=lead)
        later = actions.write_own_strategy(
            words=replace(words, title="Home visits in August"),
            why="Later is too late.",
            own=first.own,
            seen=1,
            by=lead,
        )
        assert [(one.version, one.title) for one in OwnStrategyVersion.objects.all()] == [
            (2, "Home visits in August"),
            (1, "Home visits"),
        ]
    assert later.own == first.own
    with in_district(cast.south.id):
        assert OwnStrategyVersion.objects.count() == 0
