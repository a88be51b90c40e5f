"""What differs between two versions of a year: rows added, changed and gone, and figures that are others."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
import pytest

from monitoring.intake.changes.difference import Difference, compare_rows

CODES = [f"0010{number:04}" for number in range(1, 11)]


def slow_difference(before: dict[Any, Any], after: dict[Any, Any], waiting: str = "") -> Difference:
    """Row by row. Contents: (count, share, word). `waiting`: a group whose columns wait for a decision."""
    away = [key for key in before if key not in after]
    lost = [
        key
        for key in before
        if key in after and any(before[key][at] is not None and after[key][at] is None for at in (0, 1))
    ]
    removed, emptied = ([key for key in some if not (waiting and key[1] == waiting)] for some in (away, lost))
    changed = [key for key in before if key in after and key not in lost and before[key] != after[key]]
    waits = len(away) + len(lost) - len(removed) - len(emptied)
    added = [key for key in after if key not in before]
    whose = tuple(sorted({code for code, _ in (*removed, *emptied)}))
    heard = {code[:4] for code, group in before if (code, group) not in (*removed, *emptied)}
    silent = len({code for code, _ in before if code[:4] not in heard})
    return Difference(len(before), len(added), len(changed), len(removed), len(emptied), whose, silent, waits)


def as_rows(contents: dict[Any, Any]) -> pl.DataFrame:
    rows = [(*key, *content) for key, content in contents.items()]
    columns = {"org_code": pl.String, "student_group": pl.String, "enrolled": pl.Int64, "share": pl.Float64}
    return pl.DataFrame(rows, schema={**columns, "word": pl.String}, orient="row")


@pytest.mark.parametrize("seed", range(20))
def test_the_difference_is_that_of_a_slow_count(seed: int) -> None:
    choice = random.Random(seed)
    codes = [f"{district}{school}" for district in ("0001", "0002", "0003") for school in ("0505", "0510")]
    keys = [(code, group) for code in codes for group in ("all", None)]

    def contents() -> dict[Any, Any]:
        numbers = [None, 1, 2]
        return {
            key: (choice.choice(numbers), choice.choice(numbers), choice.choice("ab"))
            for key in keys
            if choice.random() < 0.8
        }

    before, after = contents(), contents()
    rows = as_rows(before), as_rows(after)
    assert compare_rows(*rows, "school_enrollment") == slow_difference(before, after)
    some = compare_rows(*rows, "school_enrollment", waiting={("group", "all"), ("metric", "low_income")})
    assert some == slow_difference(before, after, waiting="all")


def slow_others(before: dict[Any, Any], after: dict[Any, Any]) -> tuple[str, ...]:
    """Group by group and district by district. Contents: (count or None, share or None)."""
    found = set()
    for group in {group for _, group in before}:
        for district in ("", *{code[:4] for code, _ in before}):
            pairs = [
                list(zip(content, after[code, name], strict=True))
                for (code, name), content in before.items()
                if name == group and (code, name) in after and code.startswith(district)
            ]
            known = [[(was, now) for was, now in pair if None not in (was, now)] for pair in pairs]
            known = [pair for pair in known if pair]
            others = [pair for pair in known if any(abs(now - was) > max(0.5, was / 20, now / 20) for was, now in pair)]
            if len(known) >= 10 and 2 * len(others) > len(known):
                found.add(group)
    return tuple(sorted(found))


@pytest.mark.parametrize("seed", range(20))
def test_the_groups_with_other_figures_are_those_of_a_slow_count(seed: int) -> None:
    choice = random.Random(seed)
    keys = [
        (f"{district}{school:04}", group) for district in ("0001", "0002") for school in range(14) for group in "ab"
    ]

    def contents(numbers: list[float | None]) -> dict[Any, Any]:
        return {key: (100, choice.choice(numbers)) for key in keys if choice.random() < 0.9}

    before, after = contents([None, 4.0, 4.4, 20.0, 20.8]), contents([None, 4.0, 4.4, 20.0, 20.8, 30.0])
    was, now = (as_rows({key: (*content, "") for key, content in some.items()}) for some in (before, after))
    assert compare_rows(was, now, "school_enrollment").others == slow_others(before, after)


@pytest.mark.parametrize(
    ("numbers", "is_other"),
    [
        ({"share": (2.4, 2.0)}, False),
        ({"share": (2.5, 3.0)}, False),
        ({"share": (2.4, 3.0)}, True),
        ({"share": (40.4, 42.0)}, False),
        ({"numerator": (44_000, 40_000), "denominator": (94_000, 90_000)}, False),  # full-time equivalents
        ({"numerator": (70_000, 50_000), "denominator": (5_000_000, 5_000_000)}, False),  # 1.4 % and 1 % of 500
        ({"numerator": (70_000, 50_000), "denominator": (900_000, 900_000)}, True),
        ({"numerator": (0, 10_000), "denominator": (10_000, 10_000)}, True),
    ],
)
def test_another_rounding_makes_no_other_figure(numbers: dict[str, tuple[float, float]], is_other: bool) -> None:
    dataset = "school_enrollment" if "share" in numbers else "metric_aggregate"
    keys = {"student_group": "all"} if "share" in numbers else {"metric_id": "T_TURN", "educator_role": "teacher"}
    was, now = (
        pl.DataFrame({"org_code": CODES, **keys, **{name: pair[at] for name, pair in numbers.items()}}) for at in (0, 1)
    )
    assert bool(compare_rows(was, now, dataset).others) == is_other


def test_rows_of_no_one_school_that_are_gone_name_none() -> None:
    before = pl.DataFrame({"org_code": [None, "00010505"], "mepid": ["a", "b"]})
    before = before.with_columns(educator_role=pl.lit("TEACHER"), rating_type=pl.lit("SUMMATIVE"), overall=pl.lit("P"))
    assert compare_rows(before, before.clear(), "evaluation") == Difference(2, 0, 0, 2, 0, ("00010505",), 1)
