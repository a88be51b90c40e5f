"""Definitions activated and retired, files corrected and certified, jobs done one by one or many at once, some of them
after failures, in any order: what comes of it is what a computation from nothing gives.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

from districts import outbox
from districts.models import District, Job, Membership
from districts.wall import across_districts, in_state
from monitoring.analysis.definitions.lifecycle import DualRun, Step
from monitoring.analysis.definitions.shipped import shipped
from monitoring.analysis.people.experience import Experience
from monitoring.analysis.people.turnover import Turnover
from monitoring.analysis.people.whereabouts import EXIT
from monitoring.definitions.actions import NotPossible
from monitoring.definitions.models import StoredDefinition
from monitoring.intake.actions.ask_for_results import ask_for_people
from monitoring.results import actions, definition_steps, known_sums
from monitoring.results.models import PartialSum, PersonYear, SummedFiles
from monitoring.results.people import adding_up, kept_sums
from monitoring.results.people.index import stale_districts
from tests.analysis.people.sent import State
from tests.definitions.analysts import analyst, drafted, like
from tests.results.people_state import compute_people, keep_dataset, keep_people, sign
from tests.results.stored import contents
from tests.results.test_people import YEAR, some_state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files"), pytest.mark.slow]
SHIPPED = {one.id: one.rule for one in shipped()}
RULES: dict[str, list[Any]] = {
    "T_EXP_LT3.1": [Experience(below=years, scope="MA_PUBLIC") for years in (2, 4, 6)],
    "T_TURN.1": [Turnover(), Turnover(to=EXIT)],
    "T_UNQ.2": [SHIPPED["T_UNQ.1"], SHIPPED["T_UNQ.2"]],
}
MEASURES = [name.partition(".")[0] for name in RULES]


class World:
    """What people do, by chance; and `breaks`: how often the sums of a district still fail."""

    def __init__(self, seed: int) -> None:
        self.chance, self.state = random.Random(seed), some_state(seed)
        self.ann, self.ben = analyst("Ann"), analyst("Ben")
        self.breaks, self.broken = 0, ""

    def activate(self) -> None:
        name = self.chance.choice(list(RULES))
        measure = name.partition(".")[0]
        years = {
            "first_year": self.chance.choice([None, YEAR - 1, YEAR]),
            "last_year": self.chance.choice([None, YEAR]),
        }
        words = (("formula", f"by chance {self.chance.random()}"),)
        one = drafted(like(name, rule=self.chance.choice(RULES[name]), words=words, **years), by=self.ann)
        self._step(measure, one.version, Step.PUT_FORWARD, by=self.ann)
        self._step(measure, one.version, Step.ACTIVATE, by=self.ben)

    def retire(self) -> None:
        if active := active_ones():
            one = self.chance.choice(active)
            self._step(one.measure, one.version, Step.RETIRE, by=self.ann)

    def _step(self, measure: str, version: int, step: Step, *, by: Membership) -> None:
        with in_state(by.district_id):
            definition_steps.take_step(measure=measure, version=version, step=step, reason="By chance.", by=by)

    def correct(self, *, signed: bool = True) -> None:
        district, year = self.chance.choice(sorted(self.state.years))
        files = self.state.years[district, year]
        if names := sorted(set(files) - {"license", "evaluation"}):
            name = self.chance.choice(names)
            files[name] = self.chance.sample(files[name], max(1, len(files[name]) - self.chance.choice([0, 1, 2])))
            keep_dataset(name, files[name], owner=district, year=year)
            if signed:
                sign(district, year)
        with across_districts(reason="tests: ask"):
            ask_for_people(District.objects.get(org_code=district).pk)

    def correct_and_not_sign(self) -> None:
        self.correct(signed=False)

    def work(self) -> None:
        """All jobs, or one, with what it takes along."""
        self.breaks, self.broken = self.chance.choice([0, 1, 2]), self.chance.choice(codes_of(self.state))
        if self.chance.random() < 0.7:
            outbox.run_waiting()
            return
        with across_districts(reason="tests: jobs"):
            waiting = list(Job.objects.filter(state__in=outbox.UNFINISHED).order_by("created_at"))
        if waiting:
            job = self.chance.choice(waiting)
            outbox.run(job_id=job.pk, district_id=job.district_id, early=True)


def codes_of(state: State) -> list[str]:
    return sorted({district for district, _ in state.years})


def active_ones() -> list[StoredDefinition]:
    with across_districts(reason="tests: look"):
        return list(StoredDefinition.objects.filter(measure__in=MEASURES, state="active"))


def sums() -> list[tuple[Any, ...]]:
    columns = ("district__org_code", "sums__school_year", "level", "org_code", "measure_id", "definition_version")
    amounts = ("unit", "numerator", "denominator", "known", "missing", "exempt", "reason")
    with across_districts(reason="tests: look"):
        return sorted(PartialSum.objects.filter(sums__is_certified=True).values_list(*columns, *amounts), key=str)


def forget_everything() -> None:
    with across_districts(reason="tests: from nothing"):
        models: tuple[Any, ...] = (*actions.TABLES, PartialSum, PersonYear, SummedFiles)
        for model in models:
            model._default_manager.all().delete()
    kept_sums._last.clear()
    known_sums._last.clear()


@pytest.fixture
def world(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> World:
    made, real = World(request.param), adding_up.sums_of

    def failing(wanted: Any, *rest: Any) -> Any:
        wanted = list(wanted)
        if made.breaks and any(one.district_code == made.broken for one in wanted):
            made.breaks -= 1
            raise ValueError
        return real(wanted, *rest)

    monkeypatch.setattr(adding_up, "sums_of", failing)
    monkeypatch.setattr(definition_steps, "standing_of", lambda *_: DualRun.CURRENT)
    return made


@pytest.mark.parametrize("world", range(3), indirect=True)
def test_in_whatever_order_it_is_what_a_computation_from_nothing_gives(world: World) -> None:
    keep_people(world.state)
    compute_people()
    acts = (world.activate, world.activate, world.retire, world.correct, world.correct_and_not_sign)
    for _ in range(10):
        try:
            world.chance.choice(acts)()
        except NotPossible:
            continue  # in the midst of another's years
        world.work()
    world.breaks = 0
    outbox.run_waiting()
    for name in MEASURES:
        its = sorted((one.as_definition() for one in active_ones() if one.measure == name), key=lambda one: one.version)
        assert not any(one.overlaps(other) for place, one in enumerate(its) for other in its[place + 1 :])
    with across_districts(reason="tests: look"):
        assert stale_districts() == []
    step_by_step = (contents(), sums())
    forget_everything()
    compute_people()
    with across_districts(reason="tests: from nothing"):
        actions.recompute(trigger="test", anew=True)
    assert (contents(), sums()) == step_by_step
