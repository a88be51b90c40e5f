"""Who is at the ends of a stored gap, and what each adds to it, against the stored rows themselves."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from districts.wall import across_districts, in_district
from monitoring.results.models import DistrictGap, DistrictValue, SchoolBand, SchoolValue, StateGap
from monitoring.results.page_queries import explorer
from monitoring.results.page_queries.explorer import all_at_the_ends, at_the_ends_for_members, page_of_the_ends

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("computed")]

# Between which schools and over which years a school's own figure may be a part of the sums, or not be all of it.
EXACT = {"window": "1", "difference__isnull": False}


def some_gaps(model: Any, **which: Any) -> list[Any]:
    return list(model.objects.filter(difference__isnull=False, **which).order_by("pk")[:60])


def slowly(gap: Any) -> dict[str, tuple[Fraction, Fraction]]:
    """Of each end, summed school by school from stored values: the numerator and the denominator."""
    found = {"focal": (Fraction(0), Fraction(0)), "reference": (Fraction(0), Fraction(0))}
    bands = SchoolBand.objects.filter(school_year=gap.school_year, group=gap.group, scope=gap.scope)
    for band in bands.filter(partition=gap.partition, band__in=found):
        figure = {"measure": gap.measure, "window": gap.window, "school_year": gap.school_year}
        value = SchoolValue.objects.filter(school=band.school_id, **figure, rate__isnull=False).first()
        if value is not None and (value.is_in_state or isinstance(gap, DistrictGap)):
            counted, people = found[band.band]
            found[band.band] = counted + Fraction(value.numerator or 0), people + Fraction(value.denominator or 0)
    return found


def test_what_schools_add_and_the_rest_make_up_the_stored_difference() -> None:
    with across_districts(reason="tests: look"):
        gaps = [*some_gaps(StateGap), *some_gaps(DistrictGap)]
        found = [at_the_ends_for_members(gap) for gap in gaps]
    for gap, ends in zip(gaps, found, strict=True):
        parts = sum((one.adds for one in ends.listed if one.adds is not None), Fraction(0))
        assert float(parts + ends.rest) == pytest.approx(gap.difference, abs=1e-12)
    assert {gap.method for gap in gaps} == {"Q", "D"}


def test_the_rest_is_what_no_listed_schools_figure_accounts_for() -> None:
    with across_districts(reason="tests: look"):
        gaps = [*some_gaps(StateGap, method="Q"), *some_gaps(DistrictGap)]
        exact, seen = 0, 0
        for gap in gaps:
            sums, rest = slowly(gap), at_the_ends_for_members(gap).rest
            stored = {
                side: (Fraction(getattr(gap, f"{side}_numerator")), Fraction(getattr(gap, f"{side}_denominator")))
                for side in sums
            }
            if sums == stored:
                exact += 1
                assert rest == 0
            seen += 1
    assert 0 < exact <= seen


def test_pages_of_the_ends_hold_the_same_as_the_whole_list_and_what_is_left_stands_on_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(explorer, "UNITS", 1)
    with across_districts(reason="tests: look"):
        gaps = [some_gaps(StateGap, method="Q")[0], some_gaps(StateGap, method="D")[0], some_gaps(DistrictGap)[0]]
        for gap in gaps:
            whole = at_the_ends_for_members(gap)
            pages = [page_of_the_ends(gap, "1")]
            pages += [
                page_of_the_ends(gap, str(number)) for number in range(2, pages[0].listed.paginator.num_pages + 1)
            ]
            told = [(unit.part.name, unit.part.band, unit.adds) for page in pages for unit in page.listed]
            expected = [(unit.part.name, unit.part.band, unit.adds) for unit in all_at_the_ends(whole, gap)]
            assert len(pages) > 1
            assert told == expected
            assert [page.rest for page in pages] == [*[None] * (len(pages) - 1), whole.rest]
            assert {page.ends for page in pages} == {whole.ends}


def test_nobody_of_the_state_is_ranked_by_what_they_add() -> None:
    with across_districts(reason="tests: look"):
        gaps = [*some_gaps(StateGap, scope="state"), *some_gaps(StateGap, method="D")]
        pages = [all_at_the_ends(ends, gap) for gap in gaps for ends in [at_the_ends_for_members(gap)]]
    for page in pages:
        told = [(unit.part.band != "focal", unit.part.name) for unit in page]
        assert told == sorted(told)


def test_what_a_district_counts_by_persons_is_no_part_of_the_states_sums() -> None:
    with across_districts(reason="tests: a district counted by persons"):
        gap = some_gaps(StateGap, method="D", window="1")[0]
        before = at_the_ends_for_members(gap)
        one = next(one for one in before.listed if one.adds)
        owner = before.rows.get(pk=one.pk).district
        figure = {"measure": gap.measure, "school_year": gap.school_year, "window": gap.window}
        DistrictValue.objects.filter(district=owner, **figure).update(basis="people", numerator=0)
        after = at_the_ends_for_members(gap)
    assert next(other for other in after.listed if other.pk == one.pk).adds is None
    assert after.rest == before.rest + (one.adds or 0)


def test_a_districts_own_schools_stand_by_what_they_add_and_those_without_a_figure_last() -> None:
    with across_districts(reason="tests: look"):
        gaps = some_gaps(DistrictGap)
        pages = [all_at_the_ends(ends, gap) for gap in gaps for ends in [at_the_ends_for_members(gap)]]
    for page in pages:
        adds = [unit.adds for unit in page]
        known = [one for one in adds if one is not None]
        assert adds == [*sorted(known, reverse=True), *[None] * (len(adds) - len(known))]
        assert {unit.part.band for unit in page} == {"focal", "reference"}


def test_a_district_sees_its_own_schools_at_the_ends_and_nobody_elses() -> None:
    with across_districts(reason="tests: a comparison of the whole state"):
        gap = some_gaps(StateGap, scope="state", seen_by="everybody")[0]
        band = SchoolBand.objects.filter(scope="state", group=gap.group, school_year=gap.school_year, band="focal")[0]
        owners = {one.pk: one.district_id for one in SchoolBand.objects.all()}
    with in_district(band.district_id):
        listed = at_the_ends_for_members(gap).listed
    assert {owners[one.pk] for one in listed} == {band.district_id}
