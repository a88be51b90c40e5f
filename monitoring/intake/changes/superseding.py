"""What an examined file would change against the rows that are current, and whether its sender is asked first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import polars as pl

from districts.school_year import show_school_year
from monitoring.intake.changes.changed_rows import count_changes, list_changes
from monitoring.intake.changes.difference import FIGURES, Difference, difference_of
from monitoring.intake.changes.paired_rows import KEYS, pair_rows
from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.checks.rule import as_found
from monitoring.intake.checks.run import Finding, describe
from monitoring.intake.examination import HELD, REFUSED, Examination
from monitoring.intake.files import read_snapshot
from monitoring.intake.grain import Frames, Grain
from monitoring.intake.models import Snapshot, Upload
from monitoring.intake.reports.declaration import Figure, figure_title

DIFFER, GONE, LATER_LACKS = "I-ROWS-DIFFER", "W-ROWS-GONE", "W-ROWS-LATER"
OTHERS, LATER_OTHERS = "W-FIGURES-OTHERS", "W-FIGURES-LATER"
LOCKED, WAITS = "W-COLLECTION-LOCKED", "W-CHECK-WAITS"  # see locked_rows
RULES_ON_CHANGES = (LOCKED, WAITS, GONE, OTHERS, LATER_LACKS, LATER_OTHERS, DIFFER)
NAMED = 5  # organizations that are named; of the others it is said how many they are
EMPTY: Mapping[Grain, Snapshot] = MappingProxyType({})


@dataclass(frozen=True)
class Beside:
    """One kind of rows of a file beside the current ones, or beside those whose place it took when it was checked
    before. `is_later`: these came in after the file. `is_names`: names of organizations beside figures, whose changes
    are listed and are no finding. `counts`, `rows`: of the changes, of each kind and row by row, unless it is later.
    """

    grain: Grain
    stands: Snapshot
    is_later: bool
    is_names: bool
    found: Difference
    counts: Mapping[str, int]
    rows: pl.DataFrame


def current_of(district_id: int, report: str) -> dict[Grain, Snapshot]:
    """The current snapshots of a tenant's report, by what they are of. To write by it, hold Lock.SNAPSHOTS."""
    rows = Snapshot.objects.filter(district_id=district_id, report=report, superseded_at=None)
    return {row.grain: row for row in rows.select_related("upload")}


def replaced_by(upload: Upload) -> dict[Grain, Snapshot]:
    """The rows of earlier files whose place an upload has taken, by what they are of; the last of each."""
    if not upload.was_checked:
        return {}
    taken = Snapshot.objects.filter(
        district_id=upload.district_id,
        report=upload.report,
        superseded_by__upload=upload,
        upload__received_at__lt=upload.received_at,
    )
    return {row.grain: row for row in taken.select_related("upload").order_by("frozen_at")}


def beside_current(
    examination: Examination,
    current: Mapping[Grain, Snapshot],
    *,
    upload: Upload,
    organizations: pl.DataFrame,
    replaced: Mapping[Grain, Snapshot] = EMPTY,
) -> tuple[Examination, list[Beside]]:
    """The examination with what the file changes among its findings, and its rows beside the others; held, where
    current figures would make room for columns that wait for a decision, or a large part of what is current would go,
    or be others, or its sender asked to see first what it changes, and nobody has said yet that this is right.
    `organizations`: org_code and name. What was taken once is not held any more: where the upload's own rows are
    current, it is set beside those that it `replaced`.
    """
    if examination.verdict == REFUSED:
        return examination, []
    pairs = list(_pairs(examination, current, replaced, upload))
    findings = [*examination.findings, *_findings([pair for pair in pairs if not pair.is_names], organizations)]
    told = replace(examination, findings=findings)
    was_taken = upload.state in Upload.TAKEN or any(one.upload_id == upload.pk for one in current.values())
    why = "" if was_taken else _why_held([pair for pair in pairs if not pair.is_later], upload)
    return replace(told, verdict=HELD, rows_accepted=0, why_held=why) if why else told, pairs


def _why_held(pairs: list[Beside], upload: Upload) -> str:
    """Why a file that nothing of has been taken is not taken at once; blank where it is."""
    if any(pair.found.waiting for pair in pairs if not pair.is_names):
        return Upload.WhyHeld.COLUMNS
    if upload.is_confirmed:
        return ""
    if any(pair.found.is_large for pair in pairs if not pair.is_names):
        return Upload.WhyHeld.MUCH
    return Upload.WhyHeld.ASKED if upload.asks_first and not all(pair.found.is_none for pair in pairs) else ""


def _pairs(
    examination: Examination, current: Mapping[Grain, Snapshot], replaced: Mapping[Grain, Snapshot], upload: Upload
) -> Iterator[Beside]:
    """What an upload gave itself, when it is checked again, is nothing to compare it with; what it replaced is."""
    waiting = [grain for grain in current if grain.school_year in examination.proposed and grain.dataset in FIGURES]
    nothing_yet = {grain: read_snapshot(current[grain]).clear() for grain in waiting}  # all its rows may be withheld
    compared = {grain: frame for grain, frame in examination.frames.items() if grain.dataset in KEYS}
    for grain, frame in (nothing_yet | compared).items():
        stands = current.get(grain)
        is_own = stands is not None and stands.upload_id == upload.pk
        stands = replaced.get(grain) if is_own else stands
        if stands is not None:
            yield _beside(grain, frame, stands, examination, upload)


def _beside(grain: Grain, frame: pl.DataFrame, stands: Snapshot, examination: Examination, upload: Upload) -> Beside:
    is_later = stands.is_later_than(upload)
    before, after = (frame, read_snapshot(stands)) if is_later else (read_snapshot(stands), frame)
    paired = pair_rows(before, after, grain.dataset)
    waiting = _waiting(examination, grain.school_year)
    return Beside(
        grain=grain,
        stands=stands,
        is_later=is_later,
        is_names=_is_names(grain, examination.frames),
        found=difference_of(paired, before, grain.dataset, waiting=waiting),
        counts={} if is_later else count_changes(paired),
        rows=pl.DataFrame() if is_later else list_changes(paired, grain.dataset),
    )


def _waiting(examination: Examination, year: int | None) -> set[Figure]:
    """The figures of a year that rest on columns which wait for a decision."""
    columns = set(examination.proposed.get(year, ())) if year is not None else set()
    return examination.report.figures_from(columns) if examination.report else set()


def _is_names(grain: Grain, frames: Frames) -> bool:
    """Whether rows are names of organizations of a year of which there are figures, too."""
    others = (one for one in frames if one.dataset in KEYS and one.dataset != "organizations")
    return grain.dataset == "organizations" and any(one.school_year == grain.school_year for one in others)


def _findings(pairs: list[Beside], organizations: pl.DataFrame) -> list[Finding]:
    told: dict[str, list[Beside]] = {
        GONE: [pair for pair in pairs if pair.found.gone and not pair.is_later],
        OTHERS: [pair for pair in pairs if pair.found.others and not pair.is_later],
        LATER_LACKS: [pair for pair in pairs if pair.found.is_cut and pair.is_later],
        LATER_OTHERS: [pair for pair in pairs if pair.found.others and pair.is_later],
        DIFFER: [pair for pair in pairs if not (pair.found.is_none or pair.is_later)],
    }
    return [
        describe(RULES[rule_id], as_found(pl.DataFrame([_words(rule_id, pair, organizations) for pair in some])), {})
        for rule_id, some in told.items()
        if some
    ]


def _words(rule_id: str, pair: Beside, organizations: pl.DataFrame) -> dict[str, object]:
    """What the messages of the rules have places for."""
    found, stands = pair.found, pair.stands
    year = f", {show_school_year(stands.school_year)}" if stands.school_year else ""
    kind = f"{stands.get_dataset_display()}{year}"
    file = stands.upload.with_receipt
    waiting = f", {found.waiting:,} waiting for a decision on their columns" if found.waiting else ""
    counts = f"{found.added:,} added, {found.changed:,} changed, {found.gone:,} gone{waiting}"
    figures = ", ".join(figure_title((FIGURES[stands.dataset][0], name)) for name in found.others)
    values = {
        DIFFER: f"{counts}, {found.same:,} as they were",
        GONE: _named(found.concerned, organizations),
        OTHERS: figures,
        LATER_LACKS: _named(found.concerned, organizations),
        LATER_OTHERS: figures,
    }
    others = {
        DIFFER: f"{kind}, against {file}",
        GONE: f"{kind}: {found.gone:,} of the {found.before:,} rows of {file}",
        OTHERS: f"{kind}, against {file}",
        LATER_LACKS: f"{kind}: {file} stands in its place and lacks {found.gone:,} of its {found.before:,} rows",
        LATER_OTHERS: f"{kind}: {file} stands in its place",
    }
    return {"school_year": stands.school_year, "value": values[rule_id], "other": others[rule_id]}


def _named(codes: tuple[str, ...], organizations: pl.DataFrame) -> str:
    """`Abington High (00010505), 00010510 and 3 more`; of rows that name no organization, their sender's."""
    if not codes:
        return "the whole district"
    names = dict(organizations.filter(pl.col("org_code").is_in(codes[:NAMED])).select("org_code", "name").iter_rows())
    shown = [f"{names[code]} ({code})" if names.get(code) else code for code in codes[:NAMED]]
    more = f" and {len(codes) - NAMED:,} more" if len(codes) > NAMED else ""
    return ", ".join(shown) + more
