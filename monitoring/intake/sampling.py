"""What a mapping is made from: the headings of one of a district's own files, of which nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace

from monitoring.intake import files
from monitoring.intake.arrival import Arrival
from monitoring.intake.checks.run import describe_note
from monitoring.intake.mapping.headings import NoHeadings, codes_of, headings_of, pasted_headings
from monitoring.intake.models import Upload
from monitoring.intake.reading.door import read_table
from monitoring.intake.reading.limits import DEFAULT
from monitoring.intake.reading.refusal import Note
from monitoring.intake.reports.declaration import Report

GONE = "That file is no longer kept. Choose it once more from where it lies with you, or paste its line of headings."


@dataclass(frozen=True)
class Sample:
    """`headings` in the order of the export; `codes`: the few different texts under those that may hold codes."""

    headings: list[str]
    codes: dict[str, list[str]] = field(default_factory=dict)


def sample_of_line(text: str) -> Sample:
    """From a pasted line. Raises NoHeadings."""
    return Sample(pasted_headings(text))


def sample_of_arrival(arrival: Arrival, layout: Report, *, district_id: int) -> Sample:
    """From a file that came with a request, and is gone after it. Raises NoHeadings."""
    with closing(arrival):
        return _sample(files.arrived_chunks(arrival, district_id=district_id), layout, arrival.size)


def sample_of_upload(upload: Upload, layout: Report) -> Sample:
    """From a file that was sent, for as long as it is kept. Raises NoHeadings."""
    if upload.original != Upload.Original.KEPT or upload.is_forbidden:
        raise NoHeadings(GONE)
    try:
        return _sample(files.stored_chunks(upload), layout, upload.size)
    except files.FileDamaged:
        raise NoHeadings(GONE) from None


def _sample(content: Iterable[bytes], layout: Report, size: int) -> Sample:
    table = read_table(content, limits=replace(DEFAULT, file_bytes=size))
    if isinstance(table, Note):
        told = describe_note(table).details.row(0, named=True)
        raise NoHeadings(f"{told['message']} {told['how_to_fix']}")
    headings, row, places = headings_of(table, layout)
    return Sample(headings, codes_of(table, row, places, layout))
