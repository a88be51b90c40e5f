"""October's files of a very small district of the demo, which agree with each other. Nobody in them exists."""

from __future__ import annotations

import csv
import io

from monitoring.intake.reports.catalogue import REPORTS

TEACHERS, STUDENTS = 3, 6
NO_CLASS = dict.fromkeys(("course_code", "section_id", "term", "contribution_pct"), "NA")
Row = dict[str, str]


def october_files(school: str, school_year: str, *, shared: str = "", is_led: bool = True) -> dict[str, bytes]:
    """By layout. Three people teach two students each. `is_led`: they have a principal, too; a school without one is
    warned of. `shared`: the id of somebody who teaches here with 0.8 FTE, beside them.
    """
    district = school[:4]
    people = [f"{district}{number:04d}" for number in range(1, TEACHERS + 1)]
    students = [f"{district}{number:06d}" for number in range(1, STUDENTS + 1)]
    taught = [
        {"mepid": one, "section_id": f"D-{place}", "fte": "1", "contribution_pct": "100"}
        for place, one in enumerate(people)
    ]
    if shared:
        people, taught = [*people, shared], [*taught, {**taught[0], "mepid": shared, "fte": "0.8"}]
        taught[0] = {**taught[0], "contribution_pct": "50"}
        taught[-1] = {**taught[-1], "contribution_pct": "50"}
    if is_led:
        leader = f"{district}9001"
        people, taught = [*people, leader], [*taught, {"mepid": leader, "job_class": "1305", "fte": "1", **NO_CLASS}]
    places = [{"sasid": one, "section_id": f"D-{place // 2}"} for place, one in enumerate(students)]
    rows: dict[str, list[Row]] = {
        "staff_roster": [{"mepid": one} for one in people],
        "work_assignment": taught,
        "student": [{"sasid": one} for one in students],
        "student_schedule": places,
    }
    common = {"school_year": school_year, "collection": "OCT", "org_code": school}
    return {layout: _csv(layout, [{**common, **row} for row in some]) for layout, some in rows.items()}


def figures_file(schools: list[str], school_year: str) -> bytes:
    """How teachers of each school answered a survey: figures that no report and no file of persons has."""
    measure = {"metric_id": "T_SATIS", "definition_version": "1", "educator_role": "TEACHER", "unit": "ANSWERS"}
    rows = [
        {
            "school_year": school_year,
            "org_code": school,
            **measure,
            "numerator": str(100 + 3 * place % 17),
            "denominator": str(150 + place % 4),
            "rate": "",
        }
        for place, school in enumerate(schools)
    ]
    return _csv("metric_aggregate", rows)


def _csv(layout: str, rows: list[Row]) -> bytes:
    """A file of the layout, with the examples of its columns where nothing else is said."""
    columns = REPORTS[layout].columns
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.title for column in columns)
    for row in rows:
        writer.writerow(row.get(column.name, column.example_cell) for column in columns)
    return text.getvalue().encode()
