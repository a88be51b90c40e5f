"""A district's file is judged beside what the state agency sent about its schools, which is nobody else's to mend."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from districts.wall import across_districts
from monitoring.intake.models import Finding, Upload
from tests.districts.cast import Cast
from tests.intake.invented import Grid, InventedState, with_columns_moved, with_years
from tests.intake.uploading import again, check_job, checked, rules_of

SCHOOLS, CODE = 24, 1
NORTH = range(12)  # of the state's schools; the others are of South
EXCHANGED = {"English Learner %": "Low Income %", "Low Income %": "English Learner %"}


@pytest.fixture
def state() -> dict[int, Grid]:
    """What the agency would send, by year: twelve schools of North and twelve of South."""
    invented = InventedState(71, schools=SCHOOLS)
    invented.codes = [f"{10 if number in NORTH else 20:04}{number + 1:04}" for number in range(SCHOOLS)]
    return {year: invented.class_size(year) for year in (2018, 2019, 2020, 2021)}


def of_north(grid: Grid) -> Grid:
    return [grid[0], *(row for row in grid[1:] if row[CODE].startswith("0010"))]


def years_of(grids: dict[int, Grid], years: Iterable[int]) -> Grid:
    return with_years({year: grids[year] for year in years})


def told(upload: Upload, rule_id: str) -> list[str]:
    with across_districts(reason="tests"):
        return [detail["message"] for detail in Finding.objects.get(upload=upload, rule_id=rule_id).details]


def test_the_agencys_year_under_another_label_is_refused(cast: Cast, state: dict[int, Grid]) -> None:
    agencys = checked(cast.agency, years_of(state, (2018, 2019, 2020)))
    upload = checked(cast.north, with_years({2021: of_north(state[2020])}))
    assert (upload.state, rules_of(upload)) == ("refused", {"E-YEAR-COPY": 1})
    assert told(upload, "E-YEAR-COPY") == [
        "The figures of 2020-21 are those of 2019-20, as the state agency has sent them: 8 of 8 columns hold the same "
        "for every organization. Nothing of 2020-21 was taken."
    ]
    assert (agencys.state, check_job(agencys).state) == ("accepted", "done")


def test_a_true_year_is_not_blamed_for_an_accepted_one_that_repeats_it(cast: Cast, state: dict[int, Grid]) -> None:
    wrong = checked(cast.north, with_years({2021: of_north(state[2020])}))
    assert wrong.state == "accepted"  # nobody could know
    checked(cast.agency, years_of(state, (2018, 2019, 2020)))
    upload = checked(cast.north, with_years({2020: of_north(state[2020])}))
    assert (upload.state, rules_of(upload)) == ("accepted", {"I-AGENCY-FIGURES": 1})


def test_a_true_year_is_taken_with_ones_own_figures_of_the_year_that_the_agency_mislabelled(
    cast: Cast, state: dict[int, Grid]
) -> None:
    checked(cast.agency, years_of({**state, 2020: state[2021]}, (2018, 2019, 2020)))
    alone = checked(cast.north, with_years({2021: of_north(state[2021])}))
    assert (alone.state, rules_of(alone)) == ("refused", {"E-YEAR-COPY": 1})
    both = checked(cast.north, years_of({year: of_north(grid) for year, grid in state.items()}, (2020, 2021)))
    assert (both.state, rules_of(both)) == ("accepted", {"I-AGENCY-FIGURES": 1})


def test_exchanged_columns_of_a_first_file_are_seen_beside_the_agencys(cast: Cast, state: dict[int, Grid]) -> None:
    exchanged = with_years({2021: with_columns_moved(of_north(state[2021]), EXCHANGED)})
    alone = checked(cast.north, exchanged)
    assert (alone.state, rules_of(alone)) == ("accepted", {})  # nothing tells
    agencys = checked(cast.agency, years_of(state, (2018, 2019, 2020)))
    beside = checked(cast.north, [*exchanged, []])
    assert rules_of(beside) == {"E-COLUMN-EXCHANGED": 2, "I-ROWS-DIFFER": 1}
    assert (again(agencys).state, check_job(agencys).state) == ("accepted", "done")


def test_a_right_file_is_taken_beside_the_agencys_years(cast: Cast, state: dict[int, Grid]) -> None:
    checked(cast.agency, years_of(state, (2018, 2019, 2020)))
    upload = checked(cast.north, years_of({year: of_north(grid) for year, grid in state.items()}, (2020, 2021)))
    assert (upload.state, rules_of(upload)) == ("accepted", {"I-AGENCY-FIGURES": 1})
