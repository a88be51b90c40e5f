"""The plan's tables cannot be printed with the faults that were found in them: each fault has its test."""

from __future__ import annotations

import dataclasses
import itertools
import re
from decimal import Decimal
from typing import Any

import pytest

from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.tables.definitions import TABLES
from monitoring.analysis.tables.filling import build_table
from monitoring.analysis.tables.grid import grid, in_columns
from monitoring.analysis.tables.named_gaps import NAMED_GAPS, tell
from monitoring.analysis.tables.table import Table, TableGap
from monitoring.analysis.verdicts import VERDICTS

FIELDS = {
    "method": "Q",
    "scope": "state",
    "partition": "state",
    "school_year": 2015,
    "window": "1",
    "measure": "T_UNQ",
    "group": "low_income",
    "cut": "1/4",
    "years_used": [2015],
    **{f"{side}_{name}": 0 for side in ("focal", "reference", "all") for name in ("schools", "missing")},
    **{f"{side}_reason": "" for side in ("focal", "reference", "all")},
    "unit": "HEADCOUNT",
    "verdict": "higher",
    "reason": "",
    "ratio_reason": "",
    "break_text": "",
    "definition_hash": "",
}
NUMBERS = [f"{side}_{name}" for side in ("focal", "reference", "all") for name in ("numerator", "denominator", "rate")]
StoredGap = dataclasses.make_dataclass("StoredGap", [*FIELDS, *NUMBERS, "difference", "ratio"])


def a_gap(focal: float, reference: float, **named: Any) -> TableGap:
    """A stored gap of 1,000 people at each end, with these many of them in a thousand."""
    years = len(named.get("years_used", [2015]))
    ends: dict[str, Any] = {}
    for side, rate in (("focal", focal), ("reference", reference), ("all", (focal + reference) / 2)):
        ends |= {f"{side}_numerator": Decimal(str(round(rate * 1000 * years, 1))), f"{side}_rate": rate}
        ends[f"{side}_denominator"] = Decimal(1000 * years)
    favorable = MEASURES[named.get("measure", "T_UNQ")].is_favorable
    worse = (1 - focal, 1 - reference) if favorable else (focal, reference)
    said = {"difference": worse[0] - worse[1], "ratio": worse[0] / worse[1] if worse[1] else None}
    return StoredGap(**{**FIELDS, **ends, **said, **named})


def hidden(reason: str, **named: Any) -> TableGap:
    """The row that districts see of a gap that would tell of few of them."""
    shown = vars(a_gap(0.1, 0.05, **named))
    gone = {name: None for name in shown if name.endswith(("_rate", "ator"))} | {"difference": None, "ratio": None}
    told = {f"{side}_reason": reason for side in ("focal", "reference", "all")}
    return StoredGap(**{**shown, **gone, **told, "reason": reason, "ratio_reason": reason, "verdict": ""})


def every_gap(number: int, **named: Any) -> list[TableGap]:
    """A gap for each column and group of a table, each with rates of its own."""
    definition = TABLES[number]
    pairs = itertools.product(definition.columns, definition.groups)
    return [
        a_gap(
            (place + 3) / 100, (place + 1) / 100, measure=column.choices[0][0], window=column.choices[0][1],
            years_used=[2013, 2014, 2015] if column.choices[0][1] == "pooled3" else [2015], group=group,
            method=definition.method, scope=definition.scope, **named,
        )
        for place, (column, group) in enumerate(pairs)
    ]  # fmt: skip


def table(number: int, gaps: list[TableGap] | None = None, **options: Any) -> Table:
    return build_table(TABLES[number], every_gap(number) if gaps is None else gaps, year=2015, **options)


def test_table_1_has_the_rows_and_columns_of_the_plan() -> None:
    assert [row.heading for row in table(1).rows] == [
        "All schools",
        *(
            text
            for group in ("low-income students", "students of color", "students with disabilities")
            for text in (
                f"Schools in the top quartile of {group}",
                f"Schools in the bottom quartile of {group}",
                f"{group[0].upper()}{group[1:]}: equity gap, points",
            )
        ),
    ]
    assert [heading.measure.id for heading in table(1).headings] == [
        *("T_UNQ", "T_TURN", "T_EXP_LT1", "T_EXP_LT4", "T_OOF", "T_ABS_GT10", "T_SATIS"),
        *("P_TURN", "P_EXP_LT1", "P_ABS_GT10"),
    ]


def test_columns_of_table_2_cannot_stand_under_each_others_heading() -> None:
    """AN1: each cell is of the measure of its heading, in whatever order the gaps come."""
    one, turned = table(2), table(2, list(reversed(every_gap(2))))
    assert one == turned
    for row in one.rows:
        of = [heading.measure.id for heading in one.headings for _ in one.parts]
        assert [cell.address.measure for cell in row.cells] == of


def test_differences_of_table_2_are_those_of_table_1() -> None:
    gaps = every_gap(1)
    one, two = table(1, gaps), table(2, gaps)
    for row in two.rows:
        for cell in row.cells:
            if cell.address.statistic == "difference":
                assert cell.value == one.cell(cell.address).value


def test_no_two_cells_are_of_the_same() -> None:
    for number in (1, 2, 3):
        addresses = [cell.address for row in table(number).rows for cell in row.cells]
        assert len(set(addresses)) == len(addresses)


def test_the_note_on_rounding_is_what_the_formatter_does() -> None:
    """AN4, AN12, AN20: percentages to one decimal, 4.21 as 4.2; ratios from unrounded rates."""
    found = table(1, [a_gap(0.0421, 0.0133)])
    assert [row.cells[0].value for row in found.rows[1:4]] == ["4.2", "1.3", "2.9"]
    assert "4.2% for 0.0421" in found.general_notes[1]
    ratio = table(2, [a_gap(0.0129, 0.0045)]).rows[0].cells[1]
    assert (ratio.value, round(ratio.number or 0, 4)) == ("2.87 times as large", 2.8667)


def test_ends_that_are_not_alike_are_not_called_quartiles_and_give_their_reason() -> None:
    """AN5."""
    note = table(1, [a_gap(0.1, 0.05, cut="1/5:1/20")])
    assert [row.heading for row in note.rows[1:3]] == [
        "Schools in the top 20% of low-income students",
        "Schools in the bottom 5% of low-income students",
    ]


def test_what_is_pooled_says_so_and_only_that() -> None:
    """AN8, AN9: the window is that of the definition, of teachers and of principals."""
    found = table(1)
    notes = {heading.measure.id: found.notes[heading.marks[0] - 1] for heading in found.headings}
    pooled = {name for name, note in notes.items() if "Three years taken together" in note}
    assert pooled == {"T_TURN", "T_OOF", "T_ABS_GT10", "P_TURN", "P_ABS_GT10"}
    assert all("Of one year." in note for name, note in notes.items() if name not in pooled)


def test_of_years_taken_together_n_is_the_average_of_a_year() -> None:
    gap = a_gap(0.2, 0.1, measure="T_TURN", window="pooled3", years_used=[2013, 2014, 2015])
    assert table(1, [gap]).rows[1].cells[1].text == "20.0 (N=200)"


def test_sizes_stand_in_every_row_of_rates() -> None:
    """AN11."""
    rows = table(1, every_gap(1, focal_schools=750, reference_schools=740, all_schools=3000)).rows
    assert [row.size for row in rows if not row.is_gap] == [
        "3,000 schools, Nt=1,000, Np=1,000",
        *["750 schools, Nt=1,000, Np=1,000", "740 schools, Nt=1,000, Np=1,000"] * 3,
    ]


def test_a_hidden_end_is_hidden_with_its_rate_its_n_and_its_gap() -> None:
    """AN13: nothing like <10 stands there, from which with a rate the number could be had."""
    gaps = [hidden("too_few_districts") if gap.measure == "T_UNQ" else gap for gap in every_gap(1)]
    shown = [row.cells[0].text for row in table(1, [hidden("too_few_districts"), *gaps[3:]]).rows[:4]]
    assert shown == ["too few districts have figures"] * 4
    assert not [text for line in grid(table(1, gaps)) for text in line if re.search(r"[<>]\s*\d", text)]


def test_differences_are_points_and_never_percent() -> None:
    """AN17."""
    for number in (1, 2):
        found = table(number)
        values = [c.value for row in found.rows for c in row.cells if c.address.statistic == "difference"]
        assert [value for value in values if not re.fullmatch(r"\N{MINUS SIGN}?\d+\.\d", value)] == []


def test_a_favorable_measure_has_its_gap_on_those_worse_off() -> None:
    """AN18: 41.3 % against 88.1 % satisfied is a gap of 46.8 points, and 4.93 times as many who are not."""
    found = table(1, [a_gap(0.413, 0.881, measure="T_SATIS")])
    place = [heading.measure.id for heading in found.headings].index("T_SATIS")
    assert [row.cells[place].value for row in found.rows[1:4]] == ["41.3", "88.1", "46.8"]
    assert found.rows[3].cells[place].beneath == "clearly lower"


def test_the_scope_of_quartiles_is_printed() -> None:
    """AN16: by level they are cut anew, and across districts these are cut."""
    gaps = [a_gap(0.1, 0.05, scope="level", partition=level) for level in ("HIGH", "ELEM")]
    found = table(4, gaps, places={"ELEM": "Elementary schools", "MIDDLE": "Middle schools", "HIGH": "High schools"})
    assert [row.heading for row in found.rows] == ["Elementary schools", "High schools"]
    assert "Quartiles are cut anew within each school level" in found.notes[-1]
    assert "across the state's districts, by number of districts" in table(3).notes[-1]


def test_the_districts_of_table_5_are_chosen_by_the_rule_it_prints() -> None:
    """AN26: the largest clear gaps in one measure, of equal ones the lower code."""
    sizes = {"0001": 0.3, "0002": 0.5, "0003": 0.3, "0004": 0.9, "0005": 0.2}
    gaps = [
        a_gap(size, 0.05, measure="T_EXP_LT4", scope="district", partition=f"{code}0000",
              verdict="cannot_tell" if code == "0004" else "higher")
        for code, size in sizes.items()
    ]  # fmt: skip
    found = table(5, gaps, places={f"{code}0000": f"District {code}" for code in sizes})
    assert [row.heading for row in found.rows] == ["District 0002", "District 0001", "District 0003"]
    assert "“Teachers with less than four years of experience”" in found.general_notes[0]


def test_a_table_without_rows_says_why() -> None:
    assert table(5, []).why_empty == "In no district is it clear that there is such a gap between its own schools."
    assert "There are no figures by school level for this year." in in_columns(table(4, []))


def test_where_the_plans_measure_has_no_figures_another_stands_there_under_its_own_name() -> None:
    found = table(2, [a_gap(0.1, 0.05, measure="T_UNLICENSED", unit="FTE")])
    assert found.headings[0].measure.id == "T_UNLICENSED"
    assert "It stands in the place of “Unqualified teachers”, of which there are no figures." in found.notes[0]


def test_rows_name_both_ends_the_focal_one_first() -> None:
    """AN27."""
    assert {row.heading for row in table(2).rows} == {
        f"Schools with the most against those with the fewest {GROUPS[group].students}" for group in TABLES[2].groups
    }


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_named_gap_says_no_more_than_its_verdict(verdict: str) -> None:
    """AN23, AN24: no gap exists where these figures cannot tell, and none is slightly anything."""
    told = tell(table(1, every_gap(1, verdict=verdict)))
    words = " ".join(sentence for one in told for sentence in one.sentences)
    assert ("a gap of" in words) == (verdict == "higher")
    assert ("cannot tell" in words) == (verdict == "cannot_tell")
    assert not re.search("slightly|similar|much|significant", words)


def test_every_number_of_a_named_gap_is_that_of_a_cell() -> None:
    found = table(1)
    values = {cell.value for row in found.rows for cell in row.cells}
    for one in tell(found):
        for sentence in one.sentences:
            assert set(re.findall(r"\d+\.\d", sentence)) <= values
        assert [cell.address.measure for cell in one.cells] == [name for name in one.gap.measures for _ in range(3)]
    assert [gap.number for gap in NAMED_GAPS] == [1, 2, 3, 4]


def test_a_named_gap_without_figures_says_why() -> None:
    told = {one.gap.id: one.sentences for one in tell(table(1, []))}
    assert told["climate"] == ("Teachers satisfied with the school climate: no gap can be shown (not submitted).",)


def test_what_is_printed_as_text_has_every_cell_and_note_of_the_table() -> None:
    found = table(1)
    text = in_columns(found)
    assert all(cell.text in text for row in found.rows for cell in row.cells)
    assert all(note in text for note in (*found.notes, *found.general_notes))
