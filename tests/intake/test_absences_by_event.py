"""Absences event by event belong to the school years of their days, and stand where the end of a year asks for
attendance.
"""

from __future__ import annotations

import pytest
import time_machine

from districts.wall import in_state
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.examination import Examination, examine
from monitoring.intake.queries.collections_for_ese import handover_for_ese
from tests.districts.cast import Cast
from tests.intake.collecting import IN_TIME, YEAR, how, stands
from tests.intake.layout_cases import KEYED
from tests.intake.uploading import again, current, run_check, send

EOY = COLLECTIONS["EOY"]
HEADER = "mepid,event_date,hours,category"


def sent(*days: str) -> bytes:
    rows = [f"{number:08},{day},7.5,SICK" for number, day in enumerate(days, start=1)]
    return "\n".join([HEADER, *rows, ""]).encode()


def of(*days: str, running: int = 2026) -> Examination:
    return examine([sent(*days)], owner="00100000", pseudonyms=KEYED, running=running)


def test_a_file_over_two_school_years_is_of_both() -> None:
    found = of("2025-06-30", "2025-07-01", "2024-07-01")
    years = {grain.school_year: sorted(frame["row_number"]) for grain, frame in found.frames.items()}
    assert (found.verdict, found.years, years) == ("accepted", (2025, 2026), {2025: [2, 4], 2026: [3]})
    assert {frame["school_year"].unique().item() for frame in found.frames.values()} == {2025, 2026}


@pytest.mark.parametrize("day", ["2026-07-01", "1989-06-30"])
def test_a_day_of_a_school_year_that_is_not_taken_is_told(day: str) -> None:
    found = of("2025-10-05", day)
    (error,) = [one for one in found.findings if one.rule.severity == "E"]
    assert (found.verdict, found.rows_accepted, error.rule.id) == ("accepted_in_part", 1, "E-YEAR-RANGE")
    assert error.details["column"].to_list() == ["event_date"]


@pytest.mark.parametrize("day", ["", "soon", "2025-02-30"])
def test_a_row_without_a_day_is_told_once_and_the_others_are_taken(day: str) -> None:
    found = of("2025-10-05", day, "2025-10-06")
    assert (found.verdict, found.rows_accepted, found.years) == ("accepted_in_part", 2, (2026,))


def test_the_end_of_the_year_has_attendance_with_the_summary_or_with_events() -> None:
    others = [layout for layout in EOY.required if layout != "staff_attendance"]
    missing = {
        beside: EOY.missing([*others, beside]) for beside in ("staff_attendance", "staff_absence_event", "license")
    }
    assert missing == {"staff_attendance": [], "staff_absence_event": [], "license": ["staff_attendance"]}
    assert EOY.missing([]) == list(EOY.required)


@time_machine.travel(IN_TIME)
def test_the_collection_and_the_agency_see_that_they_came(cast: Cast) -> None:
    for layout in EOY.required:
        if layout != "staff_attendance":
            stands(cast.north, layout, collection="EOY")
    before = how(cast.north, "EOY")
    upload = send(cast.north, sent("2024-10-05"))
    assert run_check(upload)
    after = how(cast.north, "EOY")
    assert again(upload).school_years == [YEAR]
    assert current(cast.north, "staff_absence_event", YEAR).height == 1
    assert [one.facts.missing(EOY) for one in (before, after) if one.facts] == [["staff_attendance"], []]
    with in_state(cast.agency.id):
        assert handover_for_ese(cast.north.district, YEAR, "EOY").came == len(EOY.required)
