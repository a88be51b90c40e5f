"""Files of one district are checked against each other after each of them is taken, and what is told names nobody."""

from __future__ import annotations

from typing import Any

from districts import outbox
from districts.models import AuditEvent, Job
from districts.wall import across_districts
from monitoring.intake.models import CrossFinding
from monitoring.intake.topics import CROSS_TOPIC
from tests.districts.cast import Cast, Tenant
from tests.intake.layout_cases import ASSIGNMENT, EVALUATION, LICENSE, ROSTER
from tests.intake.uploading import checked, current

IDS = ("31415926", "27182818")


def send(tenant: Tenant, row: dict[str, str], *changes: dict[str, str]) -> None:
    school = {"org_code": f"{tenant.org_code[:4]}0505"} if "org_code" in row else {}
    checked(tenant, [list(row), *(list({**row, **school, **one}.values()) for one in changes)])


def jobs(tenant: Tenant) -> list[Job]:
    with across_districts(reason="tests"):
        return list(Job.objects.filter(topic=CROSS_TOPIC, district_id=tenant.id).order_by("key"))


def stand(tenant: Tenant) -> list[CrossFinding]:
    """What stands once every check that was promised is done."""
    outbox.run_waiting()
    with across_districts(reason="tests"):
        return list(CrossFinding.objects.filter(district_id=tenant.id))


def told(tenant: Tenant) -> dict[tuple[str, str], int]:
    return {(one.collection, one.rule_id): one.total for one in stand(tenant)}


def test_what_is_told_follows_the_files_and_names_nobody(cast: Cast) -> None:
    send(cast.north, ROSTER, {"mepid": IDS[0]})
    send(cast.north, ASSIGNMENT, {"mepid": IDS[0]}, {"mepid": IDS[1]})
    assert [(job.key, job.asked) for job in jobs(cast.north)] == [("2025-EOY", 1), ("2025-OCT", 2)]
    (finding,) = stand(cast.north)
    assert (finding.collection, finding.rule_id, finding.total) == ("OCT", "E-ROSTER-ASSIGNMENT", 1)
    assert [row["message"] for row in finding.details] == [
        "Work assignments, row 3: this person is not on the staff roster of the year."
    ]
    pseudonyms = current(cast.north, "work_assignment", 2025)["mepid"].to_list()
    with across_districts(reason="tests"):
        kept = [*CrossFinding.objects.values(), *AuditEvent.objects.values(), *Job.objects.values()]
        events = AuditEvent.objects.filter(verb="submission.checked", district_id=cast.north.id).order_by("number")
        assert [one.detail["errors"] for one in events] == [0, 1]
    assert [word in str(kept) for word in (*IDS, *pseudonyms)] == [False] * 4
    send(cast.north, ASSIGNMENT, {"mepid": IDS[0]})
    assert told(cast.north) == {}


def test_a_file_is_compared_in_each_collection_and_year_that_it_tells_of(cast: Cast) -> None:
    send(cast.north, EVALUATION, {"mepid": IDS[1]})
    assert [job.key for job in jobs(cast.north)] == ["2025-EOY"]
    send(cast.north, ROSTER, {"mepid": IDS[0]})
    assert told(cast.north) == {("EOY", "E-ROSTER-EVALUATION"): 1}
    send(cast.north, ROSTER, {"mepid": IDS[0], "school_year": "2023-24"})  # on which the next year looks back
    asked = {job.key: job.asked for job in jobs(cast.north)}
    assert asked == {"2024-EOY": 1, "2024-OCT": 1, "2025-EOY": 3, "2025-OCT": 2}


def test_done_twice_it_leaves_each_finding_as_it_is(cast: Cast) -> None:
    send(cast.north, ASSIGNMENT, {"mepid": IDS[1]})
    send(cast.north, ROSTER, {"mepid": IDS[0], "employment_status": "01"})
    first = [(one.pk, one.found_at) for one in stand(cast.north)]
    send(cast.north, ROSTER, {"mepid": IDS[0], "employment_status": "01", "total_salary": "73000"})
    assert [(one.pk, one.found_at) for one in stand(cast.north)] == first
    assert len(first) == 2  # nobody of the assignments is on the roster, and who is on it has none


def test_the_agencys_files_stand_in_and_no_row_of_them_is_told(cast: Cast) -> None:
    degree: dict[str, Any] = {"mepid": IDS[0], "highest_degree": "ASSOC"}
    send(cast.north, {**ROSTER, "highest_degree": "MA"}, degree)
    send(cast.south, {**ROSTER, "highest_degree": "MA"}, {"mepid": IDS[1]})
    assert told(cast.north) == {}
    crosswalk = {"course_code": "02052", "grade": "ALL", "field_codes": "LATIN"}
    send(cast.agency, crosswalk, {})
    send(cast.agency, LICENSE, {"mepid": IDS[0]}, {"mepid": IDS[1]})
    assert told(cast.north) == {("EOY", "W-DEGREE-LICENSE"): 1, ("OCT", "W-DEGREE-LICENSE"): 1}
    assert told(cast.south) == {}
    send(cast.north, LICENSE, {"mepid": IDS[0], "type": "PROVISIONAL"})
    assert told(cast.north) == {("EOY", "W-FIELD-CODE"): 1, ("OCT", "W-FIELD-CODE"): 1}
