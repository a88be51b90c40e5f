"""A value is followed to the rows of every file that it rests on, inside its district."""

from __future__ import annotations

from typing import Any

import pytest

from districts.models import District
from districts.org_code import STATE_CODE
from districts.wall import in_district, in_state
from monitoring.results.models import DistrictValue, SchoolValue
from monitoring.results.queries import provenance_for
from tests.analysis.people.sent import ONE, A, B, employed, licensed, teaches
from tests.results.people_state import compute_people, keep_dataset, keep_people, open_places
from tests.results.test_people import PEOPLE, YEAR, quiet_state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def told(measure: str, school: str | None = A) -> dict[tuple[str, int | None], tuple[int, ...]]:
    """By dataset and year the rows of which the district is told; without a school, of its own value."""
    with in_district(District.objects.get(org_code=ONE).pk):
        origins = provenance_for(_value(measure, school)).origins
        return {(one.dataset, one.school_year): one.rows for one in origins}


def _value(measure: str, school: str | None) -> SchoolValue | DistrictValue:
    of = {"measure": measure, "school_year": YEAR, "window": "1", "district__org_code": ONE}
    if school is None:
        return DistrictValue.objects.get(**of)
    return SchoolValue.objects.get(**of, school__org_code=school)


def state_with_courses(*, licenses_of: str) -> None:
    """Teachers of two courses at two schools; who stands first on the roster had left before October."""
    state = quiet_state()
    for key, files in state.years.items():
        files["work_assignment"] = [
            {**row, "course_code": "X" if row["mepid"] in PEOPLE[:2] else "Y"} for row in files["work_assignment"]
        ]
        if key == (ONE, YEAR):
            gone = {"exit_reason": "03", "exit_date": f"{YEAR - 1}-09-15"}
            files["work_assignment"].insert(0, teaches("gone", A, course_code="X"))
            files["staff_roster"].insert(0, employed("gone", "07", **gone))
            files["climate_survey"] = [survey(A), survey(B), survey(A)]
    courses = (("Z", "ALL"), ("Y", "ALL"), ("X", "ALL"), ("X", "07"))
    state.course_crosswalk = [{"course_code": name, "grade": grade, "field_codes": "MATH"} for name, grade in courses]
    open_places(state.organizations)
    keep_dataset("license", [licensed(who) for who in reversed(PEOPLE[:8])], owner=licenses_of, year=None)
    keep_people(state)
    compute_people()


def survey(org: str) -> dict[str, Any]:
    counts = {"favourable": 4, "respondents": 8, "eligible": 9}
    return {"org_code": org, "item_code": "q", **counts}


def test_out_of_field_is_followed_to_the_rows_of_assignments_roster_licenses_and_courses() -> None:
    state_with_courses(licenses_of=ONE)
    at_work = (2, 3, 4, 5, 6)  # with who had left
    assert told("T_OOF") == {
        ("work_assignment", YEAR): at_work,
        ("staff_roster", YEAR): at_work,
        ("license", None): (6, 7, 8, 9),
        ("course_crosswalk", None): (3, 4, 5),
    }
    assert told("T_OOF", None)["license", None] == tuple(range(2, 10))
    assert told("T_OOF", B)["course_crosswalk", None] == (3,)
    keep_dataset("license", [licensed("gone"), licensed("somebody else")], owner=ONE, year=None)
    compute_people(ONE)
    with in_district(District.objects.get(org_code=ONE).pk):
        found = provenance_for(_value("T_OOF", B)).origins
        assert {one.dataset for one in found if one.has_none} == {"license"}
    with in_district(District.objects.get(org_code=ONE).pk):
        for measure in ("P_EXP_LT3", "T_ABS_GT10"):  # of principals, of whom there is none; of what was not submitted
            found = provenance_for(_value(measure, A)).origins
            assert [one.dataset for one in found if one.has_none] == ["staff_roster", "work_assignment"]
        found = provenance_for(_value("T_OOF", None), tells_rows=False).origins
        assert [one.dataset for one in found if one.has_none] == []
    assert told("T_SATIS") == {("climate_survey", YEAR): (2, 4)}
    assert told("T_SATIS", None) == {("climate_survey", YEAR): (2, 3, 4)}
    with in_state(District.objects.get(org_code=STATE_CODE).pk):
        seen = provenance_for(_value("T_OOF", A)).origins
        assert {(one.dataset, one.file_name, one.rows) for one in seen} == {
            ("work_assignment", "", ()),
            ("staff_roster", "", ()),
            ("license", "", ()),
            ("course_crosswalk", "course_crosswalk None.csv", ()),
        }


@pytest.mark.slow
def test_of_licenses_that_the_agency_lends_no_row_is_told_and_the_page_can_say_why() -> None:
    state_with_courses(licenses_of=STATE_CODE)
    found = told("T_OOF")
    assert (found["license", None], found["course_crosswalk", None]) == ((), (3, 4, 5))
    with in_district(District.objects.get(org_code=ONE).pk):
        origins = {one.dataset: one for one in provenance_for(_value("T_OOF", A)).origins}
    assert {name: one.is_of_others_too for name, one in origins.items()} == {
        "license": True,
        "course_crosswalk": False,
        "work_assignment": False,
        "staff_roster": False,
    }


@pytest.mark.slow
def test_after_a_newer_crosswalk_each_value_is_followed_to_the_rows_of_the_one_that_made_it() -> None:
    state_with_courses(licenses_of=ONE)
    rows = [{"course_code": name, "grade": "ALL", "field_codes": "MATH"} for name in ("X", "Y")]
    keep_dataset("course_crosswalk", rows, owner=STATE_CODE, year=None)
    compute_people(STATE_CODE)
    assert told("T_OOF")["course_crosswalk", None] == (3, 4, 5)  # no figure is another, so it stays as certified
    keep_dataset("course_crosswalk", [{**row, "field_codes": "ART"} for row in rows], owner=STATE_CODE, year=None)
    compute_people(STATE_CODE)
    assert told("T_OOF")["course_crosswalk", None] == (2, 3)
