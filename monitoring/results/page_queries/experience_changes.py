"""What a page on a district's experiences reads of an earlier October, beside the one that is shown."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from django.db.models import Q, Subquery

from districts.models import District
from monitoring.analysis import reasons
from monitoring.analysis.breaks import break_in
from monitoring.analysis.definitions.definition import Definition
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.experiences.parts import IS_DISTRICT
from monitoring.analysis.measures import MEASURES

from ..experience_choice import ExperienceChoice
from ..experiences.stored import Kind, reports_in_sight, rows_of, stored_tables

ONE_YEAR = 1  # of history, so that no year is in both
MOST_BACK = 20  # years that are looked at


@dataclass(frozen=True, eq=False)
class TwoYears:
    """Of what is chosen, the rows of a district and its schools in two years' reports."""

    before: int
    after: int
    rows: pl.DataFrame
    is_certified: bool


def two_years_of(district: District, choice: ExperienceChoice, known: InForce) -> TwoYears | None:
    """The chosen year and the earliest with a report since which the same definitions hold; None where there is none,
    or too much is missing in either. `known`: the definitions of the chosen measure. One query.
    """
    if choice.year is None:
        return None
    first = comparable_since(choice, known)
    reports = reports_in_sight().filter(district=district, school_year__range=(first, choice.year - 1))
    earliest = Subquery(reports.order_by("school_year").values("school_year")[:1])
    years = Q(report__school_year=choice.year) | Q(report__school_year=earliest)
    tables = stored_tables(district, [ONE_YEAR], (Kind.DISTRICT, Kind.SCHOOLS)).filter(years)
    found = [(one.report, rows_of(one)) for one in tables]
    before, after = (f({report.school_year for report, _ in found}, default=0) for f in (min, max))
    if before == after or after != choice.year:
        return None
    rows = choice.rows_of(pl.concat(rows for _, rows in found))
    if not rows.filter(IS_DISTRICT, pl.col("reason") == reasons.TOO_MANY_MISSING).is_empty():
        return None
    return TwoYears(before, after, rows, all(report.is_certified for report, _ in found))


def comparable_since(choice: ExperienceChoice, known: InForce) -> int:
    """The first school year from which on what is chosen means the same as in the chosen year: by one definition, and
    with no break in its series or in its group's.
    """
    measure, last = choice.category.id, choice.year or 0
    own = [one for one in MEASURES[measure].breaks if one.version is None]
    broken = max((one.year for one in (*own, *choice.group.breaks) if one.year <= last), default=0)
    year, wanted = last, _hash(known.of(measure, last))
    while year > max(broken, last - MOST_BACK) and _hash(known.of(measure, year - 1)) == wanted:
        year -= 1
    return year


def _hash(definition: Definition | None) -> str:
    return definition.definition_hash if definition else ""


def what_breaks(choice: ExperienceChoice, known: InForce) -> str:
    """What keeps the chosen report from being compared with that of the year before, in words, or in what its years
    differ; empty where nothing does.
    """
    if choice.year is None:
        return ""
    as_computed = (None,) * (choice.window + 1)
    changes = known.breaks(choice.category.id, choice.year, as_computed)
    return break_in(changes, choice.group_id, choice.year, choice.window) or ""
