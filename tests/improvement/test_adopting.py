"""Districts take strategies up and log how they get on: what is kept, what is refused and in which words, and that
nothing that was recorded is ever another.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from districts.models import AuditEvent
from districts.wall import in_district, in_state
from monitoring.analysis.strategies.adoption import Stage
from monitoring.analysis.strategies.catalogue import shipped_strategies
from monitoring.improvement import actions
from monitoring.improvement.actions import Entry, Terms
from monitoring.improvement.models import Adoption, AdoptionStep, Progress, Strategy, StrategyVersion
from monitoring.improvement.not_possible import NotPossible
from monitoring.improvement.queries import adoptions_of_district, milestones_of, strategies_for_all
from monitoring.improvement.tasks import ship_strategies
from tests.districts.cast import Cast, Tenant

pytestmark = pytest.mark.django_db
FALL, SPRING = dt.date(2024, 9, 3), dt.date(2025, 3, 10)


def adopt(tenant: Tenant, key: str = "early-hiring", stage: Stage = Stage.ADOPTED, **terms: Any) -> Adoption:
    strategy = Strategy.objects.get(key=key)
    return actions.adopt_strategy(
        strategy=strategy, stage=stage, since=FALL, terms=Terms(**terms), by=tenant.member("equity_lead")
    )


def step(tenant: Tenant, adoption: Adoption, stage: Stage, since: dt.date = SPRING, **more: Any) -> AdoptionStep:
    terms = more.pop("terms", Terms())
    return actions.record_step(
        adoption=adoption, stage=stage, since=since, terms=terms, **more, by=tenant.member("equity_lead")
    )


def test_the_catalogue_begins_with_the_plans_four_key_strategies(cast: Cast) -> None:
    listed = strategies_for_all()
    assert [one.strategy.key for one in listed] == [one.id for one in shipped_strategies()]
    assert [one.version.title for one in listed if one.is_key] == [
        "Educator Preparation",
        "Educator Evaluation System",
        "Student Learning Experience Report",
        "Educator Evaluation Guidebook for Inclusive Practices",
    ]
    assert ship_strategies() == 0


def test_what_is_adopted_keeps_its_terms_and_leaves_an_event(cast: Cast) -> None:
    school = cast.north.schools[1].org_code
    terms: dict[str, Any] = {"schools": (school,), "measure": "T_TURN", "group": "low_income", "change": Decimal("2.5")}
    with in_district(cast.north.id):
        adopt(cast.north, **terms, by_year=2028, dollars=12_000, hours=300, objectives=("turnover",))
        (found,) = adoptions_of_district(cast.north.district)
        event = AuditEvent.objects.order_by("-number")[0]
    kept = {name: getattr(found.latest, name) for name in ("schools", "measure", "group", "change", "by_year")}
    assert kept == {**terms, "schools": [school], "by_year": 2028}
    assert (found.title, found.stage, found.since) == ("Hire earlier", Stage.ADOPTED, FALL)
    assert event.detail == {"title": "Hire earlier", "stage": "adopted", "since": "2024-09-03"}


def test_steps_follow_each_other_and_the_first_ones_stay(cast: Cast) -> None:
    with in_district(cast.north.id):
        adoption = adopt(cast.north)
        step(cast.north, adoption, Stage.IMPLEMENTING, terms=Terms(lead="Human resources"))
        step(cast.north, adoption, Stage.PAUSED, dt.date(2025, 6, 1), reason="The budget is not settled.")
        (found,) = adoptions_of_district(cast.north.district)
    assert [(one.stage, one.lead, one.reason) for one in found.steps] == [
        ("adopted", "", ""),
        ("implementing", "Human resources", ""),
        ("paused", "", "The budget is not settled."),
    ]
    assert not found.is_in_force
    assert found.stage_on(dt.date(2025, 5, 31)) is Stage.IMPLEMENTING


@pytest.mark.parametrize(
    ("stage", "since", "more", "why"),
    [
        (Stage.SUSTAINED, SPRING, {}, "What is adopted cannot be sustained next."),
        (Stage.ENDED, SPRING, {"reason": " "}, "Say why it is ended"),
        (Stage.IMPLEMENTING, dt.date(2024, 9, 2), {}, "It was first taken up on September 3, 2024"),
        (Stage.IMPLEMENTING, localdate() + dt.timedelta(1), {}, "name a day that is not in the future"),
        (Stage.IMPLEMENTING, SPRING, {"seen": 0}, "Somebody has recorded another step meanwhile"),
        (Stage.IMPLEMENTING, SPRING, {"terms": Terms(schools=("00200001",))}, "00200001: no such school"),
        (Stage.IMPLEMENTING, SPRING, {"terms": Terms(measure="T_TURN")}, "name both, or neither"),
        (Stage.IMPLEMENTING, SPRING, {"terms": Terms(measure="SAL_AVG", group="low_income")}, "gaps are not computed"),
        (Stage.IMPLEMENTING, SPRING, {"terms": Terms(change=Decimal(1))}, "Name the gap"),
        (Stage.IMPLEMENTING, SPRING, {"terms": Terms(objectives=("fame",))}, "there is no such objective"),
    ],
)
def test_a_step_that_cannot_be_is_refused_and_says_why(
    cast: Cast, stage: Stage, since: dt.date, more: dict[str, Any], why: str
) -> None:
    with in_district(cast.north.id):
        adoption = adopt(cast.north)
        with pytest.raises(NotPossible) as refused:
            step(cast.north, adoption, stage, since, **more)
        assert AdoptionStep.objects.filter(adoption=adoption).count() == 1
    assert why in str(refused.value)


def test_a_strategy_is_taken_up_once_until_it_has_ended(cast: Cast) -> None:
    with in_district(cast.north.id):
        adoption = adopt(cast.north)
        with pytest.raises(NotPossible, match="has this strategy already"):
            adopt(cast.north)
        step(cast.north, adoption, Stage.ENDED, reason="It did not help.")
        with pytest.raises(NotPossible, match="It has ended"):
            step(cast.north, adoption, Stage.ENDED, reason="Once more.")
        assert adopt(cast.north).number == 2


def test_numbers_of_districts_are_their_own(cast: Cast) -> None:
    for tenant in (cast.north, cast.south):
        with in_district(tenant.id):
            assert adopt(tenant).number == 1


def test_who_may_not_adopt_does_not(cast: Cast) -> None:
    with in_district(cast.north.id):
        for role in ("district_steward", "school_leader"):
            with pytest.raises(PermissionDenied):
                actions.adopt_strategy(
                    strategy=Strategy.objects.all()[0],
                    stage=Stage.ADOPTED,
                    since=FALL,
                    terms=Terms(),
                    by=cast.north.member(role),
                )
        with pytest.raises(PermissionDenied):
            adopt(cast.south)


def test_neither_the_district_nor_the_agency_changes_what_was_recorded(cast: Cast) -> None:
    with in_district(cast.north.id):
        adoption = adopt(cast.north)
        actions.log_progress(adoption=adoption, entry=Entry(FALL, "on_track"), by=cast.north.member("equity_lead"))
        for rows in (AdoptionStep.objects.all(), Progress.objects.all()):
            for change in (lambda: rows.update(by_name="Somebody"), rows.delete):  # noqa: B023 - called at once
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    change()
    with (
        in_state(cast.agency.id),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        StrategyVersion.objects.update(title="Something else")


def test_milestones_are_settled_once_by_an_entry_of_the_log(cast: Cast) -> None:
    by = cast.north.member("certifier")
    with in_district(cast.north.id):
        adoption, other = adopt(cast.north), adopt(cast.north, "working-conditions")
        first = actions.set_milestone(adoption=adoption, title="Vacancies are known", due=SPRING, by=by)
        actions.set_milestone(adoption=adoption, title="Offers are made", due=dt.date(2025, 4, 1), by=by)
        reached = Entry(SPRING, "on_track", 2, milestone=first, outcome="reached")
        made = actions.log_progress(adoption=adoption, entry=reached, by=by)
        for entry, of, why in (
            (reached, adoption, "“Vacancies are known” is settled already."),
            (Entry(SPRING, "on_track", milestone=first, outcome="given_up"), other, "belongs to another strategy"),
            (Entry(SPRING, "on_track", outcome="reached"), adoption, "Say which milestone it is."),
            (Entry(localdate() + dt.timedelta(1), "behind"), adoption, "a day that has come"),
        ):
            with pytest.raises(NotPossible, match=why):
                actions.log_progress(adoption=of, entry=entry, by=by)
        now = milestones_of(adoption)
    assert [(one.milestone.title, one.settled) for one in now] == [
        ("Vacancies are known", made),
        ("Offers are made", None),
    ]
    assert now[1].is_late(dt.date(2025, 4, 2))


def test_the_agency_reads_what_a_district_does_not_keep_to_itself(cast: Cast) -> None:
    by = cast.north.member("equity_lead")
    with in_district(cast.north.id):
        adoption = adopt(cast.north)
        for kept_here in (False, True):
            entry = Entry(SPRING, "stuck", 1, text="Three mentors have left.", kept_here=kept_here)
            actions.log_progress(adoption=adoption, entry=entry, by=by)
    with in_state(cast.agency.id):
        assert [one.kept_here for one in Progress.objects.all()] == [False]
        assert Adoption.objects.count() == 1
    with in_district(cast.south.id):
        assert (Progress.objects.count(), Adoption.objects.count()) == (0, 0)
