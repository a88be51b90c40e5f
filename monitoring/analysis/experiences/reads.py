"""Which columns of districts' files the report on experiences reads, beside what measures of persons do."""

from __future__ import annotations

from .classes import SECTION
from .student_groups import STUDENT_GROUPS

STUDENTS, SCHEDULES, ASSIGNMENTS = "student", "student_schedule", "work_assignment"
OF_GROUPS = tuple(dict.fromkeys(column for group in STUDENT_GROUPS for column, _ in group.members))
READS: dict[str, tuple[str, ...]] = {
    STUDENTS: ("sasid", "org_code", *OF_GROUPS),
    SCHEDULES: ("sasid", *SECTION, "status"),
    ASSIGNMENTS: ("section_id", "term", "contribution_pct"),
}
