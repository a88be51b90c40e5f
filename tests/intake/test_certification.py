"""The states of a collection, and for each of them every act: allowed, refused with the reason, or done already."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from monitoring.intake.certification.calendar import DEFAULTS, calendar_of, in_whose_hands
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.certification.facts import Act, Event, Facts, Found, InForce
from monitoring.intake.certification.standing import Standing, State, is_done, refusal, standing
from monitoring.intake.certification.steps import lock_words, next_steps
from monitoring.intake.reports.catalogue import REPORTS

OCTOBER, YEAR = COLLECTIONS["OCT"], 2025
DATES = calendar_of(YEAR)["OCT"]
IN_TIME, AFTER = dt.date(2024, 10, 20), dt.date(2024, 11, 15)
CAROL, DAVE, ERIN = 1, 2, 3
NAMES = {CAROL: "Carol Steward", DAVE: "Dave Certifier", ERIN: "Erin Analyst"}
FILES = tuple(InForce(layout, f"id-{layout}", f"hash-{layout}", 9, "u", "f.csv", 0) for layout in OCTOBER.required)
STOOD = tuple((file.layout, file.snapshot, file.content_hash) for file in FILES)
WHOLE = Facts(FILES)
WARNING = Found("student", "W-SCHEDULE-NONE", "Students without a class", 12)


def event(act: Act, person: int, **more: Any) -> Event:
    return replace(Event(act, dt.date(2024, 10, 19), NAMES[person], person, snapshots=STOOD), **more)


SUBMIT, CERTIFY, ACCEPT = event(Act.SUBMIT, CAROL), event(Act.CERTIFY, DAVE), event(Act.ACCEPT, ERIN)
WITHDRAW, RETURN = event(Act.WITHDRAW, DAVE, reason="a school is missing"), event(Act.RETURN, ERIN, reason="look again")
WINDOW = event(Act.WINDOW, ERIN, reason="two classes", until=dt.date(2024, 11, 30))
OVER = replace(WINDOW, until=dt.date(2024, 11, 14))
OTHERS = Facts((replace(FILES[0], content_hash="another"), *FILES[1:]))

# each state, with the files and acts that lead to it and the day
STATES: dict[str, tuple[Facts, list[Event], dt.date]] = {
    "open": (Facts(FILES[1:]), [], IN_TIME),
    "transmitted": (replace(WHOLE, warnings=(WARNING,)), [], IN_TIME),
    "validated": (WHOLE, [], IN_TIME),
    "withdrawn": (WHOLE, [SUBMIT, CERTIFY, WITHDRAW], IN_TIME),
    "submitted": (WHOLE, [SUBMIT], IN_TIME),
    "certified": (WHOLE, [SUBMIT, CERTIFY], IN_TIME),
    "accepted": (WHOLE, [SUBMIT, CERTIFY, ACCEPT], IN_TIME),
    "edit_window": (OTHERS, [SUBMIT, CERTIFY, ACCEPT, WINDOW], AFTER),
    "recertified": (WHOLE, [SUBMIT, CERTIFY, ACCEPT, WINDOW, CERTIFY], AFTER),
    "superseded": (OTHERS, [SUBMIT, CERTIFY, OVER], AFTER),
}

# what is said to each act in each state: `yes`, `done`, or a word of the reason; in the order of the columns
TABLE = """
#             submit   certify    withdraw     accept     return     window
open          ready    submitted  nothing      certified  certified  open
transmitted   ready    submitted  nothing      certified  certified  open
validated     yes      submitted  nothing      certified  certified  open
withdrawn     yes      submitted  done         certified  certified  open
submitted     done     yes        yes          certified  certified  itself
certified     nothing  done       yes          yes        yes        yes
accepted      nothing  window     window       done       window     yes
edit_window   nothing  yes        without      certified  certified  yes
recertified   nothing  done       window       yes        yes        yes
superseded    nothing  window     window       certified  yes        yes
"""
LINES = [line.split() for line in TABLE.splitlines() if line and not line.startswith("#")]


def how_it_stands(name: str) -> Standing:
    facts, events, today = STATES[name]
    return standing(OCTOBER, YEAR, dates=DATES, today=today, events=events, facts=facts)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_every_act_in_every_state_is_allowed_or_refused_with_its_reason(line: list[str]) -> None:
    how = how_it_stands(line[0])
    assert how.state == line[0]
    for act, expected in zip(Act, line[1:], strict=True):
        if expected == "done":
            assert is_done(how, act)
            continue
        why = refusal(how, act, person=ERIN)
        assert not is_done(how, act)
        assert (why == "") if expected == "yes" else (expected in why), (act, why)


def test_the_table_is_of_all_states() -> None:
    assert {line[0] for line in LINES} == set(STATES) == {state.value for state in State}


def test_who_certified_does_not_accept() -> None:
    assert refusal(how_it_stands("certified"), Act.ACCEPT, person=DAVE).startswith("You certified it yourself")


def test_before_it_opens_it_is_not_submitted_and_after_the_deadline_it_still_is() -> None:
    days = (dt.date(2024, 9, 30), dt.date(2024, 10, 1), dt.date(2025, 3, 1))
    asked = [standing(OCTOBER, YEAR, dates=DATES, today=day, events=[], facts=WHOLE) for day in days]
    assert [bool(refusal(how, Act.SUBMIT, person=CAROL)) for how in asked] == [True, False, False]
    assert [how.is_late for how in asked] == [False, False, True]
    assert "as soon as possible, for it was due on October 25, 2024" in str(next_steps(asked[2])[-1])


def test_a_certification_is_withdrawn_until_the_last_day_of_edits_and_not_later() -> None:
    days = (DATES.edits_until, DATES.edits_until + dt.timedelta(days=1))
    asked = [standing(OCTOBER, YEAR, dates=DATES, today=day, events=[SUBMIT, CERTIFY], facts=WHOLE) for day in days]
    assert [refusal(how, Act.WITHDRAW, person=DAVE)[:60] for how in asked] == [
        "",
        "A certification could be withdrawn until November 1, 2024. T",
    ]


def test_an_edit_window_ends_with_its_last_day_and_the_certification_stands_again_where_nothing_changed() -> None:
    events = [SUBMIT, CERTIFY, WINDOW]
    last = dt.date(2024, 11, 30)
    states = [
        standing(OCTOBER, YEAR, dates=DATES, today=day, events=events, facts=WHOLE).state
        for day in (last, last + dt.timedelta(days=1))
    ]
    assert states == [State.EDIT_WINDOW, State.CERTIFIED]


def test_a_warning_is_explained_as_long_as_the_same_is_found() -> None:
    explained = [replace(WARNING, digest="a", explained=digest) for digest in (None, "b", "", "a")]
    stages = [
        standing(OCTOBER, YEAR, dates=DATES, today=IN_TIME, events=[], facts=replace(WHOLE, warnings=(one,))).stage
        for one in explained
    ]
    assert stages == [State.TRANSMITTED] * 3 + [State.VALIDATED]


def test_it_is_said_who_does_what_next() -> None:
    faulty = Facts(
        (replace(FILES[1], errors=3), *FILES[2:]),
        cross_errors=(Found("student", "E-X", "Students who are nowhere", 1),),
        warnings=(WARNING,),
    )
    how = standing(OCTOBER, YEAR, dates=DATES, today=IN_TIME, events=[], facts=faulty)
    assert [str(step) for step in next_steps(how)] == [
        "“Staff roster” was not submitted: the data steward sends it.",
        "Work assignments, file “f.csv”, has 3 errors: the data steward sends it put right.",
        "Students who are nowhere (1 time, Students): the data steward puts right the files that do not agree.",
        "Students without a class (12 times, Students): the data steward or the certifier explains it, or a file put"
        " right is sent.",
        "The data steward submits it in time to be certified by October 25, 2024.",
    ]
    last = {name: [str(step) for step in next_steps(how_it_stands(name))][-1:] for name in STATES}
    assert last["certified"] == ["An analyst of ESE who is not Dave Certifier accepts it, or returns it with a reason."]
    assert last["edit_window"] == ["The certifier certifies it again by November 30, 2024."]
    assert last["accepted"] == []


def test_a_lock_says_why_by_whom_until_when_and_what_to_do() -> None:
    locked = {name: lock_words(how_it_stands(name)) for name in STATES}
    assert {name for name, words in locked.items() if words} == {
        *("submitted", "certified", "accepted", "recertified", "superseded")
    }
    assert locked["submitted"].startswith("It was submitted by Carol Steward on October 19, 2024.")
    assert "the certifier withdraws it by November 1, 2024" in locked["certified"]
    assert locked["superseded"].endswith("To change them, ask ESE for an edit window.")


def test_a_layout_belongs_to_the_collections_that_its_own_column_names() -> None:
    for layout in REPORTS.values():
        named = {*layout.required_in, *layout.optional_in}
        codes = set(layout.column("collection").codes) if layout.has("collection") else named
        assert (named, layout.id) == (codes, layout.id)
        assert named <= set(DEFAULTS)
    assert {name: len(one.required) for name, one in COLLECTIONS.items()} == {"OCT": 4, "MAR": 1, "EOY": 6, "FIG": 0}


def test_rows_of_the_whole_year_are_in_the_hands_of_the_last_collection_that_has_opened() -> None:
    calendar = calendar_of(YEAR)
    days = [dt.date(2024, 9, 1), dt.date(2025, 5, 31), dt.date(2025, 6, 1)]
    assert [in_whose_hands("staff_roster", "", calendar, day).id for day in days] == ["OCT", "OCT", "EOY"]
    assert in_whose_hands("work_assignment", "OCT", calendar, days[2]).id == "OCT"
    passed_on = replace(FILES[0], content_hash="of the year’s end", is_passed_on=True)
    how = standing(
        OCTOBER,
        YEAR,
        dates=DATES,
        today=days[2],
        events=[SUBMIT, CERTIFY],
        facts=Facts((passed_on, *FILES[1:])),
    )
    assert how.state is State.CERTIFIED
