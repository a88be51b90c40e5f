"""Unqualified teachers: any of four items, at the edges of each."""

from __future__ import annotations

from typing import Any

import pytest

from monitoring.analysis.people.preparation import Unqualified
from tests.analysis.people.asked import MISSING, NO, YES, Counts, sums_of
from tests.analysis.people.sent import ONE, YEAR, A, B, Row, State, employed, licensed, organization, teaches


def unqualified(measure: str, *, year: int = YEAR, licenses: list[Row], **roster: Any) -> Counts:
    """The sums of one teacher."""
    files = {"work_assignment": [teaches("ann")], "staff_roster": [employed("ann", **roster)], "license": licenses}
    return sums_of(State({(ONE, year): files}), measure, year=year)[A]


GOOD = [licensed("ann", valid_from="2010-07-01")]


@pytest.mark.parametrize(
    ("degree", "expected"),
    [("NONE", YES), ("ASSOC", YES), ("BA", NO), ("MA", NO), ("DOC", NO), (None, MISSING), ("NA", MISSING)],
)
def test_a_degree_below_a_bachelors_is_one(degree: object, expected: Counts) -> None:
    assert unqualified("T_UNQ", licenses=GOOD, highest_degree=degree) == expected
    assert unqualified("T_UNQ_DEGREE", licenses=GOOD, highest_degree=degree) == expected


@pytest.mark.parametrize(
    ("kind", "expected", "strictly"),
    [
        ("PROFESSIONAL", NO, NO),
        ("INITIAL", NO, NO),
        ("PROVISIONAL", NO, YES),
        ("TEMPORARY", YES, YES),
        ("EMERGENCY", YES, YES),
        ("WAIVER", YES, YES),
    ],
)
def test_only_a_full_license_will_do_and_a_provisional_one_but_for_the_strict_version(
    kind: str, expected: Counts, strictly: Counts
) -> None:
    held = [licensed("ann", kind=kind)]
    assert unqualified("T_UNQ", licenses=held) == expected
    assert unqualified("T_UNQ_LICENSE", licenses=held) == expected
    assert unqualified("T_UNQ_STRICT", licenses=held) == strictly


def test_who_works_under_a_waiver_beside_a_full_license_is_unqualified() -> None:
    both = [*GOOD, licensed("ann", "ENG", kind="WAIVER", valid_to="2025-06-30")]
    assert unqualified("T_UNQ", licenses=both) == YES
    assert unqualified("T_UNQ_EMERGENCY", licenses=both) == YES
    assert unqualified("T_UNQ_LICENSE", licenses=both) == NO
    last_year = [*GOOD, licensed("ann", "ENG", kind="WAIVER", valid_to="2024-06-30")]
    assert unqualified("T_UNQ", licenses=last_year) == NO


@pytest.mark.parametrize(
    ("status", "first", "last", "expected"),
    [
        ("ACTIVE", "2024-10-01", None, NO),
        ("ACTIVE", "2024-10-02", None, YES),
        ("ACTIVE", "2020-07-01", "2024-10-01", NO),
        ("ACTIVE", "2020-07-01", "2024-09-30", YES),
        ("EXPIRED", "2020-07-01", "2025-06-30", NO),
        ("EXPIRED", "2020-07-01", None, YES),
        ("REVOKED", "2020-07-01", "2029-06-30", YES),
        ("INACTIVE", "2020-07-01", "2029-06-30", YES),
    ],
)
def test_a_license_counts_if_it_holds_on_october_1(status: str, first: str, last: str | None, expected: Counts) -> None:
    held = [licensed("ann", status=status, valid_from=first, valid_to=last), licensed("bob")]
    assert unqualified("T_UNQ_LICENSE", licenses=held) == expected


def test_who_is_in_no_row_of_the_license_file_holds_none() -> None:
    assert unqualified("T_UNQ", licenses=[licensed("bob")]) == YES


def test_highly_qualified_counts_until_2015_16() -> None:
    assert unqualified("T_UNQ", year=2016, licenses=GOOD, hqt="N") == YES
    assert unqualified("T_UNQ", year=2016, licenses=GOOD, hqt="NA") == NO
    assert unqualified("T_UNQ", year=2016, licenses=GOOD, hqt=None) == MISSING
    assert unqualified("T_UNQ_HQT", year=2016, licenses=GOOD, hqt="N") == YES
    assert unqualified("T_UNQ", year=2017, licenses=GOOD, hqt="N") == NO


def test_one_item_that_is_true_is_enough_though_others_are_not_known() -> None:
    assert unqualified("T_UNQ", licenses=[licensed("bob")], highest_degree=None) == YES


def test_teachers_of_charter_schools_are_exempt_from_what_rests_on_licenses() -> None:
    files = {
        "work_assignment": [teaches("ann", A), teaches("bob", A, 0.5), teaches("bob", B, 0.5)],
        "staff_roster": [employed("ann", highest_degree="NONE"), employed("bob")],
        "license": [licensed("cem")],
    }
    state = State({(ONE, YEAR): files}, organizations=[organization(A, charter="Y"), organization(B, charter="N")])
    assert sums_of(state, "T_UNQ")[A] == (0, 0, 0, 2)
    assert sums_of(state, "T_UNQ")[ONE] == (1, 1, 0, 1)  # bob also teaches where licenses are asked for
    assert sums_of(state, "T_UNQ_DEGREE")[A] == (1, 2, 0, 0)


def test_all_schools_of_a_charter_district_are_exempt() -> None:
    files = {"work_assignment": [teaches("ann")], "staff_roster": [employed("ann")], "license": [licensed("bob")]}
    state = State({(ONE, YEAR): files}, organizations=[organization(ONE, charter="Y")])
    assert sums_of(state, Unqualified(("license",)))[A] == (0, 0, 0, 1)
