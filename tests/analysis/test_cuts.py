"""A cut's ends are alike, or it says why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitoring.analysis.cuts import HALVES, QUARTILES, QUINTILES, TERTILES, WITHIN_DISTRICT, Cut, cut_words
from monitoring.analysis.groups import GROUPS


@pytest.mark.parametrize(
    ("top", "bottom", "reason", "fault"),
    [
        ((1, 5), (1, 20), "", "need a reason"),
        ((1, 5), (1, 20), "  ", "need a reason"),
        ((1, 4), (1, 4), "because", "need no reason"),
        ((2, 3), (1, 2), "because", "do not overlap"),
        ((0, 1), (1, 4), "because", "do not overlap"),
        ((1, 4), (-1, 4), "because", "do not overlap"),
    ],
)
def test_ends_that_overlap_or_differ_without_a_reason_are_refused(
    top: tuple[int, int], bottom: tuple[int, int], reason: str, fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        Cut(top, bottom, reason)


def test_ends_that_are_not_alike_pass_with_a_reason() -> None:
    cut = Cut((1, 5), (1, 20), "as in the plan of 2015")
    assert (cut.id, cut_words(cut.id)) == ("1/5:1/20", "the top 20% and the bottom 5%")


def test_the_same_ends_written_otherwise_are_the_same_cut_in_store() -> None:
    assert Cut((2, 8), (1, 4)).id == QUARTILES.id == "1/4"


def test_another_cut_is_another_definition() -> None:
    group = GROUPS["low_income"]
    hashes = {replace(group, cut=cut).definition_hash for cut in (QUARTILES, QUINTILES, TERTILES, HALVES)}
    assert len(hashes) == 4
    assert {group.cut.id for group in GROUPS.values()} == {"1/4"}


def test_within_a_district_coarser_ends_are_cut_where_schools_are_few() -> None:
    steps = {cut.id: [(few, step.id) for few, step in WITHIN_DISTRICT.steps(cut)] for cut in (QUINTILES, HALVES)}
    assert steps == {"1/5": [(10, "1/5"), (4, "1/2")], "1/2": [(4, "1/2")]}
