import pytest

from districts.school_year import SchoolYear, show_school_year


@pytest.mark.parametrize(
    "text", ["2020-21", "2020-2021", "2020\u201321", "2020/21", "SY2020-21", "sy 2020-21", " 2021 ", "SY2021", 2021]
)
def test_a_school_year_is_read_in_every_usual_form(text: str | int) -> None:
    assert SchoolYear.parse(text) == SchoolYear(2021)


@pytest.mark.parametrize(
    "text", ["", "21", "2020-22", "2020-20", "2020-2022", "20-21", "1850", "2020-21-22", "next year"]
)
def test_what_is_no_school_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"school year"):
        SchoolYear.parse(text)


def test_a_single_year_may_be_meant_either_way() -> None:
    assert SchoolYear.parse_both(" SY2020-21 ") == SchoolYear(2021)
    for text in ("2021", "SY 2021"):
        with pytest.raises(ValueError, match="write both"):
            SchoolYear.parse_both(text)


@pytest.mark.parametrize("ending", [1990, 1999, 2000, 2001, 2010, 2021, 2099])
def test_what_is_shown_can_be_read_back(ending: int) -> None:
    year = SchoolYear(ending)
    assert SchoolYear.parse(str(year)) == SchoolYear.parse(year.long) == year
    assert show_school_year(ending) == str(year)


def test_the_turn_of_the_century_is_written_with_two_digits() -> None:
    assert [str(SchoolYear(year)) for year in (1999, 2000, 2001)] == ["1998-99", "1999-00", "2000-01"]


def test_school_years_sort_by_time_and_count() -> None:
    years = [SchoolYear(2019), SchoolYear(2017), SchoolYear(2018)]
    assert sorted(years) == [SchoolYear(2017), SchoolYear(2017) + 1, SchoolYear(2020) - 1]
    assert list(range(SchoolYear(2017), SchoolYear(2019))) == [2017, 2018]
    assert int(SchoolYear(2021)) == 2021
