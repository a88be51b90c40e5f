"""What the rules between files found, for members of the district; all need a scope and name the district."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from districts.models import Job
from districts.outbox import UNFINISHED
from districts.school_year import show_school_year
from districts.trouble import sentence_of
from monitoring.intake.cross_checks.catalogue import CROSS_DATASETS, CROSS_RULES
from monitoring.intake.models import CrossFinding, Finding, Snapshot
from monitoring.intake.queries.uploads import FindingRow, report_title
from monitoring.intake.submissions import collections_of
from monitoring.intake.topics import CROSS_TOPIC, key_of, place_of

Place = tuple[int, str]  # a school year and a collection
SEVERITIES = "EWI"


@dataclass(frozen=True)
class CrossChecks:
    """What files say of each other, for a page. `findings`: by severity, and first those that explain most: what is
    said of a whole file, rows that a prerequisite leaves out, whatever is most often; each with its `rule`, and the
    `places` of which it says the same. `places`: all that were looked at, the latest year first. `checked_at`: when
    that was last done; `reason`: why a check did not end.
    """

    findings: list[Any]
    places: list[Place]
    checked_at: dt.datetime | None
    is_waiting: bool
    reason: str

    @property
    def counts(self) -> list[tuple[str, int]]:
        """('Error', 3): how many times each severity was found, those that were not left out."""
        names = dict(Finding.Severity.choices)
        totals = {one: sum(found.total for found in self.findings if found.severity == one) for one in SEVERITIES}
        return [(names[severity], total) for severity, total in totals.items() if total]


def cross_checks_of_collection(district_id: int, *, school_year: int, collection: str) -> CrossChecks:
    """Of one school year and collection, for its page. Two queries."""
    return _checks(district_id, CrossFinding.objects.all(), [(school_year, collection)])


def cross_checks_of_upload(district_id: int, snapshots: Iterable[Snapshot]) -> CrossChecks | None:
    """What the rules that need the rows which stand of an upload found; None where no rule does. Two queries, or none.

    `snapshots`: what the upload gave.
    """
    stand = [one for one in snapshots if one.is_current and one.dataset in CROSS_DATASETS]
    if not stand:
        return None
    rules = [rule.id for rule in CROSS_RULES.values() if not {one.dataset for one in stand}.isdisjoint(rule.needs)]
    found = CrossFinding.objects.filter(rule_id__in=rules)
    if any(one.school_year is None for one in stand):
        return _checks(district_id, found, None)
    places = [
        (int(one.school_year or 0), name) for one in stand for name in collections_of(one.dataset, one.collection)
    ]
    return _checks(district_id, found, places)


def cross_finding_rows(district_id: int, *, school_year: int, collection: str) -> Iterator[FindingRow]:
    """Every kept detail of every finding, for CSV: row numbers and sentences, and nothing that names a person."""
    found = CrossFinding.objects.filter(district_id=district_id, school_year=school_year, collection=collection)
    for finding in _in_order(found):
        for detail in finding.details:
            yield FindingRow(
                rule_id=finding.rule_id,
                severity=finding.severity,
                file=report_title(finding.dataset),
                row=detail["row_number"],
                column=None,
                school_year=show_school_year(finding.school_year),
                value=None,
                message=detail["message"],
                how_to_fix=detail["how_to_fix"],
                total=finding.total,
            )


def _checks(district_id: int, found: QuerySet[CrossFinding], places: list[Place] | None) -> CrossChecks:
    """At these places, or at all of the tenant's."""
    found, jobs = found.filter(district_id=district_id), Job.objects.filter(district_id=district_id, topic=CROSS_TOPIC)
    if places is not None:
        at = [Q(school_year=school_year, collection=collection) for school_year, collection in places]
        found = found.filter(reduce(or_, at))
        jobs = jobs.filter(key__in=[key_of(*place) for place in places])
    asked = list(jobs)
    reasons = [job.last_error for job in asked if job.state == Job.State.QUARANTINED]
    return CrossChecks(
        findings=_merged(_in_order(found)),
        places=sorted((place_of(job.key) for job in asked), key=lambda place: (-place[0], place[1])),
        checked_at=max((job.finished_at for job in asked if job.finished_at), default=None),
        is_waiting=any(job.state in UNFINISHED for job in asked),
        reason=sentence_of(reasons[0]) if reasons else "",
    )


def _in_order(found: Iterable[CrossFinding]) -> list[Any]:
    """Each with its rule and its place."""
    told: list[Any] = list(found)
    for finding in told:
        finding.rule = CROSS_RULES[finding.rule_id]
        finding.places = [(finding.school_year, finding.collection)]
    return sorted(told, key=_weight)


def _weight(finding: CrossFinding) -> tuple[int, bool, bool, int, int, int, str]:
    rule, at = CROSS_RULES[finding.rule_id], SEVERITIES.index(finding.severity)
    first = (at, not rule.is_of_the_whole, not rule.is_prerequisite)
    return *first, -finding.total, rule.rank, -finding.school_year, finding.collection


def _merged(findings: list[Any]) -> list[Any]:
    """What says the same in several places, once."""
    merged: list[Any] = []
    for finding in findings:
        same = [one for one in merged if (one.rule_id, one.details) == (finding.rule_id, finding.details)]
        if same:
            same[0].places += finding.places
        else:
            merged.append(finding)
    return merged
