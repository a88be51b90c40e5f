"""What was published stays what it was, whatever rule computes: its version, its trend, and whether it is shown."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from districts.models import District, Membership
from districts.org_code import STATE_CODE
from districts.wall import across_districts, in_district
from monitoring.analysis.definitions.definition import State
from monitoring.analysis.definitions.in_force import InForce
from monitoring.definitions.queries import in_force
from monitoring.results.current_inputs import read_current_state
from monitoring.results.frames import AGGREGATES
from monitoring.results.models import DistrictValue, SchoolValue, StateValue
from monitoring.results.queries import provenance_for
from monitoring.results.read_inputs import read_frames
from tests.analysis.people.sent import ONE, OTHER, A, B, C
from tests.definitions.analysts import analyst, like
from tests.results.kept import keep
from tests.results.people_state import compute_people, keep_people
from tests.results.test_definition_changes import FOUR, SEEN, activate, dual_run, put_forward, varied_state
from tests.results.test_people import YEAR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
MEASURE = "T_EXP_LT3"


def counts(measure: str, schools: dict[str, int | None], year: int, **other: Any) -> pl.DataFrame:
    """So many of ten at each school; None: suppressed. Rows of a file, or of a report."""
    rows = [
        {"school_year": year, "org_code": code, "metric_id": measure, "unit": "FTE", **other,
         "numerator": None if some is None else some * 10_000, "denominator": None if some is None else 100_000,
         "missing_reason": "suppressed" if some is None else None, "row_number": 2 + place, "snapshot_id": "x"}
        for place, (code, some) in enumerate(schools.items())
    ]  # fmt: skip
    extra = dict.fromkeys(other, pl.String)
    return pl.DataFrame(rows, schema={**AGGREGATES, **extra})


def told(model: Any, org: str, year: int, measure: str = MEASURE) -> tuple[Any, int | None, str]:
    """The rate, the version that made it, and what is said of the year before."""
    with across_districts(reason="tests: look"):
        of = {"measure": measure, "school_year": year, "window": "1"}
        if model is SchoolValue:
            of["school__org_code"] = org
        elif model is DistrictValue:
            of["district__org_code"] = org
        value = model.objects.filter(*([SEEN] if org else []), **of).get()
        found = in_force().with_hash(measure, value.definition_hash)
    return value.rate, found.version if found else None, value.break_text


@pytest.fixture
def people() -> tuple[Membership, Membership]:
    return analyst("Ann"), analyst("Ben")


@pytest.mark.slow
def test_a_new_rule_names_and_breaks_only_what_it_computes(people: tuple[Membership, Membership]) -> None:
    """Of one district's schools the agency has published both years, but for one school; the other's are computed."""
    ann, ben = people
    keep_people(varied_state())
    for year in (YEAR - 1, YEAR):
        keep(counts(MEASURE, {A: 2, B: None}, year), owner=STATE_CODE, year=year)
    compute_people()
    version = put_forward(like(f"{MEASURE}.1", rule=FOUR, first_year=YEAR), ann)
    before = {org: told(SchoolValue, org, YEAR) for org in (A, C)}
    by_one = told(DistrictValue, ONE, YEAR)[0]
    assert None not in (told(SchoolValue, B, YEAR)[0], by_one)  # computed by the rule by which the rest was published
    dual_run(MEASURE, version, ann)
    activate(MEASURE, version, ben)
    assert told(SchoolValue, A, YEAR) == before[A] == (0.2, 1, "")
    assert told(SchoolValue, B, YEAR)[0] is None  # what another rule counts does not fill in what was published
    assert told(DistrictValue, ONE, YEAR) == (None, 1, "")  # nor is it added to it
    assert told(StateValue, "", YEAR) == (None, 1, "")
    for model, org in ((SchoolValue, C), (DistrictValue, OTHER)):
        rate, made_by, text = told(model, org, YEAR)
        assert (rate, made_by) == (0.0, 2)
        assert text.startswith("Not comparable with 2023-24: from 2024-25 version 2 of the definition holds (completed")
        assert told(model, org, YEAR - 1)[1:] == (1, "")


@pytest.mark.slow
def test_the_agencys_file_says_by_which_version_it_was_counted() -> None:
    keep_people(varied_state())
    keep(counts("T_UNQ", {A: 2}, YEAR, definition_version="1"), owner=STATE_CODE, year=YEAR)
    keep(counts("T_UNQ", {A: 2}, YEAR - 1, definition_version="2"), owner=STATE_CODE, year=YEAR - 1)
    compute_people()
    assert told(SchoolValue, A, YEAR, "T_UNQ")[:2] == (0.2, 1)
    assert told(SchoolValue, A, YEAR - 1, "T_UNQ")[:2] == (0.2, 2)
    assert told(SchoolValue, A, YEAR, "T_UNQ")[2].startswith("Not comparable with 2023-24: from 2024-25 version 1")


def test_published_ratings_are_shown_while_the_definition_is_a_draft_and_a_districts_own_counts_are_not() -> None:
    keep_people(varied_state())
    keep(counts("T_EVAL_HIGH", {A: 3}, YEAR), owner=STATE_CODE, year=YEAR)
    keep(counts("T_EVAL_HIGH", {C: 4}, YEAR, definition_version="1"), owner=OTHER, year=YEAR)
    compute_people()
    with across_districts(reason="tests: look"):
        shown = list(SchoolValue.objects.filter(measure="T_EVAL_HIGH").values_list("school__org_code", "rate"))
    assert shown == [(A, 0.3)]
    with in_district(District.objects.get(org_code=ONE).pk):
        found = provenance_for(SchoolValue.objects.get(measure="T_EVAL_HIGH", school_year=YEAR))
    assert found.definition is not None
    assert (found.definition.key, found.definition.state) == (("T_EVAL_HIGH", 1), State.DRAFT)
    assert found.definition_is_current


@pytest.mark.slow
def test_where_no_definition_is_in_force_the_agencys_figures_alone_are_read() -> None:
    keep_people(varied_state())
    keep(counts(MEASURE, {A: 2}, YEAR), owner=STATE_CODE, year=YEAR)
    compute_people()
    with across_districts(reason="tests: look"):
        held = read_current_state()
        of_all = read_frames(held, [YEAR]).aggregates.filter(metric_id=MEASURE)
        retired = InForce(tuple(one for one in held.definitions.definitions if one.measure_id != MEASURE))
        of_none = read_frames(held.__class__(**{**vars(held), "definitions": retired}), [YEAR])
    assert set(of_all["org_code"]) == {A, B, C, ONE, OTHER}
    assert of_none.aggregates.filter(metric_id=MEASURE).select("org_code", "version").rows() == [(A, 1)]
