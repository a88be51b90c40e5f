"""Schools stand in the order that people expect."""

from districts.models import School
from districts.wall import across_districts
from tests.districts.cast import make_tenant

NAMES = ("School 2", "School 11 B", "School 1", "P.S. 101", "School", "School 1 Annex", "P.S. 20", "School 123456789")


def test_numbers_in_names_are_counted_not_spelled(db: None) -> None:
    make_tenant("00400000", "Numbered", schools=NAMES)
    with across_districts(reason="tests"):
        found = School.objects.filter(org_code__startswith="0040").order_by("name_in_order")
        names = list(found.values_list("name", flat=True))
    sorted_by_hand = ["P.S. 20", "P.S. 101", "School", "School 1", "School 1 Annex", "School 2", "School 11 B"]
    assert names == [*sorted_by_hand, "School 123456789"]
