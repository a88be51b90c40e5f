"""What collections cost: counted as somebody would by hand, estimated if a district likes, told of several together."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from districts import actions as directory
from districts.audit_words import sentence_of
from districts.models import AuditEvent, Membership
from districts.wall import across_districts, in_district, in_state
from monitoring.intake.actions import NotPossible, estimate_minutes, explain_warning
from monitoring.intake.burden.cost import Cost, OnRecord, SentFile, costs_of, years_named
from monitoring.intake.burden.spread import CostOfAll, Spread, may_be_told, spread_of
from monitoring.intake.certification.calendar import calendar_of
from monitoring.intake.certification.catalogue import COLLECTIONS, LAYOUTS
from monitoring.intake.certification.facts import Act, Event
from monitoring.intake.models import Finding, MinutesEstimate, MinutesSpread, Upload
from monitoring.intake.queries.burden import costs_of_district
from monitoring.intake.queries.burden_for_ese import costs_for_ese
from monitoring.intake.tasks import sum_up_estimates
from tests.districts.cast import Cast
from tests.intake.collecting import IN_TIME, OCTOBER, YEAR, all_stand, certified, do, stands, warned

NOTHING = dict.fromkeys(("files", "refused", "rows", "mended"), 0)
CALENDARS = {year: calendar_of(year) for year in range(2023, 2028)}


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(IN_TIME, tick=False) as traveller:
        yield traveller


def slow_place(file: SentFile) -> tuple[int, str]:
    """Told step by step: which collection of which year a file is counted in."""
    if file.report not in LAYOUTS or not file.school_years:
        return file.day.year + (file.day.month >= 7), ""
    year = sorted(file.school_years)[-1]
    asking = [name for name in ("OCT", "MAR", "EOY", "FIG") if file.report in COLLECTIONS[name].layouts]
    if file.collections:
        return year, sorted(file.collections, key=lambda name: CALENDARS[year][name].opens)[-1]
    found = asking[0]
    for name in asking[1:]:
        if CALENDARS[year][name].opens <= file.day:
            found = name
    return year, found


def slow_costs(known: OnRecord) -> dict[tuple[int, str], dict[str, Any]]:
    told: dict[tuple[int, str], dict[str, Any]] = {}
    last: dict[tuple[int, str, str], SentFile] = {}
    for file in known.files:
        of = slow_place(file)
        line = told.setdefault(
            of, {"files": 0, "refused": 0, "rows": 0, "mended": 0, "names": set(), "first": file.day}
        )
        line["files"] += 1
        line["refused"] += 1 if file.is_refused else 0
        line["rows"] += file.rows
        line["first"] = min(line["first"], file.day)
        line["names"].add(file.by_name)
        before = last.get((*of, file.report)) if file.report else None
        for rule in before.errors if before else {}:
            line["mended"] += max(before.errors[rule] - file.errors.get(rule, 0), 0)  # type: ignore[union-attr]
        last[*of, file.report] = file
    for of, acts in known.acts.items():
        line = told.setdefault(of, {**NOTHING, "names": set(), "first": None})
        for act in acts:
            if act.act in (Act.SUBMIT, Act.CERTIFY, Act.WITHDRAW):
                line["names"].add(act.name)
            if act.act is Act.CERTIFY:
                line["certified"] = act.day
            if act.act in (Act.WITHDRAW, Act.RETURN):
                line["certified"] = None
    return told


def invented(chance: random.Random) -> OnRecord:
    """Files and acts as they might come, in any order of kinds."""
    day, files = dt.date(2024, 7, 1), []
    for _ in range(chance.randint(0, 40)):
        day += dt.timedelta(days=chance.randint(0, 20))
        report = chance.choice(["staff_roster", "work_assignment", "student", "metric_aggregate", "engagement", ""])
        years = chance.choice([(2025,), (2024, 2025), ()]) if report else ()
        named = chance.choice([(), ("OCT",), ("EOY",)]) if report in ("work_assignment", "student") else ()
        errors = {rule: chance.randint(1, 9) for rule in chance.sample(["E-A", "E-B", "E-C"], chance.randint(0, 3))}
        who = chance.choice(["Ann", "Ben"])
        files.append(SentFile(report, years, named, day, chance.random() < 0.2, chance.randint(0, 99), who, errors))
    acts = [
        Event(act, day + dt.timedelta(days=number), chance.choice(["Ann", "Cay"]), 1)
        for number, act in enumerate(chance.choices(list(Act), k=chance.randint(0, 6)))
    ]
    return OnRecord(files, CALENDARS, {(2025, "OCT"): acts} if acts else {})


@pytest.mark.parametrize("seed", range(60))
def test_costs_are_those_that_are_counted_step_by_step(seed: int) -> None:
    known = invented(random.Random(seed))
    assert years_named(known.files) <= CALENDARS.keys()
    found = {(one.school_year, one.collection): one for one in costs_of(known)}
    slow = slow_costs(known)
    assert found.keys() == slow.keys()
    for of, one in found.items():
        line = slow[of]
        certified_on = line.get("certified")
        days = (certified_on - line["first"]).days if certified_on and line["first"] else None
        assert (one.files, one.refused, one.rows, one.mended, one.people, one.days) == (
            *(line[name] for name in ("files", "refused", "rows", "mended")),
            *(len(line["names"]), days),
        )


def test_quartiles_are_those_between_ordered_values() -> None:
    chance = random.Random(5)
    for size in range(1, 30):
        values = [chance.randint(0, 99) for _ in range(size)]
        ordered, found = sorted(values), spread_of(values)
        slow = []
        for part in (0.25, 0.5, 0.75):
            at = part * (size - 1)
            low = ordered[int(at)]
            slow.append(low + (at - int(at)) * (ordered[min(int(at) + 1, size - 1)] - low))
        assert found is not None
        assert found.districts == size
        assert [found.low, found.median, found.high] == pytest.approx(slow)
    assert spread_of([]) is None
    assert may_be_told([]) is False


def ledger(cast: Cast) -> dict[tuple[int, str], Cost]:
    with in_district(cast.north.id):
        return {(one.school_year, one.collection): one for one in costs_of_district(cast.north.id)}


def estimate(cast: Cast, minutes: int | None, by: Membership | None = None) -> MinutesEstimate | None:
    by = by or cast.north.member("certifier")
    with in_district(cast.north.id):
        return estimate_minutes(year=YEAR, collection=OCTOBER, minutes=minutes, by=by)


def test_a_collection_of_a_district_is_counted_from_what_is_on_record(cast: Cast, clock: Any) -> None:
    with across_districts(reason="tests: files"):
        for state in ("refused", "quarantined"):
            sent: dict[str, Any] = {"file_name": state, "size": 1, "sent_by_name": "x", "received_at": timezone.now()}
            Upload.objects.create(district=cast.north.district, state=state, **sent)
    faulty = stands(cast.north, "work_assignment", "bad", errors=3)
    with across_districts(reason="tests: errors"):
        named = {"district_id": cast.north.id, "upload": faulty, "severity": "E", "details": []}
        Finding.objects.create(**named, rule_id="E-CELL-CODE", total=3)
    clock.shift(dt.timedelta(days=2))
    files = all_stand(cast.north)
    all_stand(cast.south)
    warned(files["staff_roster"], "W-EXPERIENCE-AGE", 2)
    with in_district(cast.north.id):
        by = cast.north.member("district_steward")
        warning = {"layout": "staff_roster", "rule_id": "W-EXPERIENCE-AGE"}
        for text in ("Career changers.", "Two career changers."):
            explain_warning(year=YEAR, collection=OCTOBER, **warning, text=text, by=by)
    clock.shift(dt.timedelta(days=1))
    do("submit", cast.north.member("district_steward"))
    do("certify", cast.north.member("certifier"))
    found = ledger(cast)
    assert found.keys() == {(2025, "OCT"), (2025, "")}
    october = dt.date(2024, 10, 20)
    assert found[2025, "OCT"] == Cost(
        2025,
        "OCT",
        files=5,
        refused=0,
        rows=0,
        mended=3,
        explained=1,
        people=3,
        first_file_on=october,
        certified_on=october + dt.timedelta(days=3),
        minutes=None,
    )
    assert found[2025, "OCT"].days == 3
    assert (found[2025, ""].files, found[2025, ""].refused, found[2025, ""].people) == (1, 1, 1)


def test_an_estimate_is_the_districts_own_can_be_changed_and_taken_back(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="Nothing is on record"):
        estimate(cast, 60)
    certified(cast)
    for minutes in (0, 100_001, -5):
        with pytest.raises(NotPossible, match="from 1 to 100,000"):
            estimate(cast, minutes)
    assert estimate(cast, None) is None
    assert [bool(estimate(cast, minutes)) for minutes in (60, 60, 90)] == [True, False, True]
    assert ledger(cast)[YEAR, OCTOBER].minutes == 90
    assert estimate(cast, None)
    assert ledger(cast)[YEAR, OCTOBER].minutes is None
    for member in (cast.north.member("district_admin"), cast.south.member("certifier")):
        with pytest.raises(PermissionDenied):
            estimate(cast, 70, member)
    with in_district(cast.north.id):
        told = [sentence_of(one) for one in AuditEvent.objects.filter(verb="collection.estimate").order_by("id")]
        assert MinutesEstimate.objects.count() == 3
    began = "Dave Certifier said how long 2024-25, October collection, took the district: "
    assert told == [f"{began}{what}." for what in ("60 minutes", "90 minutes", "no estimate any more")]


def districts_that_answer(minutes: list[int]) -> None:
    with across_districts(reason="tests: districts that answered"):
        for number, given in enumerate(minutes):
            one = directory.open_district(org_code=f"05{number:02d}0000", name=f"Place {number}", by=None)
            named: dict[str, Any] = {"school_year": YEAR, "collection": OCTOBER, "by_role": "certifier"}
            for said in (given + 1, given):
                MinutesEstimate.objects.create(district=one, **named, minutes=said, by_name="x")


def told_to_ese(cast: Cast) -> list[CostOfAll]:
    with in_state(cast.agency.id):
        return costs_for_ese([YEAR])


def test_ese_reads_minutes_of_five_districts_and_never_of_one(cast: Cast) -> None:
    certified(cast)
    stands(cast.south, "student")
    districts_that_answer([60, 120, 180, 240])
    assert sum_up_estimates() == 0
    whole, own = told_to_ese(cast)
    assert (whole.size, own.size, whole.minutes) == ("", "2-5", None)
    assert (whole.files, whole.days) == (Spread(2, 1.75, 2.5, 3.25), Spread(1, 0, 0, 0))
    estimate(cast, 300)
    assert sum_up_estimates() == 1
    assert sum_up_estimates() == 0
    whole, own = told_to_ese(cast)
    assert (whole.minutes, own.minutes) == (Spread(5, 120, 180, 240), None)
    estimate(cast, 5000)
    assert sum_up_estimates() == 1
    assert told_to_ese(cast)[0].minutes is None
    with in_state(cast.agency.id):
        assert MinutesSpread.objects.count() == 0


def test_no_scope_of_the_agencys_reads_a_districts_estimate(cast: Cast) -> None:
    certified(cast)
    estimate(cast, 60)
    with in_state(cast.agency.id), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        list(MinutesEstimate.objects.all())


def test_the_command_prints_a_district_or_all_together(cast: Cast) -> None:
    certified(cast)
    estimate(cast, 60)
    out = io.StringIO()
    call_command("burden", district="00100000", format="json", stdout=out)
    (line,) = json.loads(out.getvalue())
    assert (line["school_year"], line["collection"], line["files"], line["minutes"]) == ("2024-25", "OCT", 4, 60)
    out = io.StringIO()
    call_command("burden", school_year="2024-25", stdout=out)
    header, *lines = out.getvalue().splitlines()
    assert header.startswith("school_year,collection,schools_of_district,districts,files_low,files_median,files_high")
    assert lines[0] == "2024-25,OCT,,1,4.0,4.0,4.0,1,0.0,0.0,0.0,,,,"
    with pytest.raises(CommandError, match="no district has the code 1"):
        call_command("burden", district="1", stdout=out)
    with pytest.raises(CommandError, match="Nothing matches"):
        call_command("burden", school_year="2020-21", stdout=out)
