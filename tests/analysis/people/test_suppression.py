"""The five rules for ratings: beside a slow implementation that goes from person to person, and on made-up files."""

from __future__ import annotations

import random
from collections import Counter

import polars as pl
import pytest

from monitoring.analysis.people.catalogue import CATALOGUE, PeopleMeasure
from monitoring.analysis.people.ratings import RATINGS
from monitoring.analysis.people.suppression import (
    ADMINISTRATORS,
    ALL,
    TEACHERS,
    WITH_STATUS,
    WITHOUT_STATUS,
    hidden_rows,
    without_hidden,
)
from tests.analysis.people.asked import sums_of_one
from tests.analysis.people.sent import ONE, YEAR, A, B, Row, State, leads, rated, teaches

Ratings = list[str | None]  # of everybody who was to be evaluated; None: was not
GROUPS = (ALL, TEACHERS, ADMINISTRATORS, WITH_STATUS, WITHOUT_STATUS)


def slow(rows: dict[str, Ratings]) -> set[str]:
    """The rows that are hidden at a place, rule by rule as they are written."""
    hidden = set()
    for name, ratings in rows.items():
        given = [one for one in ratings if one]
        alike = max(Counter(given).values(), default=0)
        is_few = len(given) < 6
        all_the_same = len(set(given)) <= 1
        one_differs = None not in ratings and len(given) - alike == 1
        if ratings and (is_few or all_the_same or one_differs):
            hidden.add(name)
    tells = {name for name in hidden if any(rows[name])}
    also: set[str] = set()
    if tells & {TEACHERS, ADMINISTRATORS}:
        also |= set(rows) - {ALL}
    if tells & {WITH_STATUS, WITHOUT_STATUS}:
        also |= set(rows) & {WITH_STATUS, WITHOUT_STATUS}
    return hidden | also


def counted(place: str, rows: dict[str, Ratings]) -> list[dict[str, object]]:
    return [
        {"level": "school", "org_code": place, "row": name, "asked": len(ratings),
         "evaluated": sum(one is not None for one in ratings),
         "most": max(Counter(one for one in ratings if one).values(), default=0)}
        for name, ratings in rows.items()
    ]  # fmt: skip


def test_rows_are_hidden_as_the_slow_implementation_hides_them() -> None:
    made: dict[str, dict[str, Ratings]] = {}
    chance = random.Random(7)
    for number in range(400):
        names = [name for name in GROUPS if chance.random() < 0.7]
        likely: Ratings = chance.choice([["P"], ["P", "P", "P", "P", "E"], [*RATINGS], ["P", "E", None]])
        made[f"{number:08d}"] = {
            name: [chance.choice(likely) for _ in range(chance.choice([0, 1, 5, 6, 7, 12]))] for name in names
        }
    found = hidden_rows(pl.DataFrame([row for place, rows in made.items() for row in counted(place, rows)]))
    hidden = set(found.filter("is_hidden").select("org_code", "row").iter_rows())
    expected = {(place, name) for place, rows in made.items() for name in slow(rows)}
    assert hidden == expected
    assert 300 < len(hidden) < found.height


@pytest.mark.parametrize(
    ("ratings", "is_hidden"),
    [
        (["P"] * 3 + ["E"] * 2, True),  # fewer than six
        (["P"] * 6, True),  # all the same
        (["P"] * 6 + ["E"], True),  # all evaluated, and one differs
        (["P"] * 6 + ["E", None], False),  # one differs, and not all were evaluated
        (["P"] * 5 + ["E"] * 2, False),
    ],
)
def test_each_rule_hides_by_itself(ratings: Ratings, is_hidden: bool) -> None:
    assert slow({TEACHERS: ratings}) == ({TEACHERS} if is_hidden else set())
    (found,) = hidden_rows(pl.DataFrame(counted("00010505", {TEACHERS: ratings})))["is_hidden"]
    assert found is is_hidden


def hidden_figures(state: State, *names: str, year: int = YEAR) -> set[tuple[str, str]]:
    """Organization and measure of what is hidden; amounts that are told are those that were added up."""
    measures: list[PeopleMeasure] = [one for one in CATALOGUE if one.id in names]
    files = state.staff_year(ONE, year)
    before = sums_of_one(files, measures)
    after = without_hidden(before, files, measures)
    hidden = after.filter(pl.col("reason") == "suppressed")
    assert hidden["numerator"].null_count() == hidden["denominator"].null_count() == hidden.height
    assert hidden.select(pl.sum_horizontal("known", "missing", "exempt").sum()).item() == 0
    same = ["level", "org_code", "measure_id", "unit"]
    rest = before.join(hidden.select(same), on=same, how="anti").sort(same)
    told = after.filter(pl.col("reason").fill_null("") != "suppressed").sort(same)
    assert told.equals(rest.select(after.columns))
    assert "state" not in set(hidden["level"])
    return set(hidden.select("org_code", "measure_id").iter_rows())


def of_ratings(at_a: str, at_b: str, *others: Row) -> State:
    """Teachers of two schools with the ratings whose first letters are given: P, E, N, U."""
    words = {"P": "P", "E": "E", "N": "NI", "U": "U"}
    people = [(f"a{n}", A, words[one]) for n, one in enumerate(at_a)]
    people += [(f"b{n}", B, words[one]) for n, one in enumerate(at_b)]
    work = [teaches(who, school) for who, school, _ in people]
    leading = [leads(row["mepid"], B) for row in others if row["educator_role"] == "PRINCIPAL"]
    rows = [rated(who, one) for who, _, one in people]
    return State({(ONE, YEAR): {"work_assignment": [*work, *leading], "evaluation": [*rows, *others]}}, [], [])


def test_a_school_with_few_is_hidden_and_its_district_is_told() -> None:
    state = of_ratings("PPNN", "PPPPEENU")
    assert hidden_figures(state, "T_EVAL_LOW", "T_EVAL_HIGH", "T_EVALUATED", "T_EXP_LT3") == {
        (A, name) for name in ("T_EVAL_LOW", "T_EVAL_HIGH", "T_EVALUATED")
    }


def test_teachers_are_hidden_where_their_only_principal_would_be_what_is_left_of_all() -> None:
    principal = rated("kim", "U", "PRINCIPAL")
    state = of_ratings("PPPPEENN", "PPPPEENU", principal)
    assert hidden_figures(state, "T_EVAL_LOW", "P_EVAL_LOW") == {
        (B, "T_EVAL_LOW"), (B, "P_EVAL_LOW"), (ONE, "T_EVAL_LOW"), (ONE, "P_EVAL_LOW")
    }  # fmt: skip
    other = rated("lee", "U", "OTHER_ADMIN", org_code=A)  # no measure is of them; the row of administrators is
    assert hidden_figures(of_ratings("PPPPEENN", "PPPPEENU", other), "T_EVAL_LOW") == {
        (A, "T_EVAL_LOW"), (ONE, "T_EVAL_LOW")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ratings", "gone", "is_hidden"),
    [
        ("NNNNNNPPPPPPEE", "0 1 7 8", False),
        ("NNNNNPPPPPPEE", "0 1 7 8", True),  # five were rated lower
        ("NNNNNNPPPPPPEE", "7 8", True),  # of those rated lower nobody left
        ("NNNNNNPPPPPPEE", "0 7 8", True),  # one did
        ("NNNNNNPPPPPPEE", "0 1 7", True),  # of the others one did, which all who left give away
    ],
)
def test_turnover_by_rating_is_hidden_where_either_part_tells_of_few(ratings: str, gone: str, is_hidden: bool) -> None:
    state = of_ratings(ratings, "")
    then = state.years.pop((ONE, YEAR))
    left = {f"a{number}" for number in gone.split()}
    now = [row for row in then["work_assignment"] if row["mepid"] not in left]
    state.years |= {(ONE, YEAR - 1): then, (ONE, YEAR): {"work_assignment": now}}
    names = ("T_TURN_LOW", "T_TURN_HIGH")
    assert hidden_figures(state, *names) == ({(ONE, name) for name in names} if is_hidden else set())
