"""Definitions in the database: who may do what to them, what is kept of it, and that nothing half done stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from districts.models import AuditEvent, Membership
from districts.wall import across_districts, in_state
from monitoring.analysis.definitions.definition import About, State
from monitoring.analysis.definitions.in_force import shipped_in_force
from monitoring.analysis.definitions.lifecycle import DualRun, Step
from monitoring.analysis.definitions.shipped import shipped
from monitoring.analysis.people.absence import DaysAbsent
from monitoring.analysis.people.ratings import Rated
from monitoring.definitions import actions, queries
from monitoring.definitions.models import DefinitionAct, StoredDefinition
from monitoring.definitions.tasks import ship_definitions
from tests.definitions.analysts import analyst, as_agency, drafted, like
from tests.districts.cast import Cast

pytestmark = pytest.mark.django_db
TWELVE = {"rule": DaysAbsent(more_than=12, expected_at_least=90), "first_year": 2026}


@pytest.fixture
def ann() -> Membership:
    return analyst("Ann")


@pytest.fixture
def ben() -> Membership:
    return analyst("Ben")


def step(version: int, name: Step, *, by: Membership, measure: str = "T_ABS_GT10", **given: Any) -> StoredDefinition:
    given.setdefault("dual_run", DualRun.CURRENT)
    with as_agency(by):
        return actions.take_step(measure=measure, version=version, step=name, by=by, **given)[0]


def refused(version: int, name: Step, *, by: Membership, measure: str = "T_ABS_GT10", **given: Any) -> list[str]:
    with pytest.raises(actions.NotPossible) as why:
        step(version, name, by=by, measure=measure, **given)
    return [one.code for one in why.value.refusals]


def verbs() -> list[str]:
    with across_districts(reason="tests: look"):
        return [one.verb for one in AuditEvent.objects.filter(verb__startswith="definition").order_by("number")]


def test_what_the_program_ships_is_there_from_the_first_and_comes_once() -> None:
    with across_districts(reason="tests: look"):
        assert {one.as_definition() for one in StoredDefinition.objects.all()} == set(shipped())
        assert {one.by_name for one in DefinitionAct.objects.all()} == {"equityplan"}
    assert ship_definitions() == 0
    found = {(one.id, one.definition_hash) for one in queries.in_force().definitions}
    assert found == {(one.id, one.definition_hash) for one in shipped_in_force().in_year(2016)} | {
        (one.id, one.definition_hash) for one in shipped_in_force().in_year(2017)
    }


def test_a_hash_that_is_kept_is_made_of_what_is_kept(ann: Membership) -> None:
    drafted(like("T_ABS_GT10.1", **TWELVE), by=ann)
    with across_districts(reason="tests: look"):
        for one in StoredDefinition.objects.all():
            assert one.as_definition().definition_hash == one.definition_hash


def test_a_version_that_is_shipped_later_waits_where_its_years_are_taken(ann: Membership, ben: Membership) -> None:
    """Stored as a draft: people decide whether it takes the place of what they have made active."""
    drafted(like("T_SATIS.1", first_year=2020), by=ann)
    step(2, Step.PUT_FORWARD, by=ann, measure="T_SATIS")
    step(2, Step.ACTIVATE, by=ben, measure="T_SATIS")
    with across_districts(reason="tests: as before it was shipped"):
        old = StoredDefinition.objects.get(measure="T_UNQ", version=2)
        StoredDefinition.objects.filter(measure="T_UNQ", version=1).update(last_year=None)
        StoredDefinition.objects.filter(pk=old.pk).update(version=9, state="draft", was_active=False)
    assert ship_definitions() == 1
    with across_districts(reason="tests: look"):
        assert StoredDefinition.objects.get(measure="T_UNQ", version=2).state == State.DRAFT


def test_what_a_shipped_draft_counts_stays_for_published_figures_go_by_it(ann: Membership) -> None:
    other = replace(like("T_EVAL_HIGH.1"), rule=Rated(ratings=("P", "E")))
    with as_agency(ann):
        with pytest.raises(actions.NotPossible, match="draft a version after it"):
            actions.change_draft(content=other, by=ann)
        later = actions.change_draft(content=like("T_EVAL_HIGH.1"), by=ann)  # another day of review
    assert later.review_date == localdate() + dt.timedelta(days=365)


def test_a_draft_is_withdrawn_with_a_reason_and_stays_on_record(ann: Membership, ben: Membership) -> None:
    drafted(like("T_ABS_GT10.1", **TWELVE), by=ann)
    assert refused(2, Step.WITHDRAW, by=ben) == ["reason"]
    assert refused(1, Step.WITHDRAW, by=ben, measure="T_EVAL_LOW", reason="No.") == ["shipped"]
    assert step(2, Step.WITHDRAW, by=ben, reason="It was meant for another measure.").state == "withdrawn"
    for name in (Step.PUT_FORWARD, Step.TAKE_UP, Step.ACTIVATE):
        assert "state" in refused(2, name, by=ben)
    with as_agency(ann):
        act = queries.histories_for_ese("T_ABS_GT10")[2].acts[-1]
        assert (act.done, act.text) == ("withdrew it", "It was meant for another measure.")
        assert queries.definitions_for_ese()[-1].key == ("T_ABS_GT10", 2)
    assert verbs()[-1] == "definition.withdraw"
    assert drafted(like("T_ABS_GT10.1", **TWELVE), by=ann).version == 3


def test_who_changes_anothers_draft_is_named_beside_them_and_neither_activates_it(
    ann: Membership, ben: Membership
) -> None:
    drafted(like("T_ABS_GT10.1", **TWELVE), by=ann)
    with as_agency(ben):
        for text in ("A law.", "Another law."):
            changed = like("T_ABS_GT10.1", **TWELVE, version=2, rationale=text)
            assert actions.change_draft(content=changed, by=ben).author == "Ann, Ben"
    step(2, Step.PUT_FORWARD, by=(cleo := analyst("Cleo")))
    for by in (ann, ben, cleo):
        assert refused(2, Step.ACTIVATE, by=by) == ["same_person"]
    assert step(2, Step.ACTIVATE, by=analyst("Dora")).checker == "Dora"


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(2012, 6, 30)])
def test_evidence_is_of_a_day_on_which_there_were_ratings(ann: Membership, day: dt.date) -> None:
    with as_agency(ann):
        of: dict[str, Any] = {"measure": "T_EVAL_LOW", "version": 1, "about": About.TRUST, "text": "A study."}
        with pytest.raises(actions.NotPossible, match="not before 2012-13"):
            actions.put_on_record(**of, day=day, by=ann)
        actions.put_on_record(**of, day=dt.date(2012, 7, 1), by=ann)


def test_from_draft_to_active_and_retired_with_everybody_on_record(ann: Membership, ben: Membership) -> None:
    made = drafted(like("T_ABS_GT10.1", **TWELVE), by=ann)
    assert (made.version, made.author, made.state, made.was_active) == (2, "Ann", "draft", False)
    step(2, Step.PUT_FORWARD, by=ann)
    step(2, Step.ACTIVATE, by=ben)
    with as_agency(ann):
        one, two = (history.stored for history in queries.histories_for_ese("T_ABS_GT10").values())
    assert (two.state, two.checker, two.was_active) == ("active", "Ben", True)
    assert (one.state, one.last_year) == ("active", 2025)
    step(2, Step.RETIRE, by=ann, reason="It was too wide.")
    with as_agency(ann):
        history = queries.histories_for_ese("T_ABS_GT10")
    assert [(act.act, act.by_name, act.text) for act in history[2].acts] == [
        ("draft", "Ann", ""),
        ("put_forward", "Ann", ""),
        ("activate", "Ben", ""),
        ("retire", "Ann", "It was too wide."),
    ]
    assert [(act.act, act.text) for act in history[1].acts[1:]] == [
        ("end", "Version 2 takes its place."),
        ("activate", "Version 2 is retired."),
    ]
    assert verbs() == [
        "definition.draft",
        "definition.put_forward",
        "definition.end",
        "definition.activate",
        "definition.activate",
        "definition.retire",
    ]
    again = queries.in_force().of("T_ABS_GT10", 2026)
    assert again is not None
    assert (again.version, again.last_year) == (1, None)


def test_what_a_retirement_leaves_without_a_version_is_told(ann: Membership, ben: Membership) -> None:
    drafted(like("T_ABS_GT10.1", **TWELVE), by=ann)
    step(2, Step.PUT_FORWARD, by=ann)
    step(2, Step.ACTIVATE, by=ben)
    told = []
    with as_agency(ann):
        for version in (2, 1):
            given: dict[str, Any] = {
                "measure": "T_ABS_GT10",
                "version": version,
                "step": Step.RETIRE,
                "reason": "No longer asked.",
            }
            before = queries.histories_for_ese("T_ABS_GT10")
            told.append([one.text for one in queries.returned_by(before, before[version].definition)])
            assert [one.text for one in actions.take_step(**given, by=ann)[1]] == told[-1]
    assert told[0] == ["Version 1 then holds again (all school years)."]
    assert told[1] == ["No version then holds in its years (all school years): there are no figures of them."]
    assert queries.in_force().of("T_ABS_GT10", 2026) is None


def put_in_force(ann: Membership, ben: Membership, like_this: str, **other: Any) -> int:
    version = drafted(like(like_this, **other), by=ann).version
    measure = like_this.partition(".")[0]
    step(version, Step.PUT_FORWARD, by=ann, measure=measure)
    step(version, Step.ACTIVATE, by=ben, measure=measure)
    return version


def years_in_force(measure: str) -> list[tuple[int, int | None, int | None]]:
    active = [one for one in queries.in_force().definitions if one.measure_id == measure and one.state is State.ACTIVE]
    return sorted((one.version, one.first_year, one.last_year) for one in active)


def test_versions_come_back_with_the_years_that_they_had(ann: Membership, ben: Membership) -> None:
    shipped_years = [(1, None, 2016), (2, 2017, None)]
    assert years_in_force("T_UNQ") == shipped_years
    put_in_force(ann, ben, "T_UNQ.2", first_year=2015)
    assert years_in_force("T_UNQ") == [(1, None, 2014), (3, 2015, None)]
    step(3, Step.RETIRE, by=ann, measure="T_UNQ", reason="Too wide.")
    assert years_in_force("T_UNQ") == shipped_years


def test_years_that_another_version_has_taken_meanwhile_stay_with_it(ann: Membership, ben: Membership) -> None:
    put_in_force(ann, ben, "T_UNQ.2", first_year=2015)
    put_in_force(ann, ben, "T_UNQ.2", first_year=2019)
    assert years_in_force("T_UNQ") == [(1, None, 2014), (3, 2015, 2018), (4, 2019, None)]
    step(3, Step.RETIRE, by=ann, measure="T_UNQ", reason="Too wide.")
    assert years_in_force("T_UNQ") == [(1, None, 2016), (2, 2017, 2018), (4, 2019, None)]


def test_a_version_that_was_looked_at_meanwhile_comes_back_and_one_that_was_retired_by_hand_does_not(
    ann: Membership, ben: Membership
) -> None:
    put_in_force(ann, ben, "T_ABS_GT10.1", rule=DaysAbsent(more_than=12))
    with as_agency(ann):
        actions.note_dual_run(measure="T_ABS_GT10", version=1, by=ann)
    step(2, Step.RETIRE, by=ann, reason="Too wide.")
    assert years_in_force("T_ABS_GT10") == [(1, None, None)]
    step(1, Step.RETIRE, by=ann, reason="Version 3 takes its place.")
    put_in_force(ann, ben, "T_ABS_GT10.1", rule=DaysAbsent(more_than=15), words=(("formula", "15 days / all"),))
    step(3, Step.RETIRE, by=ann, reason="Too narrow.")
    assert years_in_force("T_ABS_GT10") == []


@pytest.mark.parametrize(
    "changed",
    [
        {**TWELVE, "rule": DaysAbsent(more_than=15)},
        {**TWELVE, "first_year": 2020},
        {**TWELVE, "rationale": "Another law."},
        {**TWELVE, "words": (("why", "So that it is known."), ("formula", "12 days / all"))},
    ],
)
def test_nobody_activates_what_was_changed_since_they_looked(
    changed: dict[str, Any], ann: Membership, ben: Membership
) -> None:
    seen = drafted(like("T_ABS_GT10.1", **TWELVE), by=ann).as_definition().seen
    with as_agency(ann):
        other = like("T_ABS_GT10.1", **changed, version=2)
        now = actions.change_draft(content=other, by=ann).as_definition().seen
    step(2, Step.PUT_FORWARD, by=ann)
    assert refused(2, Step.ACTIVATE, by=ben, seen=seen) == ["seen"]
    assert step(2, Step.ACTIVATE, by=ben, seen=now).state == "active"


def test_who_put_forward_or_recorded_evidence_is_no_second_person(ann: Membership, ben: Membership) -> None:
    with across_districts(reason="tests: look"):
        StoredDefinition.objects.filter(measure="T_EVAL_LOW").update(review_date="2030-01-01")
    for about, by in zip(About, (ann, ann, ben), strict=True):
        with as_agency(by):
            actions.put_on_record(
                measure="T_EVAL_LOW", version=1, about=about, text="A study of 2025.", day=localdate(), by=by
            )
    step(1, Step.PUT_FORWARD, by=(cleo := analyst("Cleo")), measure="T_EVAL_LOW")
    for by in (ann, ben, cleo):
        assert refused(1, Step.ACTIVATE, by=by, measure="T_EVAL_LOW") == ["same_person"]
    assert step(1, Step.ACTIVATE, by=analyst("Dora"), measure="T_EVAL_LOW").state == "active"


def test_nobody_activates_what_they_have_written_or_changed(ann: Membership, ben: Membership) -> None:
    drafted(like("T_ABS_GT10.1", **TWELVE), by=ann)
    with as_agency(ben):
        changed = like("T_ABS_GT10.1", **{**TWELVE, "rule": DaysAbsent(more_than=15)})
        actions.change_draft(content=replace(changed, version=2), by=ben)
        actions.change_draft(content=replace(changed, version=2), by=ann)  # the same: it changes nothing
    step(2, Step.PUT_FORWARD, by=ann)
    assert refused(2, Step.ACTIVATE, by=ann) == ["same_person"]
    assert refused(2, Step.ACTIVATE, by=ben) == ["same_person"]
    assert step(2, Step.ACTIVATE, by=analyst("Cleo")).checker == "Cleo"
    assert verbs().count("definition.change") == 1


def test_what_is_refused_leaves_no_trace(ann: Membership, ben: Membership) -> None:
    drafted(like("T_ABS_GT10.1", rule=DaysAbsent(more_than=12), first_year=2018, last_year=2020), by=ann)
    step(2, Step.PUT_FORWARD, by=ann)
    before = verbs()
    assert refused(2, Step.ACTIVATE, by=ben, dual_run=DualRun.NONE) == ["dual_run", "overlap"]
    assert refused(2, Step.RETIRE, by=ben, reason="x") == ["state"]
    assert refused(1, Step.PUT_FORWARD, by=ben) == ["state"]
    assert verbs() == before
    with as_agency(ann):
        assert [one.stored.state for one in queries.histories_for_ese("T_ABS_GT10").values()] == [
            "active",
            "validating",
        ]


def test_what_was_put_forward_is_changed_no_more(ann: Membership) -> None:
    drafted(like("T_ABS_GT10.1", **TWELVE), by=ann)
    step(2, Step.PUT_FORWARD, by=ann)
    for version in (1, 2):
        with as_agency(ann), pytest.raises(actions.NotPossible, match="only a draft can be changed"):
            actions.change_draft(content=replace(like("T_ABS_GT10.1", **TWELVE), version=version), by=ann)


def test_a_retired_version_comes_back_by_another_person(ann: Membership, ben: Membership) -> None:
    whole = like("T_ABS_GT10.1", rule=DaysAbsent(more_than=12))
    drafted(whole, by=ann)
    step(2, Step.PUT_FORWARD, by=ann)
    step(2, Step.ACTIVATE, by=ben)  # takes all years: the first version is retired by it
    with across_districts(reason="tests: its review is past"):
        StoredDefinition.objects.filter(measure="T_ABS_GT10", version=1).update(review_date="2030-01-01")
    assert step(1, Step.ACTIVATE, by=ann).state == "active"
    with as_agency(ann):
        states = [one.stored.state for one in queries.histories_for_ese("T_ABS_GT10").values()]
    assert states == ["active", "retired"]


def test_ratings_go_active_with_evidence_of_all_three_kinds_alone(ann: Membership, ben: Membership) -> None:
    with across_districts(reason="tests: look"):
        StoredDefinition.objects.filter(measure="T_EVAL_LOW").update(review_date="2030-01-01")
    step(1, Step.PUT_FORWARD, by=ann, measure="T_EVAL_LOW")
    for about in About:
        assert f"evidence_{about}" in refused(1, Step.ACTIVATE, by=ben, measure="T_EVAL_LOW")
        with as_agency(ann):
            actions.put_on_record(
                measure="T_EVAL_LOW", version=1, about=about, text="A study of 2025.", day=localdate(), by=ann
            )
    assert step(1, Step.ACTIVATE, by=ben, measure="T_EVAL_LOW").state == "active"
    assert queries.in_force().reads_ratings


def test_evidence_has_words_a_day_that_is_past_and_ratings_that_it_is_of(ann: Membership) -> None:
    tomorrow = localdate() + dt.timedelta(days=1)
    given: list[tuple[str, str, dt.date, list[str]]] = [
        ("T_EVAL_LOW", " ", tomorrow, ["text", "day"]),
        ("T_TURN", "A study.", localdate(), ["rule", "state"]),
    ]
    for measure, text, day, expected in given:
        with as_agency(ann), pytest.raises(actions.NotPossible) as why:
            actions.put_on_record(measure=measure, version=1, about=About.TRUST, text=text, day=day, by=ann)
        assert [one.code for one in why.value.refusals] == expected


def test_what_is_promised_waits_until_its_day_by_a_second_persons_act_and_is_taken_up(
    ann: Membership, ben: Membership
) -> None:
    due = localdate() + dt.timedelta(days=90)
    drafted(like("T_EXAM.1", state=State.DRAFT), by=ann)
    assert refused(2, Step.PUT_OFF, by=ann, measure="T_EXAM", due=due) == ["same_person"]
    assert refused(2, Step.PUT_OFF, by=ben, measure="T_EXAM") == ["due"]
    assert [one.version for one in queries.versions_for_everybody("T_EXAM")] == [1]
    assert step(2, Step.PUT_OFF, by=ben, measure="T_EXAM", due=due).due == due
    assert [one.version for one in queries.versions_for_everybody("T_EXAM")] == [1, 2]
    taken = step(2, Step.TAKE_UP, by=ann, measure="T_EXAM")
    assert (taken.state, taken.due) == ("draft", None)


def test_only_an_analyst_in_the_agencys_own_scope_writes(cast: Cast, ann: Membership) -> None:
    content = like("T_ABS_GT10.1", **TWELVE)
    others = [(cast.agency, "district_admin"), (cast.north, "district_admin"), (cast.north, "certifier")]
    for tenant, role in others:
        with in_state(cast.agency.id), pytest.raises(PermissionDenied):
            actions.draft_definition(content=content, by=tenant.member(role))
    with pytest.raises(PermissionDenied):
        actions.draft_definition(content=content, by=ann)


def test_the_database_refuses_what_makes_no_sense() -> None:
    wrong: list[dict[str, Any]] = [
        {"first_year": 2020, "last_year": 2019},
        {"state": "pending", "due": None},
        {"due": "2030-01-01"},
        {"was_active": False},
        {"version": 2},
    ]
    for fields in wrong:
        with across_districts(reason="tests: try"), pytest.raises(IntegrityError), transaction.atomic():
            StoredDefinition.objects.filter(measure="T_UNQ", version=1).update(**fields)


def test_reads_take_a_fixed_number_of_queries(ann: Membership, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        queries.in_force()
    with django_assert_num_queries(1):
        queries.versions_for_everybody("T_UNQ")
    with as_agency(ann):
        with django_assert_num_queries(1):
            queries.definitions_for_ese()
        with django_assert_num_queries(2):
            queries.histories_for_ese("T_UNQ")
