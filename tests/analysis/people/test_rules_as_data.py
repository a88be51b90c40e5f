"""Rules are data: they can be stored and read again, and a change of a number is another definition."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from monitoring.analysis.definitions.shipped import shipped
from monitoring.analysis.people import absence, licenses, person_index, preparation, ratings, staff_year
from monitoring.analysis.people.absence import DaysAbsent
from monitoring.analysis.people.catalogue import CATALOGUE, LAST_HQT, PeopleMeasure
from monitoring.analysis.people.experience import Experience
from monitoring.analysis.people.job_classes import ROLE_OF_JOB
from monitoring.analysis.people.rule import rule_from_data
from monitoring.analysis.people.turnover import Turnover
from monitoring.intake.layouts import staff_absence_event, staff_roster
from monitoring.intake.layouts.work_assignment import JOBS
from tests.analysis.people.sent import LAYOUTS


@pytest.mark.parametrize("measure", CATALOGUE, ids=[f"{one.id} {one.version}" for one in CATALOGUE])
def test_a_rule_comes_back_from_json_as_it_was(measure: PeopleMeasure) -> None:
    assert rule_from_data(json.loads(json.dumps(measure.rule.as_data))) == measure.rule


def test_all_definitions_differ_and_of_an_id_one_applies_to_a_year() -> None:
    assert len({one.definition_hash for one in shipped()}) == len(shipped())
    for year in range(2010, 2030):
        ids = [one.id for one in CATALOGUE if one.applies_to(year)]
        assert len(ids) == len(set(ids))
    assert [one.version for one in CATALOGUE if one.id == "T_UNQ"] == [1, 2]


def test_another_number_is_another_definition() -> None:
    assert Experience(below=4).definition_hash != Experience(below=3).definition_hash
    assert Turnover(to="exit").definition_hash != Turnover().definition_hash


def test_a_hash_is_the_same_in_another_process() -> None:
    code = "from monitoring.analysis.people.experience import Experience as E; print(E(below=4).definition_hash)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == Experience(below=4).definition_hash


def test_days_are_more_than_or_at_least_so_many_and_not_both() -> None:
    for bounds in ((None, None), (10, 10)):
        with pytest.raises(ValueError, match="either more_than or at_least"):
            DaysAbsent(more_than=bounds[0], at_least=bounds[1])


def test_codes_are_those_of_the_layouts() -> None:
    def codes(layout: str, column: str) -> set[str]:
        return set(next(one.codes for one in LAYOUTS[layout].columns if one.name == column))

    assert set(person_index.STATUS_OF_CODE) == codes("staff_roster", "employment_status")
    assert set(person_index.LEFT_AS_OF_CODE) < codes("staff_roster", "exit_reason")
    assert set(preparation.BELOW_BACHELOR) < codes("staff_roster", "highest_degree")
    assert {*preparation.WITH_PROVISIONAL, *preparation.STOPGAPS} < codes("license", "type")
    assert {licenses.ACTIVE, licenses.EXPIRED} < codes("license", "status")
    assert {*absence.NEVER_ABSENT, *absence.LONG_TERM} < codes("staff_absence_event", "category")
    assert {*ratings.RATINGS, "NE"} == codes("evaluation", "overall")
    assert ratings.SUMMATIVE in codes("evaluation", "rating_type")
    assert set(ROLE_OF_JOB.values()) < codes("evaluation", "educator_role")
    assert staff_year.OCTOBER in codes("work_assignment", "collection")
    assert LAST_HQT == staff_roster.LAST_HQT
    assert absence.NEVER_ABSENT == staff_absence_event.NEVER_ABSENT
    assert {"1305", "2305", "2306", "2310", "2325"} == set(JOBS) & set(ROLE_OF_JOB)
