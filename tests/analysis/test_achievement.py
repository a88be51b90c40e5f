"""Achievement as context: shares as a loop over rows gives them, and nothing of fewer than ten students."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import polars as pl
import pytest

from monitoring.analysis.achievement import SUBJECTS, achieved, achievement_sentences

GROUPS = ("all", "low_income", "students_of_color", "female")


def rows_at_random(seed: int) -> list[dict[str, Any]]:
    r = random.Random(seed)
    rows = []
    for group in GROUPS:
        for subject in SUBJECTS:
            orgs = ["00010101", "00010102", "00010103"]
            if r.random() < 0.3:
                orgs.append("00010000")
            for org in orgs:
                tested = r.randint(0, 9)
                rows.append(
                    {
                        "org_code": org,
                        "student_group": group,
                        "subject": subject,
                        "tested": tested,
                        "meeting": r.randint(0, tested),
                    }
                )
    r.shuffle(rows)
    return rows


@pytest.mark.parametrize("seed", range(5))
def test_a_district_is_its_own_row_or_the_sum_of_its_schools(seed: int) -> None:
    rows = rows_at_random(seed)
    by_place: dict[tuple[str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in rows:
        by_place[row["student_group"], row["subject"]][row["org_code"]] = (
            int(str(row["tested"])),
            int(str(row["meeting"])),
        )
    wanted = {}
    for place, orgs in by_place.items():
        counted = [orgs["00010000"]] if "00010000" in orgs else list(orgs.values())
        tested, meeting = sum(one for one, _ in counted), sum(one for _, one in counted)
        wanted[place] = (tested, meeting / tested if tested >= 10 else None)
    found = achieved(pl.DataFrame(rows))
    assert {(one.student_group, one.subject): (one.tested, one.share) for one in found} == wanted
    assert [one.subject for one in found] == sorted((one.subject for one in found), key=list(SUBJECTS).index)
    assert [one.student_group for one in found[:: len(GROUPS)]] == ["all"] * len(SUBJECTS)


def test_a_number_that_was_left_out_is_not_taken_for_none() -> None:
    """In what was left out there may be as many as anywhere; a district's own row without one says nothing either."""
    of = {"student_group": "all", "subject": "ELA"}
    schools = [of | {"org_code": "00010101", "tested": 50, "meeting": 10}]
    for left_out in ({"tested": None, "meeting": 40}, {"tested": 40, "meeting": None}):
        for code in ("00010102", "00010000"):
            found = achieved(pl.DataFrame([*schools, of | {"org_code": code} | left_out]))
            assert [one.share for one in found] == [None]


def test_a_subject_in_which_too_few_have_a_result_is_not_spoken_of() -> None:
    rows = [{"org_code": "00010000", "student_group": "all", "subject": "MATH", "tested": 9, "meeting": 9}]
    assert achievement_sentences(achieved(pl.DataFrame(rows)), {}) == []
