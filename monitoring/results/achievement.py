"""Achievement that a district has sent, read for its own members. In the district's scope: nobody else reads it."""

from __future__ import annotations

from dataclasses import dataclass

from districts.models import District
from monitoring.analysis.achievement import Achieved, achieved, achievement_sentences
from monitoring.analysis.groups import GROUPS
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import Snapshot

from .experiences.stored import sees_own

DATASET = "achievement"
READS = ("org_code", "student_group", "subject", "tested", "meeting")


@dataclass(frozen=True)
class Achievement:
    """Of a school year: `sentences`, and the numbers that they are of."""

    school_year: int
    sentences: tuple[str, ...]
    found: tuple[Achieved, ...]


def achievement_for_its_members(district: District, year: int) -> Achievement | None:
    """The latest up to a school year; None where the district has sent none. One query, and one file."""
    if not sees_own():
        return None
    sent = Snapshot.objects.filter(district=district, dataset=DATASET, superseded_at=None, school_year__lte=year)
    latest = sent.filter(rows__gt=0).order_by("-school_year").first()
    if latest is None or latest.school_year is None:
        return None
    found = achieved(read_snapshot(latest, columns=READS))
    titles = {name: group.title for name, group in GROUPS.items()}
    return Achievement(latest.school_year, tuple(achievement_sentences(found, titles)), tuple(found))
