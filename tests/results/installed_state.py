"""A state that does not exist, put into the database year by year as frozen, certified snapshots, and computed."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from bench.state_frames import Frozen, all_licenses, frozen_state
from bench.state_installed import certify, keep_year, open_state
from districts import outbox
from districts.models import District
from districts.wall import across_districts
from monitoring.intake.actions.ask_for_results import ask_for_experiences, ask_for_people
from monitoring.invented.plan import plan
from tests.results.kept import certifying_person

Years = dict[int, list[Frozen]]


def across(reason: str) -> AbstractContextManager[Any]:
    return across_districts(reason=reason)


def install_state(
    districts: int, years: int, *, waiting: int = 0, students: bool = False
) -> tuple[list[Frozen], Years]:
    """What is of no year, and the rows of each year. `waiting`: how many of the oldest years nobody has certified;
    `students`: with these and their schedules.
    """
    always, each = frozen_state(plan(districts, years=years), students=students)
    made = {max(one.grain.school_year or 0 for one in found): found for found in each}
    licenses = [one.rows for found in made.values() for one in found if one.grain.dataset == "license"]
    always = [*always, all_licenses(licenses)]
    by = certifying_person()
    with across("tests: a state"):
        open_state(always[0])
        keep_year(always[1:])
    for number, (year, found) in enumerate(sorted(made.items())):
        with across("tests: a year"):
            keep_year([one for one in found if one.grain.dataset != "license"])
            owners = list(District.objects.exclude(kind="STATE").values_list("pk", flat=True))
            certify(owners if number >= waiting else [], year, by=by)
            for owner in owners:
                ask_for_people(owner)
                if students:
                    ask_for_experiences(owner)
        outbox.run_waiting()
    return always, made
