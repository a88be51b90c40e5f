"""The state's experiences are brought up to date, a school year at a time. Called within `across_districts`."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from districts.locks import Lock, wait_for
from monitoring.analysis.audience import AGENCY, DISTRICTS, EVERYBODY, for_each_audience
from monitoring.analysis.experiences.parts import IS_DISTRICT, KEY
from monitoring.analysis.experiences.report import WINDOWS
from monitoring.analysis.experiences.state import FEWEST, LISTED, NEEDED, of_few, state_of, without_hidden

from ..models import ExperienceTable, SharedExperiences, StateExperiences
from .packing import packed, unpacked

Kind = StateExperiences.Kind
OF_REPORTS = (ExperienceTable.Kind.DISTRICT, ExperienceTable.Kind.SCHOOLS)


def add_up_experiences(*, school_year: int) -> None:
    """Write what the certified reports of a year come to, in the place of what was."""
    wait_for(Lock.EXPERIENCES)
    StateExperiences.objects.as_seen_by(AGENCY, DISTRICTS).filter(school_year=school_year).delete()
    for window in WINDOWS:
        report = _rows(ExperienceTable, school_year, window, OF_REPORTS, NEEDED)
        if report.is_empty():
            continue
        made_of = {"reports": report.filter(IS_DISTRICT), "schools": report.filter(~IS_DISTRICT)}
        many = {name: one.n_unique("org_code") for name, one in made_of.items()}
        shared = _rows(SharedExperiences, school_year, window, OF_REPORTS[:1], LISTED)
        parts = _rows(SharedExperiences, school_year, window, (ExperienceTable.Kind.PARTS,), (*KEY, "reason"))
        seen = _for_each(without_hidden(state_of(report), report, shared, parts))
        rows = [(Kind.STATE, one, _seen_by(seen, one)) for one in (AGENCY, DISTRICTS)]
        StateExperiences.objects.bulk_create(
            StateExperiences(
                school_year=school_year, window=window, kind=kind, seen_by=whose, rows=packed(frame), **many
            )
            for kind, whose, frame in (*rows, (Kind.DISTRICTS, AGENCY, shared))
        )


def _for_each(state: pl.DataFrame) -> pl.DataFrame:
    return for_each_audience(state.with_columns(FEWEST), *of_few()).drop("fewest")


def _seen_by(rows: pl.DataFrame, audience: str) -> pl.DataFrame:
    return rows.filter(pl.col("seen_by").is_in([EVERYBODY, audience])).drop("seen_by")


def _rows(
    model: type[ExperienceTable] | type[SharedExperiences],
    school_year: int,
    window: int,
    kinds: Collection[str],
    columns: Collection[str] | None = None,
) -> pl.DataFrame:
    """Rows of all certified reports, in these columns."""
    stored = model.objects.filter(report__is_certified=True, report__school_year=school_year, window=window)
    found = [
        unpacked(one, columns)
        for one in stored.filter(kind__in=kinds).order_by("district", "kind").values_list("rows", flat=True)
    ]
    return pl.concat(found) if found else pl.DataFrame()
