"""Reports on experiences as they are stored, as the scope allows: a district sees its own whole, of its files in force;
everybody else what is shared of what it has certified.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl
from django.db.models import QuerySet

from districts.models import District
from districts.wall import current_scope
from monitoring.analysis.experiences.protection import for_members
from monitoring.analysis.experiences.report import WINDOWS

from ..models import ExperienceReport, ExperienceTable, SharedExperiences, StateExperiences
from ..models.experiences import TableFields
from .packing import unpacked

Kind = ExperienceTable.Kind
OWN = ("district", "job")  # the kinds of scope in which a district sees its own


@dataclass(frozen=True, eq=False)
class Stored:
    """A report, and the frames of it that were asked for, by their kind."""

    report: ExperienceReport
    frames: Mapping[str, pl.DataFrame]


def sees_own() -> bool:
    scope = current_scope()
    return scope is not None and scope.kind in OWN


def reports_in_sight() -> QuerySet[ExperienceReport]:
    """One a district and school year, latest first."""
    flag = "is_current" if sees_own() else "is_certified"
    return ExperienceReport.objects.filter(**{flag: True}).order_by("district", "-school_year")


def stored_tables(
    district: District, windows: Collection[int], kinds: Collection[str]
) -> QuerySet[ExperienceTable] | QuerySet[SharedExperiences]:
    """Of a district's reports in sight, by window, kind and school year."""
    model, flag = (ExperienceTable, "is_current") if sees_own() else (SharedExperiences, "is_certified")
    wanted = {f"report__{flag}": True, "window__in": windows, "kind__in": list(kinds)}
    found = model.objects.filter(district=district, **wanted)
    return found.select_related("report").order_by("window", "kind", "report__school_year")


def rows_of(table: TableFields) -> pl.DataFrame:
    """What a reader in whose sight the table is sees of it."""
    rows = unpacked(table.rows)
    is_own = isinstance(table, ExperienceTable) and table.kind != Kind.PARTS
    return for_members(rows) if is_own else rows


def stored_report(district: District, school_year: int, window: int, kinds: Collection[str]) -> Stored | None:
    """The report on the students of a district's October; None where there is none. One query."""
    rows = list(stored_tables(district, [window], kinds).filter(report__school_year=school_year))
    if not rows:
        return None
    return Stored(rows[0].report, {one.kind: rows_of(one) for one in rows})


def stored_windows(
    district: District, school_year: int, kinds: Collection[str]
) -> tuple[ExperienceReport, pl.DataFrame] | None:
    """The same of all windows, in one frame: the shortest first, of each the kinds in order. One query."""
    rows = list(stored_tables(district, WINDOWS, kinds).filter(report__school_year=school_year))
    return (rows[0].report, pl.concat(rows_of(one) for one in rows)) if rows else None


def stored_state(school_year: int, window: int, kind: str) -> pl.DataFrame | None:
    """What certified reports of a year come to, as the scope sees it, with `reports`: of how many districts; None where
    there are none. One query.
    """
    rows = StateExperiences.objects.filter(school_year=school_year, window=window, kind=kind)
    found = rows.values_list("rows", "reports").first()
    return None if found is None else unpacked(found[0]).with_columns(reports=pl.lit(found[1]))
