"""The files of a district year as they come in and as a worker checks them: the product's own doors, no short cuts."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from districts import outbox
from districts.models import Job
from districts.wall import in_district
from monitoring.intake import files
from monitoring.intake.actions import receive_upload
from monitoring.intake.models import CrossFinding, Upload
from monitoring.intake.topics import CHECK_TOPIC, CROSS_TOPIC


def receive_files(district_id: int, paths: Iterable[Path]) -> None:
    """The files as a district sends them; nothing is checked yet."""
    for path in paths:
        with files.arriving(files.chunks_of(path)) as arrival, in_district(district_id):
            receive_upload(file_name=path.name, arrival=arrival, by="bench")


def check_files(district_id: int) -> None:
    """All that a worker does until the files are stored and compared."""
    for topic in (CHECK_TOPIC, CROSS_TOPIC):
        for job in waiting(district_id, topic):
            outbox.run(job_id=job.pk, district_id=district_id)


def check_together(district_id: int, *, pause: float) -> None:
    """The same, beside other processes that do it too; returns once nothing is left for any."""
    for topic in (CHECK_TOPIC, CROSS_TOPIC):
        while left := waiting(district_id, topic):
            if not sum(outbox.run(job_id=job.pk, district_id=district_id) for job in left):
                time.sleep(pause)


def waiting(district_id: int, topic: str) -> list[Job]:
    """The jobs that are not done, in the order in which they are sent."""
    with in_district(district_id):
        jobs = Job.objects.filter(district_id=district_id, topic=topic).exclude(state=Job.State.DONE)
        return list(jobs.order_by("created_at"))


def refuse_unsound(district_id: int) -> None:
    """Raises where anything was found to mend: then something else was measured than is said."""
    with in_district(district_id):
        uploads = list(Upload.objects.filter(district_id=district_id))
        found = [one.file_name for one in uploads if one.state != Upload.State.ACCEPTED or one.warnings]
        found += CrossFinding.objects.filter(district_id=district_id).values_list("rule_id", flat=True)
    if found or not uploads:
        raise RuntimeError(f"the files are not as they should be: {', '.join(found)}")
