"""The directory follows the current files: what they no longer say is gone, and each tenant's word has its reach."""

from __future__ import annotations

from typing import Any

from districts.models import District, Region, School
from districts.wall import across_districts
from tests.districts.cast import Cast
from tests.intake.uploading import checked

HEADER = [
    "org_code",
    "org_name",
    "org_type",
    "parent_org_code",
    "school_level",
    "region",
    "open_year",
    "successor_org_code",
]
NORTH, SOUTH = "00100000", "00200000"


def district(code: str, name: str, *, region: str = "", successor: str = "") -> list[Any]:
    return [code, name, "DISTRICT", "00000000", "", region, "", successor]


def school(code: str, name: str, *, region: str = "", successor: str = "") -> list[Any]:
    return [code, name, "SCHOOL", f"{code[:4]}0000", "HIGH", region, "", successor]


def regions() -> dict[str, str]:
    return dict(Region.objects.values_list("code", "name"))


def region_of(code: str) -> str | None:
    found = District.objects.select_related("region").get(org_code=code).region
    return found.name if found else None


def successors() -> dict[str, str]:
    with across_districts(reason="tests"):
        named = School.objects.exclude(successor=None)
        return dict(named.values_list("org_code", "successor__org_code"))


def test_only_the_agencys_rows_on_districts_make_regions(cast: Cast) -> None:
    took = [district(NORTH, "Northfield", region="Mine"), school("00100009", "New", region="Also mine")]
    checked(cast.north, [HEADER, *took])
    checked(
        cast.agency, [HEADER, school("00200009", "Newer", region="A school's"), district(SOUTH, "South", region="S")]
    )
    assert (regions(), region_of(NORTH), region_of(SOUTH)) == ({"S": "S"}, None, "S")


def test_a_district_names_neither_itself_nor_another(cast: Cast) -> None:
    checked(cast.north, [HEADER, district(NORTH, "The Best District", successor=SOUTH), school("00100009", "New")])
    checked(cast.agency, [HEADER, district(SOUTH, "Southport")])
    north = District.objects.get(org_code=NORTH)
    assert (north.name, north.successor_id) == ("Northfield", None)


def test_a_regions_name_follows_the_current_file(cast: Cast) -> None:
    twenty = "Central and Western "
    for name in (f"{twenty}Hills", f"{twenty}Valley"):
        checked(cast.agency, [HEADER, district(SOUTH, "Southport", region=name)])
    assert list(regions().values()) == [f"{twenty}Valley"]


def test_what_a_new_file_leaves_out_is_taken_back(cast: Cast) -> None:
    gone = school("00200001", "Southport High", successor="00200003")
    first = [
        district(SOUTH, "Southport", region="South", successor=NORTH),
        district(NORTH, "Northfield", region="North"),
    ]
    checked(cast.agency, [HEADER, *first, gone])
    south = District.objects.select_related("successor").get(org_code=SOUTH)
    assert (region_of(SOUTH), region_of(NORTH), str(south.successor)) == ("South", "North", "Northfield")
    assert successors() == {"00200001": "00200003"}
    checked(cast.agency, [HEADER, district(SOUTH, "Southport")])  # without its region; Northfield is not in it at all
    south.refresh_from_db()
    assert (region_of(SOUTH), region_of(NORTH), south.successor, successors()) == (None, None, None, {})


def test_a_districts_file_takes_back_its_own_word_and_nobody_elses(cast: Cast) -> None:
    agencys = [district(NORTH, "Northfield", region="North"), school("00100002", "Elm", successor="00100003")]
    checked(cast.agency, [HEADER, *agencys])
    checked(cast.south, [HEADER, school("00200002", "South Elementary", successor="00200003")])
    own = school("00100001", "Northfield High", successor="00100003")
    checked(cast.north, [HEADER, own])
    assert successors() == {"00100001": "00100003", "00100002": "00100003", "00200002": "00200003"}
    checked(cast.north, [HEADER, [*own[:-1], ""]])
    assert successors() == {"00100002": "00100003", "00200002": "00200003"}
    checked(cast.north, [HEADER, own])
    checked(cast.north, [HEADER, school("00100004", "Another")])
    assert (successors(), region_of(NORTH)) == ({"00100002": "00100003", "00200002": "00200003"}, "North")


def test_a_districts_file_leaves_the_years_that_the_states_roster_tells(cast: Cast) -> None:
    grades = ["PK", "K", *map(str, range(1, 13)), "SP"]
    header = ["Academic Year", "School Name", "DESE ID", *grades, "Total"]

    def listed(year: str, name: str, code: str) -> list[Any]:
        each = 9 if year == "2020-21" else 8
        return [year, name, code, *([each] * len(grades)), each * len(grades)]

    south = [listed(year, "Southport - Southport High", "00200001") for year in ("2019-20", "2020-21")]
    checked(cast.agency, [header, *south, listed("2020-21", "Northfield - Northfield High", "00100001")])
    before = opened("00100001")
    checked(cast.north, [HEADER, school("00100001", "Northfield High"), school("00100009", "New")])
    assert (before, opened("00100001")) == (2021, 2021)


def opened(code: str) -> int | None:
    with across_districts(reason="tests"):
        return School.objects.get(org_code=code).opened_year
