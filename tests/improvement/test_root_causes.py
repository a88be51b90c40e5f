"""A district looks for causes: what is kept of which year, what is refused, and that it stays within its walls."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from districts.wall import in_district, in_state
from monitoring.analysis.strategies.causes import Confidence, EvidenceKind, shipped_causes
from monitoring.improvement import actions
from monitoring.improvement.actions import Item, OwnCause, Thought
from monitoring.improvement.cause_picture import build_picture, circles_in_words
from monitoring.improvement.models import Cause, CauseLink, CauseVersion, Claim, Evidence, GapStudy, NamedCause
from monitoring.improvement.not_possible import NotPossible
from monitoring.improvement.queries import causes_for_all, districts_by_cause, studies_of_district, study_on
from monitoring.improvement.tasks import ship_causes
from tests.districts.cast import Cast, Tenant

pytestmark = pytest.mark.django_db
FALL, SPRING, LATER = dt.date(2023, 9, 4), dt.date(2024, 3, 4), dt.date(2024, 10, 7)
TOMORROW = localdate() + dt.timedelta(1)


def study(tenant: Tenant, measure: str = "T_TURN") -> GapStudy:
    return actions.study_gap(
        measure=measure, group="low_income", objectives=("turnover",), by=tenant.member("equity_lead")
    )


def name(tenant: Tenant, of: GapStudy, what: str | OwnCause, since: dt.date = FALL, **more: Any) -> NamedCause:
    thought = Thought(more.pop("confidence", Confidence.HIGH), since, **more.pop("thought", {}))
    cause = Cause.objects.get(key=what) if isinstance(what, str) else what
    return actions.name_cause(study=of, what=cause, thought=thought, by=tenant.member("equity_lead"), **more).cause


def link(tenant: Tenant, begin: NamedCause, end: NamedCause, holds: bool = True, since: dt.date = FALL) -> None:
    actions.link_causes(begin=begin, end=end, holds=holds, since=since, by=tenant.member("equity_lead"))


def held(of: GapStudy, day: dt.date) -> list[tuple[str, str]]:
    return [(one.title, one.confidence.value) for one in study_on(of, day).causes]


def links_on(of: GapStudy, day: dt.date) -> list[tuple[str, str, bool]]:
    return sorted((one.begin.title, one.end.title, one.is_own) for one in study_on(of, day).links)


def test_the_library_is_stored_once(cast: Cast) -> None:
    assert [one.cause.key for one in causes_for_all()] == [one.id for one in shipped_causes()]
    assert ship_causes() == 0


def test_what_was_thought_in_a_year_stays_when_another_thought_follows(cast: Cast) -> None:
    with in_district(cast.north.id):
        of, by = study(cast.north), cast.north.member("equity_lead")
        late = name(cast.north, of, "late-hiring", confidence=Confidence.LOW)
        name(cast.north, of, OwnCause("The bus ends at six", "Nobody gets home."), SPRING)
        actions.say_of_cause(study=of, cause=late, thought=Thought(Confidence.SET_ASIDE, LATER), seen=1, by=by)
        days = [held(of, day) for day in (FALL - dt.timedelta(1), FALL, SPRING, LATER)]
    bus = ("The bus ends at six", "high")
    assert days == [[], [("Hiring late", "low")], [bus, ("Hiring late", "low")], [bus, ("Hiring late", "set_aside")]]


def test_one_cause_may_be_behind_several_gaps_and_links_hold_for_all_of_them(cast: Cast) -> None:
    with in_district(cast.north.id):
        first, second = study(cast.north), study(cast.north, "T_EXP_LT3")
        bus = name(cast.north, first, OwnCause("Bus"))
        pay = name(cast.north, first, "pay")
        for one in (bus, pay):
            thought = Thought(Confidence.SOME, FALL)
            actions.name_cause(study=second, what=one, thought=thought, by=cast.north.member("certifier"))
        link(cast.north, bus, pay)
        told = [links_on(one, SPRING) for one in (first, second)]
        assert NamedCause.objects.count() == 2
    assert told == [[("Bus", "Pay and costs of living", True)]] * 2


def test_the_districts_word_on_a_link_counts_more_than_the_librarys(cast: Cast) -> None:
    with in_district(cast.north.id):
        of = study(cast.north)
        new, leave = name(cast.north, of, "new-teachers"), name(cast.north, of, "turnover")
        titles = [one.title for one in study_on(of, FALL).causes]
        assert links_on(of, FALL) == sorted([(titles[0], titles[1], False), (titles[1], titles[0], False)])
        link(cast.north, new, leave, holds=False, since=SPRING)
        assert links_on(of, SPRING) == [(titles[1], titles[0], False)]
        link(cast.north, new, leave, since=LATER)
        assert links_on(of, LATER) == sorted([(titles[0], titles[1], True), (titles[1], titles[0], False)])
        assert links_on(of, SPRING) == [(titles[1], titles[0], False)]


def test_two_causes_that_feed_each_other_are_drawn_with_a_head_at_both_ends_and_told_in_words(cast: Cast) -> None:
    with in_district(cast.north.id):
        of = study(cast.north)
        bus, pay = name(cast.north, of, OwnCause("Bus")), name(cast.north, of, "pay")
        link(cast.north, bus, pay)
        one_way = study_on(of, FALL)
        link(cast.north, pay, bus)
        both = study_on(of, FALL)
    drawn = [build_picture("Turnover", one) for one in (one_way, both)]
    assert [[(one.kind, one.both) for one in picture.arrows[2:]] for picture in drawn if picture] == [
        [("link", False)],
        [("link circle", True)],
    ]
    assert circles_in_words(one_way) == ()
    assert circles_in_words(both) == ("“Bus” feeds “Pay and costs of living”, which feeds “Bus” again.",)


def test_a_picture_holds_each_cause_in_its_own_place(cast: Cast) -> None:
    with in_district(cast.north.id):
        of = study(cast.north)
        assert build_picture("Turnover", study_on(of, FALL)) is None
        for one in shipped_causes():
            name(cast.north, of, one.id)
        picture = build_picture("Turnover", study_on(of, FALL))
    assert picture is not None
    assert all(above.y + above.height < below.y for above, below in zip(picture.boxes, picture.boxes[1:], strict=False))
    assert picture.boxes[-1].y + picture.boxes[-1].height <= picture.height
    assert len(picture.boxes) == 12


def test_evidence_is_of_a_kind_and_of_a_day_and_known_from_then_on(cast: Cast) -> None:
    by = cast.north.member("equity_lead")
    with in_district(cast.north.id):
        of = study(cast.north)
        pay = name(cast.north, of, "pay")
        for kind, day in ((EvidenceKind.STAKEHOLDERS, FALL), (EvidenceKind.RESEARCH, LATER)):
            actions.add_evidence(study=of, cause=pay, item=Item(kind, day, "They say so."), by=by)
        known = [[item.kind for item in study_on(of, day).causes[0].evidence] for day in (SPRING, LATER)]
    assert known == [["stakeholders"], ["research", "stakeholders"]]


def test_studies_in_brief_hold_what_each_gaps_page_holds(cast: Cast) -> None:
    with in_district(cast.north.id):
        first, second = study(cast.north), study(cast.north, "T_EXP_LT3")
        name(cast.north, first, "pay", thought={"strategies": ("working-conditions",)})
        name(cast.north, first, OwnCause("Bus"), SPRING, confidence=Confidence.LOW)
        for day in (FALL - dt.timedelta(1), FALL, SPRING):
            brief = studies_of_district(cast.north.district, day)
            shown = [study_on(one, day) for one in (first, second)]
            assert [(one.number, one.measure) for one in brief] == [(1, "T_TURN"), (2, "T_EXP_LT3")]
            assert [sorted((c.title, c.confidence, c.strategies) for c in one.causes) for one in brief] == [
                sorted((c.title, c.confidence, c.strategies) for c in one.causes) for one in shown
            ]


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda t, of, pay: study(t), "looks into this gap already"),
        (lambda t, of, pay: study(t, "SAL_AVG"), "Gaps are not computed"),
        (lambda t, of, pay: name(t, of, "pay"), "named for the gap already"),
        (lambda t, of, pay: name(t, of, "turnover", TOMORROW), "Name a day that has come"),
        (lambda t, of, pay: name(t, of, "turnover", thought={"strategies": ("fame",)}), "there is no such strategy"),
        (lambda t, of, pay: [name(t, of, OwnCause(title)) for title in ("Bus", "bus")], "has named “bus” already"),
        (lambda t, of, pay: link(t, pay, pay), "does not feed itself"),
        (
            lambda t, of, pay: actions.say_of_cause(
                study=of, cause=pay, thought=Thought(Confidence.LOW, FALL), seen=0, by=t.member("certifier")
            ),
            "named for the gap already",
        ),
        (
            lambda t, of, pay: actions.add_evidence(
                study=study(t, "T_EXP_LT3"),
                cause=pay,
                item=Item(EvidenceKind.DATA, FALL, "So."),
                by=t.member("certifier"),
            ),
            "Name the cause for this gap first",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(cast: Cast, act: Any, why: str) -> None:
    with in_district(cast.north.id):
        of = study(cast.north)
        pay = name(cast.north, of, "pay")
        with pytest.raises(NotPossible, match=why):
            act(cast.north, of, pay)
        assert Claim.objects.filter(cause=pay).count() == 1


def test_who_may_not_adopt_strategies_says_nothing_of_causes(cast: Cast) -> None:
    with in_district(cast.north.id):
        of = study(cast.north)
        for role in ("district_steward", "school_leader"):
            with pytest.raises(PermissionDenied):
                actions.study_gap(measure="P_TURN", group="low_income", by=cast.north.member(role))
        with pytest.raises(PermissionDenied):
            name(cast.south, of, "pay")


def test_nothing_that_was_said_is_changed(cast: Cast) -> None:
    with in_district(cast.north.id):
        of = study(cast.north)
        name(cast.north, of, "pay")
        changes = [model.objects.all().update for model in (GapStudy, NamedCause, Claim)]
        for change in (*(lambda put=put: put(by_name="Somebody") for put in changes), Claim.objects.all().delete):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                change()


def test_the_agency_counts_causes_of_its_library_and_reads_nothing_else(cast: Cast) -> None:
    for tenant in (cast.north, cast.south):
        with in_district(tenant.id):
            of = study(tenant)
            name(tenant, of, "pay", kept_here=tenant is cast.south)
            name(tenant, of, "turnover")
            name(tenant, of, OwnCause("Bus"))
    with in_state(cast.agency.id):
        counted = {version.cause.key: many for version, many in districts_by_cause() if many}
        assert counted == {"pay": 1, "turnover": 2}
        assert {(one.title, one.text) for one in NamedCause.objects.all()} == {("", "")}
        for model in (GapStudy, Claim, Evidence, CauseLink):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                model.objects.count()
    with in_district(cast.south.id):
        assert {one.district_id for one in NamedCause.objects.all()} == {cast.south.id}


def test_the_library_is_written_on_and_every_version_stays(cast: Cast) -> None:
    by = cast.agency.member("program_owner")
    words = shipped_causes()[0].words
    cause = Cause.objects.get(key="working-conditions")
    with in_state(cast.agency.id):
        changed = type(words)(words.title, "Other words.", words.dimensions, words.leads_to, words.strategies)
        made = actions.write_cause(words=changed, why="Districts said so.", cause=cause, seen=1, by=by)
        for given, seen, why in ((changed, 2, "Nothing is another"), (words, 1, "another version meanwhile")):
            with pytest.raises(NotPossible, match=why):
                actions.write_cause(words=given, why="So.", cause=cause, seen=seen, by=by)
        new = type(words)("Far away", "Few live near.", ("preparation",), ("pay",), ())
        assert actions.write_cause(words=new, why="It is missing.", by=by).cause.key == "far-away"
        other = type(words)("Fame", "So.", ("preparation",), ("fame",), ())
        with pytest.raises(NotPossible, match="fame: a cause is linked"):
            actions.write_cause(words=other, why="So.", by=by)
    assert (made.version, CauseVersion.objects.filter(cause=cause).count()) == (2, 2)
