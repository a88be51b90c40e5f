"""Each number of the tables of review against a slow, obvious count, on files made at random."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any

import polars as pl
import pytest

from monitoring.analysis.measures import MEASURES
from monitoring.intake.canonical import AGGREGATE, ENROLLMENT
from monitoring.intake.layouts.shared_columns import RACE_MEANINGS, RACES
from monitoring.intake.summaries.assignments import SUBJECTS
from monitoring.intake.summaries.catalogue import DATASETS, SUMMARIES, summarize
from monitoring.intake.summaries.laid_out import lay_out, records
from monitoring.intake.summaries.summary import TOTAL
from tests.intake.test_cross_checks import frames as frames_of_persons

Rows = list[dict[str, Any]]
Sent = dict[str, Rows]
SCHOOLS = ("00010505", "00010510")
OF_FIGURES = ("measures", "groups")  # where none is not nobody
GROUPS = ("econ_dis", "el", "swd", "group_homeless")
TEACHING = ("2305", "2306", "2307", "2308", "2310", "2325")


def invented(seed: int) -> Sent:
    """A small district in which people work at several places, and much is not known."""
    pick = random.Random(seed)
    classes: Rows = [
        {"course_code": code, "section_id": name, "term": "FY", "org_code": pick.choice(SCHOOLS)}
        for code in ("02052", "01003", "99001")
        for name in "AB"
    ]
    none: dict[str, Any] = dict.fromkeys(("course_code", "section_id", "term"))
    jobs: Rows = [
        *({**one, "job_class": pick.choice(TEACHING)} for one in classes),
        *({**none, "org_code": school, "job_class": "1305"} for school in SCHOOLS),
    ]
    return {
        "staff_roster": [
            {"mepid": f"m{one}", "employment_status": pick.choice(["01", "02", "03"]), "years_prior_teaching": years}
            for one, years in enumerate(pick.choices([0, 1, None], k=20))
        ],
        "work_assignment": [
            {**pick.choice(jobs), "mepid": f"m{pick.randrange(25)}", "fte": pick.randint(1, 9) * 1_000}
            for _ in range(40)
        ],
        "evaluation": [
            {
                "mepid": f"m{one}",
                "org_code": pick.choice([*SCHOOLS, SCHOOLS[0], None]),
                "rating_type": pick.choice(["SUMMATIVE", "SUMMATIVE", "FORMATIVE_EVAL"]),
                "overall": pick.choice(["E", "P", "P", "NE"]),
            }
            for one in range(60)
        ],
        "student": [
            {
                "sasid": f"s{one}",
                "org_code": pick.choice(SCHOOLS),
                "race_ethnicity": pick.choice(RACES),
                **{name: pick.choice(["Y", "N", None]) for name in GROUPS},
            }
            for one in range(30)
        ],
        "student_schedule": [
            {
                **pick.choice(classes),
                "section_id": pick.choice("ABC"),
                "sasid": f"s{pick.randrange(30)}",
                "status": pick.choice(["ENROLLED", "COMPLETED", "WITHDRAWN"]),
            }
            for _ in range(40)
        ],
        **figures_sent(pick),
    }


def figures_sent(pick: random.Random) -> Sent:
    """Of one measure and one group the district has sent its own figure, too; of some nobody knows."""
    places = [*SCHOOLS, "00010000"]
    return {
        "metric_aggregate": [
            {"org_code": place, "metric_id": name, "numerator": whole and pick.randint(0, whole), "denominator": whole}
            for name in ("T_EXP_LT3", "T_TURN", "SAL_AVG")
            for place in (places if name == "T_TURN" else SCHOOLS)
            for whole in [pick.choice([None, 0, 400_000])]
        ],
        "school_enrollment": [
            {
                "org_code": place,
                "student_group": name,
                "enrolled": pick.choice([None, 300]),
                "share": pick.choice([None, 12.3]),
            }
            for name in ("all", "low_income")
            for place in (places if name == "all" else SCHOOLS)
        ],
    }


def frames(sent: Sent) -> dict[str, pl.DataFrame]:
    canonical = {"metric_aggregate": AGGREGATE, "school_enrollment": ENROLLMENT}
    persons = frames_of_persons({name: rows for name, rows in sent.items() if name not in canonical})
    return persons | {name: pl.DataFrame(sent[name], schema=canonical[name]) for name in sent.keys() & canonical.keys()}


def section(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["org_code"], row["course_code"], row["section_id"], row["term"]


def at(rows: Rows, place: str | None) -> Rows:
    return [row for row in rows if place == TOTAL or row["org_code"] == place]


def ids(rows: Iterable[dict[str, Any]], name: str = "mepid") -> int:
    return len({row[name] for row in rows})


def staff(sent: Sent, place: str | None, part: str | None) -> list[int]:
    here = at(sent["work_assignment"], place)
    teachers = [row for row in here if row["job_class"] in TEACHING]
    new = {row["mepid"] for row in sent["staff_roster"] if row["years_prior_teaching"] == 0}
    first = [row for row in teachers if row["mepid"] in new]
    fte = [sum(row["fte"] for row in rows) for rows in (here, teachers)]
    return [ids(here), fte[0], ids(teachers), fte[1], ids(first)]


def roster(sent: Sent, place: str | None, part: str | None) -> list[int]:
    status = {"Working": "01", "On Leave": "02", "Exited": "03"}[str(part)]
    return [ids(row for row in sent["staff_roster"] if row["employment_status"] == status)]


def assignments(sent: Sent, place: str | None, part: str | None) -> list[int]:
    def subject(row: dict[str, Any]) -> str:
        area = (row["course_code"] or "")[:2]
        return SUBJECTS.get(area, f"Subject area {area}") if area else "No class"

    here = [row for row in at(sent["work_assignment"], place) if subject(row) == part]
    return [ids(here), len({section(row) for row in here if row["course_code"]}), sum(row["fte"] for row in here)]


def evaluations(sent: Sent, place: str | None, part: str | None) -> list[int]:
    here = at(sent["evaluation"], place)
    rated = [row for row in here if row["rating_type"] == "SUMMATIVE" and row["overall"] != "NE"]
    return [ids(here), ids(rated)]


def students(sent: Sent, place: str | None, part: str | None) -> list[int | None]:
    here = at(sent["student"], place)
    counted = [ids((row for row in here if row[name] == "Y"), "sasid") for name in GROUPS]
    return [ids(here, "sasid"), *counted, *[None] * 5]


def races(sent: Sent, place: str | None, part: str | None) -> list[int]:
    code = next(one for one, words in zip(RACES, RACE_MEANINGS, strict=True) if words.lower() == str(part).lower())
    return [ids((row for row in at(sent["student"], place) if row["race_ethnicity"] == code), "sasid")]


def schedules(sent: Sent, place: str | None, part: str | None) -> list[int]:
    here = [row for row in at(sent["student_schedule"], place) if row["status"] != "WITHDRAWN"]
    taught = {section(row) for row in sent["work_assignment"]}
    sections = [section(row) for row in here]
    return [ids(here, "sasid"), len(set(sections)), len(sections), sum(one in taught for one in sections)]


def known_sum(rows: Rows, place: str | None, name: str) -> Any:
    """Of the district's own row, where there is one, or of its schools'."""
    own = [row for row in rows if row["org_code"] == "00010000"]
    here = (own or rows) if place == TOTAL else at(rows, place)
    known = [row[name] for row in here if row[name] is not None]
    return sum(known) if known else None


def measures(sent: Sent, place: str | None, part: str | None) -> list[int | None]:
    rows = [row for row in sent["metric_aggregate"] if MEASURES[row["metric_id"]].title == part]
    some, whole = (known_sum(rows, place, name) for name in ("numerator", "denominator"))
    is_rate = whole and MEASURES[rows[0]["metric_id"]].unit != "USD_MEAN"
    return [some, whole, round((some or 0) * 1_000_000 / whole) if is_rate and whole else None]


def groups(sent: Sent, place: str | None, part: str | None) -> list[int | None]:
    rows = [row for row in sent["school_enrollment"] if (row["student_group"] == "all") == (part == "All students")]
    share = known_sum(at(rows, "00010000" if place == TOTAL else place), place or "00010000", "share")
    return [known_sum(rows, place, "enrolled"), None if share is None else round(share * 10_000)]


SLOWLY: dict[str, Callable[[Sent, str | None, str | None], Any]] = {
    "staff": staff,
    "roster": roster,
    "assignments": assignments,
    "evaluations": evaluations,
    "students": students,
    "races": races,
    "schedules": schedules,
    "measures": measures,
    "groups": groups,
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", SUMMARIES)
def test_a_table_of_review_is_what_a_slow_count_gives(name: str, seed: int) -> None:
    now, was = invented(seed), invented(seed + 100)
    made = next(one for one in summarize(frames(now), frames(was)) if one.summary.id == name)
    figures = [figure.name for figure in made.summary.figures]
    assert made.rows.height >= 3
    for row in made.rows.iter_rows(named=True):
        key = row["place"], row.get("part")
        for sent, ending in ((now, ""), (was, "_was")):
            counted = SLOWLY[name](sent, *key)
            nothing = [None] * len(figures)  # nobody of this place and part stands in the year's file
            assert [row[f"{figure}{ending}"] for figure in figures] == (
                counted if counted[0] or name in OF_FIGURES else nothing
            ), key


def test_every_place_and_part_of_either_year_has_a_row() -> None:
    now, was = invented(1), invented(2)
    for made in summarize(frames(now), frames(was)):
        places = {row.get("org_code", TOTAL) for sent in (now, was) for row in sent[made.summary.dataset]} | {TOTAL}
        assert set(made.rows["place"]) == places - {"00010000"}  # its own figures are those of the whole


def evaluated(**places: int) -> pl.DataFrame:
    rows = [
        {"mepid": f"{place}{one}", "org_code": place, "rating_type": "SUMMATIVE", "overall": "P"}
        for place, number in places.items()
        for one in range(number)
    ]
    (made,) = summarize(frames({"evaluation": rows}), {})
    return made.rows


@pytest.mark.parametrize(
    ("places", "hidden"),
    [
        ({"A": 10, "B": 11}, []),
        ({"A": 9, "B": 11, "C": 12}, ["A", "B"]),  # the district's total would tell one alone
        ({"A": 9, "B": 8, "C": 12}, ["A", "B"]),
        ({"A": 5}, ["", "A"]),
    ],
)
def test_of_evaluations_what_few_stand_behind_is_left_out_and_cannot_be_subtracted(
    places: dict[str, int], hidden: list[str]
) -> None:
    assert evaluated(**places).filter("hidden")["place"].to_list() == hidden


def test_what_is_left_out_is_in_no_export_and_no_rating_is_anywhere() -> None:
    (made,) = summarize(frames({"evaluation": invented(0)["evaluation"][:15]}), {})
    told = list(records([lay_out(made, {})]))
    few = [row for row in told if row["left_out"]]
    assert few
    assert {row["value"] for row in few} == {None}
    assert {row["figure"] for row in told} == {"People", "With a summative rating"}


def test_what_was_not_sent_has_no_table_and_last_year_may_be_missing() -> None:
    assert summarize({}, frames(invented(0))) == []
    alone = summarize(frames({"work_assignment": invented(0)["work_assignment"]}), {})
    assert [(one.summary.id, one.has_before) for one in alone] == [("staff", False), ("assignments", False)]
    assert alone[0].rows["first_year"].null_count() == alone[0].rows.height  # nobody knows without a roster
    assert {one.dataset for one in SUMMARIES.values()} == DATASETS
