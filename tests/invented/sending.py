"""A written state sent district by district and year by year, as the product would examine it; nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from monitoring.intake.cross_checks.run import cross_check
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.examination import Examination, examine_table
from monitoring.intake.grain import Frames
from monitoring.intake.pseudonyms import Pseudonyms
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Past
from tests.intake.examining import found, read_here

KEY = Pseudonyms(bytes(32))
RUNNING = 2027
Told = Counter[str]


def what_is_told(folder: Path) -> Told:
    """How often each rule speaks of the files of the state and of all districts and years, beside the year before."""
    told: Told = Counter()
    known = organizations_on_record(folder)
    for path in sorted((folder / "state").iterdir()):
        told.update(found(examined_at(path, None, Past(known=known))))
    lists = examined_at(folder / "state" / "course_crosswalk.csv", None, Past()).frames
    for district in sorted((folder / "districts").iterdir()):
        for each in _of_district(district, known, {grain.dataset: frame for grain, frame in lists.items()}):
            told.update(each)
    return told


def _of_district(district: Path, known: pl.DataFrame, lists: dict[str, pl.DataFrame]) -> Iterator[dict[str, int]]:
    records: dict[str, list[pl.DataFrame]] = {}
    before: Frames = {}
    for year in sorted(district.iterdir()):
        frames: Frames = {}
        for path in sorted(year.iterdir()):
            past = Past(known=known, records={name: pl.concat(some) for name, some in records.items()})
            examination = examined_at(path, district.name, past)
            assert examination.verdict == "accepted", (path, found(examination))
            yield found(examination)
            frames |= examination.frames
        yield from _between(frames, before, lists)
        for grain, frame in frames.items():
            records.setdefault(grain.dataset, []).append(frame)
        before = frames


def _between(frames: Frames, before: Frames, lists: dict[str, pl.DataFrame]) -> Iterator[dict[str, int]]:
    year = max(grain.school_year for grain in frames if grain.school_year)
    for collection in ("OCT", "EOY"):
        now, was = (_of_collection(some, collection) for some in (frames, before))
        borrowed = frozenset(lists)
        sent = Submission(year, collection, {**lists, **now}, borrowed=borrowed, before=was)
        yield {finding.rule.id: finding.total for finding in cross_check(sent)}


def _of_collection(frames: Frames, collection: str) -> dict[str, pl.DataFrame]:
    return {grain.dataset: frame for grain, frame in frames.items() if grain.collection in ("", collection)}


def examined_at(path: Path, owner: str | None, past: Past) -> Examination:
    def known(report: Report) -> Past:
        return past

    options: dict[str, Any] = {"owner": owner, "past": known, "running": RUNNING, "pseudonyms": KEY}
    return examine_table(read_here(path), **options)


def organizations_on_record(folder: Path) -> pl.DataFrame:
    """As those on record: code, closing year, name."""
    rows = pl.read_csv(folder / "state" / "organizations.csv", infer_schema=False)
    closed = pl.col("close_year").str.head(4).cast(pl.Int16) + 1
    return rows.select("org_code", close_year=closed, name="org_name")
