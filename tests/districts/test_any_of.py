"""One of many values, asked for by one parameter, finds what Django's own way of asking finds."""

import pytest

from districts.models import School
from districts.wall import across_districts
from tests.districts.cast import make_tenant

SCHOOLS = ("Alder", "Birch", "Cedar's {}", "Døgwood, 5%")


@pytest.mark.parametrize(
    "asked",
    [[], ["Birch"], ["Alder", "Alder", "Cedar's {}"], [*SCHOOLS, "none"], ["none"], ("Alder", "Døgwood, 5%")],
)
def test_it_finds_the_same_rows_as_a_list_of_parameters(db: None, asked: list[str]) -> None:
    make_tenant("00400000", "Wooded", schools=SCHOOLS)
    with across_districts(reason="tests"):
        found = set(School.objects.filter(name__any_of=asked))
        assert found == set(School.objects.filter(name__in=asked))
        assert {one.name for one in found} == set(asked) & set(SCHOOLS)
        others = School.objects.exclude(name__any_of=asked)
        assert set(others) == set(School.objects.exclude(name__in=asked))


@pytest.mark.parametrize("length", [0, 1, 60])
def test_it_is_one_parameter_whatever_the_length(db: None, length: int) -> None:
    with across_districts(reason="tests"):
        asked = [str(number) for number in range(length)]
        found = School.objects.filter(name__any_of=asked)
        _, params = found.query.sql_with_params()
        assert params == (asked,)
        assert list(found) == []
