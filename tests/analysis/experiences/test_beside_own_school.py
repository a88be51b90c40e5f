"""Who sees one school whole learns nothing of the district's others that is not for everybody's eyes."""

from __future__ import annotations

import random

import polars as pl
import pytest

from monitoring.analysis.experiences.classes import CATEGORIES, CLASSES
from monitoring.analysis.experiences.protection import for_a_school, for_others, is_small
from monitoring.analysis.experiences.report import report_of
from monitoring.analysis.experiences.student_groups import BITS
from monitoring.analysis.experiences.years import CLASS, ExperienceYear

DISTRICT, OWN, OTHERS = "00010000", "00010001", ("00010002", "00010003")
KEY = ["window", "category_id", "group_id"]
COHORT = {"sasid": pl.Int64, "org_code": pl.String, "inside": pl.UInt32, "known": pl.UInt32}


def random_year(r: random.Random) -> tuple[pl.DataFrame, ExperienceYear]:
    """Schools of all sizes, whose teachers may teach at several."""
    codes = (OWN, *OTHERS)
    size = {code: r.choice([0, 4, 9, 25, 40]) for code in codes}
    size[OWN] = size[OWN] or 12
    every = sum(BITS.values())
    people = [(code, number) for code in codes for number in range(size[code])]
    rows = [(at, code, r.getrandbits(18) & every, every) for at, (code, _) in enumerate(people)]
    seats = [(at, codes.index(code) * 6 + r.randrange(6)) for at, (code, _) in enumerate(people) for _ in range(3)]
    mask = (1 << len(CATEGORIES)) - 1
    having = {who: r.getrandbits(7) for who in range(14)}
    classes = [
        (number, "0", "0", str(number), "FY", who, having[who], mask, mask, 10_000)
        for number in range(18)
        for who in r.sample(range(14), r.choice([1, 1, 2]))
    ]
    names = ["class", "org_code", "course_code", "section_id", "term", "mepid", "having", "known", "asked", "share"]
    kinds: dict[str, type[pl.DataType]] = {**CLASS, **CLASSES, "mepid": pl.Int64}
    taught = pl.DataFrame(classes, schema={name: kinds[name] for name in names}, orient="row")
    taken = pl.DataFrame(seats, schema={"sasid": pl.Int64, **CLASS}, orient="row")
    return pl.DataFrame(rows, schema=COHORT, orient="row"), ExperienceYear(2025, taken, taught)


def rows_of(report: pl.DataFrame, code: str) -> pl.DataFrame:
    return report.filter(org_code=code).sort(KEY)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_left_of_the_district_without_the_own_school_is_small_nowhere(seed: int) -> None:
    cohort, year = random_year(random.Random(seed))
    report = report_of(cohort, [year], school_year=2025)
    whole, own = rows_of(report, DISTRICT), rows_of(report, OWN)
    shown = for_a_school(whole, own)
    assert shown.select(KEY).equals(whole.select(KEY))
    others = cohort.filter(pl.col("org_code") != OWN)
    if others.is_empty():
        assert shown.equals(for_others(whole))
        return
    rest = rows_of(report_of(others, [year], school_year=2025), DISTRICT)
    flags = rest.with_columns(is_small=is_small())["is_small"]
    figures = shown.filter(flags).select(pl.exclude(*KEY, "org_code", "school_year", "reason"))
    assert set(figures.null_count().row(0)) == {flags.sum()}
    never = for_others(whole)["reason"] == "suppressed"
    assert shown.filter(never)["reason"].to_list() == ["suppressed"] * int(never.sum())


def test_some_rows_are_shown_and_some_hidden_for_what_is_left() -> None:
    found = []
    for seed in range(12):
        cohort, year = random_year(random.Random(seed))
        report = report_of(cohort, [year], school_year=2025)
        whole = rows_of(report, DISTRICT)
        shown = for_a_school(whole, rows_of(report, OWN))
        found.append((shown["ratio"].count(), for_others(whole)["ratio"].count()))
    assert sum(shown for shown, _ in found) > 100
    assert any(shown < to_others for shown, to_others in found)


def test_where_nobody_but_the_own_school_has_students_the_district_is_as_others_see_it() -> None:
    cohort, year = random_year(random.Random(3))
    own = cohort.filter(org_code=OWN)
    report = report_of(own, [year], school_year=2025)
    whole = rows_of(report, DISTRICT)
    assert for_a_school(whole, rows_of(report, OWN)).equals(for_others(whole))
