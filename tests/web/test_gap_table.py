"""The gap table lays out stored rows as the plan's Table 1 does, and its notes come from the definitions alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from monitoring.analysis.cuts import SCOPES, Cut
from monitoring.analysis.groups import GROUPS, PARTICIPATION_WORDS
from monitoring.analysis.measures import ASKED
from monitoring.analysis.notes import group_note
from monitoring.results.footnotes import general_notes
from monitoring.results.gap_table import build_gap_table
from monitoring.results.models import StateGap


def a_gap(measure: str = "T_EXP_LT3", group: str = "low_income", **fields: Any) -> StateGap:
    place = {"method": "Q", "scope": "state", "partition": "state", "school_year": 2021, "window": "1", "cut": "1/4"}
    ends = {
        "focal_missing": 0,
        "focal_schools": 460,
        "focal_numerator": Decimal(4520),
        "focal_denominator": Decimal(18000),
        "reference_missing": 0,
        "reference_schools": 460,
        "reference_numerator": Decimal(2540),
        "reference_denominator": Decimal(20000),
        "all_missing": 0,
        "all_schools": 1840,
        "all_numerator": Decimal(13000),
        "all_denominator": Decimal("76000.4"),
    }
    rates = {"focal_rate": 4520 / 18000, "reference_rate": 0.127, "all_rate": 13 / 76, "ratio": 1.98}
    found = {"difference": 4520 / 18000 - 0.127, "people_to_close": 2234, "years_used": [2021], "unit": "FTE"}
    defaults: dict[str, Any] = {**place, **ends, **rates, **found}
    return StateGap(measure=measure, group=group, **{**defaults, **fields})


def test_rows_stand_in_the_order_of_the_plans_first_table() -> None:
    table = build_gap_table([a_gap()])
    assert [row.heading for row in table.rows] == [
        "All schools",
        "Schools in the top quartile of low-income students",
        "Schools in the bottom quartile of low-income students",
        "Low-income students: equity gap",
        "Schools in the top quartile of students of color",
        "Schools in the bottom quartile of students of color",
        "Students of color: equity gap",
        "Schools in the top quartile of English learners",
        "Schools in the bottom quartile of English learners",
        "English learners: equity gap",
        "Schools in the top quartile of students with disabilities",
        "Schools in the bottom quartile of students with disabilities",
        "Students with disabilities: equity gap",
    ]


def test_teacher_columns_come_before_principal_columns() -> None:
    table = build_gap_table([a_gap()])
    assert [column.measure.id for column in table.columns] == list(ASKED)
    assert [column.measure.id for column in table.principal_columns] == ["P_TURN"]


def test_a_cell_shows_its_stored_row_and_nothing_computed_here() -> None:
    gap = a_gap()
    everyone, top, bottom, difference = (row.cells[0] for row in build_gap_table([gap]).rows[:4])
    assert (everyone.rate, everyone.people) == (gap.all_rate, gap.all_numerator)
    assert (top.rate, top.people) == (gap.focal_rate, gap.focal_numerator)
    assert (bottom.rate, bottom.people) == (gap.reference_rate, gap.reference_numerator)
    assert (difference.difference, difference.reason) == (gap.difference, "")


def test_a_gap_with_more_than_a_twentieth_of_its_schools_missing_says_so() -> None:
    few, many = (build_gap_table([a_gap(focal_missing=missing)]) for missing in (48, 49))
    assert few.rows[3].cells[0].marks == ()
    (mark,) = many.rows[3].cells[0].marks
    assert many.notes[mark - 1] == "49 of these 969 schools have no figure."


def test_a_pooled_gap_without_a_figure_of_its_own_year_says_so() -> None:
    table = build_gap_table([a_gap("T_TURN", window="pooled3", years_used=[2019, 2020])])
    (mark,) = table.rows[3].cells[4].marks
    assert table.notes[mark - 1] == "Without 2020-21, of which there is no figure."


def test_a_gap_that_is_not_there_says_why() -> None:
    reasons = {"all_reason": "too_many_missing", "focal_reason": "withheld", "reference_reason": "too_few_years"}
    rates: dict[str, Any] = dict.fromkeys(["all_rate", "focal_rate", "reference_rate", "difference"])
    table = build_gap_table([a_gap(**rates, **reasons, reason="withheld")])
    assert [row.cells[0].reason for row in table.rows[:4]] == [*reasons.values(), "withheld"]
    assert table.rows[3].cells[1].reason == "not_submitted"


def test_the_row_heading_spans_what_the_columns_rest_on() -> None:
    pooled: dict[str, Any] = {"window": "pooled3", "years_used": [2019, 2020, 2021], "focal_missing": 5}
    gaps = [
        a_gap(),
        a_gap("T_UNLICENSED", focal_schools=458, focal_missing=4, focal_denominator=Decimal(17900)),
        a_gap("T_TURN", **pooled, focal_schools=450, focal_denominator=Decimal(52000)),
        a_gap("P_TURN", **pooled, focal_schools=455, focal_denominator=Decimal(1290)),
    ]
    table = build_gap_table(gaps)
    size = table.rows[1].size
    assert size is not None
    spans = (size.units, size.asked, size.teachers, size.principals)
    # Turnover counts other people, which the note says.
    assert [list(map(int, span or ())) for span in spans] == [[450, 460], [455, 462], [17900, 18000], [1290, 1290]]
    assert table.notes[0] == (
        "Nt is the number of all teachers (FTE) on October 1; Np is the number of principals at the school the year "
        "before, summed over the years pooled, in the schools of the row that have the figure. Columns that count "
        "other people are in neither: Teacher turnover (teachers at the school the year before, summed over the years "
        "pooled). Where columns rest on different numbers, the smallest and the largest are given."
    )


def test_the_notes_are_made_from_the_definitions() -> None:
    pooled = a_gap("T_TURN", window="pooled3", years_used=[2019, 2020, 2021])
    broken = a_gap("T_OOF_80", break_text="Not comparable with 2019-20: the rule changed.")
    table = build_gap_table([a_gap(), pooled, broken], left_out={"low_income": {"no_teachers": 12, "no_share": 1}})
    assert table.notes[0].startswith("Nt is the number of all teachers (FTE) on October 1, in the schools of the row ")
    assert table.notes[1] == (
        "Inexperienced teachers: teachers (FTE) who have taught in the state's public schools for less than three "
        "years, "
        "as a percentage of all teachers (FTE) on October 1. A higher figure is worse for students."
    )
    assert table.notes[5] == (
        "Teacher turnover: teachers of the year before who no longer teach at the same school, as a percentage of "
        "teachers at the school "
        "the year before. Three years pooled, of which figures are there for 2018-19 to 2020-21. A higher figure is "
        "worse for students."
    )
    assert table.notes[7] == (
        f"Low-income students: {GROUPS['low_income'].in_year(2021).definition} Quartiles are cut across the whole"
        " state, by number of schools, among "
        f"{PARTICIPATION_WORDS['published']}; schools with equal shares stay together. Left out: 13 schools (12 "
        "because they have no teachers; 1 because their share of the group is not known)."
    )
    assert table.notes[8] == "Not comparable with 2019-20: the rule changed."
    assert table.rows[3].cells[3].marks == (9,)


def test_the_rounding_note_shows_what_the_formatter_does() -> None:
    assert general_notes("schools")[1] == (
        "Everything is computed unrounded and rounded only where it is shown: percentages and points to one decimal "
        "(0.12345 is shown as "
        "12.3%, a difference of 0.11662 as 11.7 points), ratios to two (1.916 as 1.92), N to whole people (1,840.4 "
        "as 1,840). "
        "A gap may therefore differ in the last digit from the difference of the rates shown."
    )


def test_every_group_has_a_note_even_when_nobody_is_left_out() -> None:
    notes = {group.id: group_note(group, "schools", {}) for group in GROUPS.values()}
    assert [group for group, note in notes.items() if not note or "Left out" in note] == []
    assert len(set(notes.values())) == len(GROUPS)


def test_a_district_with_few_schools_is_cut_into_halves_and_the_rows_say_so() -> None:
    table = build_gap_table([a_gap(cut="1/2", scope="district", partition="00010000")])
    assert table.rows[1].heading == "Schools in the top half of low-income students"
    assert (
        "With fewer than 8 schools, halves are cut within the district, by number of schools, among" in table.notes[7]
    )


def test_ends_that_are_not_alike_are_named_by_their_shares_and_the_note_gives_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut = Cut((1, 5), (1, 20), "the plan of 2015 compared them so")
    monkeypatch.setitem(GROUPS, "low_income", replace(GROUPS["low_income"], cut=cut))
    table = build_gap_table([a_gap(cut=cut.id)])
    assert [row.heading for row in table.rows[1:3]] == [
        "Schools in the top 20% of low-income students",
        "Schools in the bottom 5% of low-income students",
    ]
    assert "The top 20% and the bottom 5% are cut across the whole state, by number of schools" in table.notes[7]
    assert "The two ends are not alike: the plan of 2015 compared them so." in table.notes[7]


def test_the_note_says_among_which_units_the_ends_are_cut() -> None:
    said = {name: group_note(GROUPS["low_income"], "schools", {}, scope=scope) for name, scope in SCOPES.items()}
    where = {name: note.partition("Quartiles are cut ")[2].partition(", by number")[0] for name, note in said.items()}
    assert where == {
        "state": "across the whole state",
        "level": "anew within each school level",
        "district": "within the district",
        "districts": "across the state's districts",
    }


def test_parts_and_variants_stand_in_a_table_of_their_own_and_only_where_there_are_figures() -> None:
    gaps = [
        a_gap(),
        a_gap("T_EXP_LT4"),
        a_gap("T_UNQ"),
        a_gap("T_ABS_GT10", all_rate=None, difference=None, reason="not_submitted"),
    ]
    main, variants = (build_gap_table(gaps, variants=asked) for asked in (False, True))
    assert [column.measure.id for column in main.columns] == [*ASKED[:3], "T_UNQ", *ASKED[3:]]
    assert [column.measure.id for column in variants.columns] == ["T_EXP_LT4"]
    assert build_gap_table([a_gap()], variants=True).columns == ()


def test_what_is_kept_back_is_no_measure_without_figures() -> None:
    gap = a_gap("T_UNQ", all_rate=None, difference=None, reason="too_few_districts", all_reason="too_few_districts")
    shown = build_gap_table([gap])
    assert "T_UNQ" in [column.measure.id for column in shown.columns]
