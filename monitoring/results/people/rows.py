"""The sums of people among the figures that results are computed from. In a scope that reads all tenants' rows."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl
from django.db.models import Q

from districts.models import District
from monitoring.analysis import reasons
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.people.places import STATE

from ..database_frames import read_rows
from ..frames import COUNTED, Schema
from ..models import PartialSum, SummedFiles
from .kept_sums import Kept, kept, what_is_kept

NAMES: Schema = {
    "sums_id": pl.String,
    "level": pl.String,
    "org_code": pl.String,
    "measure_id": pl.String,
    "definition_version": pl.String,
    "unit": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "known": pl.Int64,
    "missing": pl.Int64,
    "reason": pl.String,
}


@dataclass(frozen=True)
class Instead:
    """Sums of one measure, in NAMES, to stand in the place of those that are stored of some school years."""

    measure_id: str
    school_years: frozenset[int]
    rows: pl.DataFrame


@dataclass(frozen=True)
class SummedSource:
    """Files of persons of a district's school year whose sums results rest on. It ranks behind what the agency has
    published, and before figures that the district counted itself.
    """

    sums: SummedFiles
    district_code: str
    is_agency: bool = False

    @property
    def id(self) -> uuid.UUID:
        return self.sums.id

    @property
    def school_year(self) -> int:
        return self.sums.school_year

    @property
    def is_certified(self) -> bool:
        return self.sums.is_certified

    @property
    def is_current(self) -> bool:
        return self.sums.is_current

    @property
    def rank(self) -> tuple[bool, int, str]:
        return (True, -1, self.district_code)

    @property
    def fact(self) -> tuple[str, ...]:
        """What results depend on."""
        one = self.sums
        return ("people", self.district_code, str(one.id), one.content_hash, str(one.is_certified), str(one.is_current))


def summed_sources() -> tuple[SummedSource, ...]:
    """Those whose sums are computed. Two queries."""
    codes = dict(District.objects.values_list("pk", "org_code"))
    counted = SummedFiles.objects.filter(Q(is_certified=True) | Q(is_current=True)).exclude(content_hash="")
    found = [SummedSource(one, codes[one.district_id]) for one in counted.order_by("school_year", "id")]
    return tuple(sorted(found, key=lambda one: one.district_code))


def drop_unused(sources: Iterable[SummedSource]) -> None:
    """Forget the sets of files that nothing rests on any more; those that a job is at work on, another time."""
    unused = SummedFiles.objects.filter(is_certified=False, is_current=False).order_by("id")
    names = set(unused.values_list("pk", flat=True)).difference(one.id for one in sources)
    if names:
        free = unused.filter(pk__in=names).select_for_update(of=("self",), skip_locked=True)
        SummedFiles.objects.filter(pk__in=[one.pk for one in free]).delete()


def rows_of_people(sources: Iterable[SummedSource], instead: Instead | None = None) -> pl.DataFrame:
    """Their sums of the measures that are shown, as `counted_rows` gives them. `instead`: sums that are not stored. Two
    queries; none where all were read.
    """
    known = list(sources)
    if not known:
        return pl.DataFrame(schema={**COUNTED, "definition_version": pl.String, "level": pl.String})
    rows = kept(hashes_of(known), read_sets)
    if instead is not None:
        rows = _replaced(rows, instead, {str(one.id): one.school_year for one in known})
    return counted_rows(rows, known)


def hashes_of(sources: Iterable[SummedSource]) -> dict[str, str]:
    """By the id of a set of files the hash of what it adds up to."""
    return {str(one.id): one.sums.content_hash for one in sources}


def all_of_these(sources: Iterable[SummedSource]) -> Kept | None:
    """Their sums; None where some were replaced while they were read."""
    wanted = hashes_of(sources)
    kept(wanted, read_sets)
    found = what_is_kept()
    return found if found.holds(wanted) else None


def counted_rows(rows: pl.DataFrame, sources: Iterable[SummedSource]) -> pl.DataFrame:
    """Those of the sums that are of these sets of files, each in the measure's unit, in COUNTED with the version of the
    definition, `level` and, of the state's level, the district's code. `rows`: in NAMES.
    """
    of = pl.DataFrame(
        [(str(one.id), one.school_year, one.district_code) for one in sources],
        schema={"sums_id": pl.String, "school_year": pl.Int16, "district_code": pl.String},
        orient="row",
    )
    told = rows.join(of, on="sums_id").with_columns(_reason(), row_number=None, snapshot_id="sums_id")
    named = told.with_columns(
        org_code=pl.when(pl.col("level") == STATE).then("district_code").otherwise("org_code"),
        metric_id="measure_id",
        people_known="known",
        people_missing="missing",
    )
    return named.select(*(pl.col(name).cast(dtype) for name, dtype in COUNTED.items()), "definition_version", "level")


def read_sets(sums_ids: list[str]) -> pl.DataFrame:
    """The sums that are stored of these sets of files, in NAMES. One query."""
    of_units: dict[str, list[str]] = {}
    for measure in MEASURES.values():
        of_units.setdefault(measure.unit, []).append(measure.id)
    shown = reduce(or_, (Q(unit=unit, measure_id__in=names) for unit, names in of_units.items()))
    return read_rows(PartialSum.objects.filter(shown, sums_id__in=sums_ids), list(NAMES), NAMES)


def _replaced(rows: pl.DataFrame, instead: Instead, years: Mapping[str, int]) -> pl.DataFrame:
    """The rows with others of a measure in some years, likewise in the measure's unit."""
    sets = [key for key, year in years.items() if year in instead.school_years]
    is_theirs = (pl.col("measure_id") == instead.measure_id) & pl.col("sums_id").is_in(sets)
    unit = MEASURES[instead.measure_id].unit
    new = instead.rows.filter(pl.col("sums_id").is_in(sets), unit=unit)
    return pl.concat([rows.filter(~is_theirs), new.select(rows.columns)])


def _reason() -> pl.Expr:
    """Nobody of whom anything is known is not the same as nobody to count; what is hidden is said to be."""
    nothing_known = pl.col("numerator").is_not_null() & (pl.col("known") == 0) & (pl.col("missing") > 0)
    is_hidden = pl.col("reason") == reasons.SUPPRESSED
    told = pl.when(nothing_known).then(pl.lit(reasons.TOO_MANY_MISSING)).when(is_hidden).then("reason")
    return told.alias("missing_reason")
