"""What a district sent about its people in one school year, and who of them is a teacher or principal where."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from .job_classes import ROLE_OF_JOB

OCTOBER = "OCT"
EXITED = "03"
OFFICE = "0000"  # the end of the code of a district, and of its office
ITS_DISTRICT = pl.col("org_code").str.head(-len(OFFICE)) + OFFICE  # the code of the district that a code is in


# What is read of each file, beside the number of a row and which of its columns do not apply.
READS: dict[str, tuple[str, ...]] = {
    "staff_roster": (
        *("mepid", "employment_status", "exit_reason", "exit_date", "years_prior_teaching", "years_prior_admin"),
        *("experience_scope", "highest_degree", "hqt", "total_salary"),
    ),
    "work_assignment": ("collection", "mepid", "org_code", "job_class", "course_code", "fte", "grade_span"),
    "license": ("mepid", "field_code", "grade_span", "type", "status", "valid_from", "valid_to"),
    "course_crosswalk": ("course_code", "grade", "field_codes"),
    "evaluation": ("mepid", "org_code", "educator_role", "rating_type", "overall", "evaluated_on"),
    "staff_attendance": ("mepid", "days_expected", "days_absent", "days_longterm_leave"),
    "staff_absence_event": ("mepid", "event_date", "hours", "category"),
    "professional_learning": ("mepid", "org_code", "event_id", "goal_aligned", "funding_usd"),
    "organizations": ("org_code", "charter", "close_year", "successor_org_code"),
}


# Districts' files of persons that measures are computed from; evaluations wait (catalogue.ACTIVE).
OF_PERSONS = tuple(name for name in READS if name not in ("organizations", "evaluation"))


@dataclass(frozen=True, eq=False)
class StaffYear:
    """A district's files of one school year, in the columns of their snapshots; None: not submitted.

    Amounts are in ten-thousandths, years of experience whole; what says NA is null and named in `does_not_apply`.
    Licenses, crosswalk and organizations may be the state agency's; `lent`: those of the first two that are, which were
    sent also where none of their rows is of anybody here. `before`: the year before, for what compares two.
    `index`: the person-year index (`person_index`), with at least this district's people in both years; without it,
    nobody works in another district. Of organizations there is one row each.

    Files of `several` districts may stand in one (`together`): each row of a file says whose it is (`district`), and a
    person is named by the district and the id; the crosswalk is one for all.
    """

    district: str
    school_year: int
    staff_roster: pl.DataFrame | None = None
    work_assignment: pl.DataFrame | None = None
    license: pl.DataFrame | None = None
    course_crosswalk: pl.DataFrame | None = None
    evaluation: pl.DataFrame | None = None
    staff_attendance: pl.DataFrame | None = None
    staff_absence_event: pl.DataFrame | None = None
    professional_learning: pl.DataFrame | None = None
    organizations: pl.DataFrame | None = None
    before: StaffYear | None = None
    index: pl.DataFrame | None = None
    lent: frozenset[str] = frozenset()
    several: tuple[str, ...] = ()
    _known: dict[Hashable, pl.DataFrame] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for name in READS:
            rows: pl.DataFrame | None = getattr(self, name)
            if rows is not None and name != "course_crosswalk" and "district" not in rows.columns:
                object.__setattr__(self, name, rows.with_columns(district=pl.lit(self.district)))

    def has(self, dataset: str) -> bool:
        """Whether it was submitted. Work assignments are those of October."""
        if dataset == "work_assignment":
            return not self.october.is_empty()
        if dataset in self.lent:
            return True
        rows: pl.DataFrame | None = getattr(self, dataset)
        return rows is not None and not rows.is_empty()

    def rows(self, dataset: str) -> pl.DataFrame:
        """The rows of a dataset that was submitted."""
        found: pl.DataFrame | None = getattr(self, dataset)
        if found is None:
            raise LookupError(f"{dataset} was not submitted: a rule has to name it among its needs")
        return found

    def once(self, key: Hashable, compute: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """What several rules need of this year, computed by the first of them."""
        if key not in self._known:
            self._known[key] = compute()
        return self._known[key]

    @property
    def districts(self) -> tuple[str, ...]:
        """Whose files these are."""
        return self.several or (self.district,)

    @property
    def day(self) -> date:
        """The day of the snapshot: October 1."""
        return date(self.school_year - 1, 10, 1)

    @functools.cached_property
    def year_before(self) -> StaffYear | None:
        """The year before, beside the same index."""
        return None if self.before is None else replace(self.before, index=self.index)

    @functools.cached_property
    def october(self) -> pl.DataFrame:
        """Grain: a working assignment on October 1, with `role` (null: another job). Source: metrics D0.

        An assignment says by itself that the person works, since a roster may have been renewed at the year's end; only
        who had left before October 1 has none. One without FTE is none.
        """
        if self.work_assignment is None:
            return pl.DataFrame(schema={"mepid": pl.String, "district": pl.String})
        is_working = (pl.col("collection") == OCTOBER) & (pl.col("fte") > 0)
        rows = self.work_assignment.filter(is_working, pl.col("mepid", "org_code").is_not_null())
        if self.staff_roster is not None:
            had_left = (pl.col("employment_status") == EXITED) & (pl.col("exit_date") < self.day)
            rows = rows.join(self.staff_roster.filter(had_left), on="mepid", how="anti")
        role = pl.col("job_class").replace_strict(ROLE_OF_JOB, default=None, return_dtype=pl.String)
        return rows.with_columns(role=role)

    @functools.cached_property
    def is_charter(self) -> pl.Expr:
        """Whether an org_code is a charter school's, or one of a charter district: licensure does not apply there. Of
        rows with `district`.
        """
        if self.organizations is None:
            return pl.lit(False)
        charters = self.organizations.filter(pl.col("charter") == "Y").select(pl.col("district") + pl.col("org_code"))
        known = charters.to_series().implode()
        codes = (pl.col("org_code"), ITS_DISTRICT)
        return pl.any_horizontal((pl.col("district") + code).is_in(known) for code in codes)


def is_school() -> pl.Expr:
    """Whether an org_code is a school's, and not that of the district or its office."""
    return ~pl.col("org_code").str.ends_with(OFFICE)


def positions(year: StaffYear) -> pl.DataFrame:
    """Who is a teacher or principal where on October 1. Source: metrics D0.

    Grain: mepid, org_code, role; `fte` Int64 in ten-thousandths, the sum of the assignments in that role there; and
    the `district` whose rows they are.

    >>> work = {"mepid": ["a", "a", "a", "b"], "org_code": ["00010505", "00010505", "00010510", "00010505"]}
    >>> jobs = {"job_class": ["2305", "2310", "2325", "4100"], "fte": [4_000, 2_000, 3_000, 10_000]}
    >>> sent = pl.DataFrame({**work, **jobs, "collection": ["OCT"] * 4})
    >>> positions(StaffYear("00010000", 2025, work_assignment=sent)).drop("district").rows()
    [('a', '00010505', 'TEACHER', 6000), ('a', '00010510', 'TEACHER', 3000)]
    """
    return year.once("positions", lambda: _positions(year))


def _positions(year: StaffYear) -> pl.DataFrame:
    if not year.has("work_assignment"):
        names: dict[str, type[pl.DataType]] = {"mepid": pl.String, "org_code": pl.String, "role": pl.String}
        return pl.DataFrame(schema={**names, "fte": pl.Int64, "district": pl.String})
    held = year.october.filter(pl.col("role").is_not_null())
    key = ["mepid", "org_code", "role"]
    return held.group_by(key).agg(pl.col("fte").sum(), pl.col("district").first()).sort(key)
