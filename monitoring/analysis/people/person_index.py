"""The person-year index: who worked where in which year, and nothing more of anybody.

It is all that one district's measures read of another's people. A district adds its own rows (`index_of`); the state's
index is all of them.
"""

from __future__ import annotations

import polars as pl

from .staff_year import EXITED, StaffYear

WORKING, ON_LEAVE, LEFT = "working", "on_leave", "left"
DIED, TO_OTHER_DISTRICT = "died", "to_other_district"
OTHER_ROLE = "OTHER"
STATUS_OF_CODE = {"01": WORKING, "02": ON_LEAVE, EXITED: LEFT}
LEFT_AS_OF_CODE = {"DECEASED": DIED, "OTHER_MA_DISTRICT": TO_OTHER_DISTRICT}
INDEX: dict[str, pl.DataType | type[pl.DataType]] = {
    "school_year": pl.Int16,
    "mepid": pl.String,
    "district": pl.String,
    "org_code": pl.String,
    "role": pl.String,
    "status": pl.String,
    "left_as": pl.String,
    "fte": pl.Int64,
}


def index_of(year: StaffYear) -> pl.DataFrame:
    """What a district-year adds to the index. Grain: mepid, org_code, role (OTHER: a job that is neither teaching nor
    leading a school); one row without organization for those of the roster who have no assignment in October.

    `status`: working, who has an assignment; otherwise as the roster says. Of reasons for leaving two are kept, that
    measures need: `left_as` died, to_other_district.

    >>> work = {"mepid": ["a"], "org_code": ["00010505"], "job_class": ["2305"], "fte": [10_000], "collection": ["OCT"]}
    >>> roster = {"mepid": ["a", "b"], "employment_status": ["01", "03"], "exit_reason": [None, "DECEASED"]}
    >>> staff = pl.DataFrame({**roster, "exit_date": None}, schema_overrides={"exit_date": pl.Date})
    >>> year = StaffYear("00010000", 2025, staff_roster=staff, work_assignment=pl.DataFrame(work))
    >>> index_of(year).select("mepid", "org_code", "role", "status", "left_as").rows()
    [('a', '00010505', 'TEACHER', 'working', None), ('b', None, None, 'left', 'died')]
    """
    if not year.has("work_assignment"):
        return pl.DataFrame(schema=INDEX)
    at_work = year.october.with_columns(pl.col("role").fill_null(OTHER_ROLE))
    jobs = at_work.group_by("mepid", "org_code", "role").agg(pl.col("fte").sum(), pl.col("district").first())
    known = _roster(year)
    found = pl.concat(
        [
            jobs.join(known.select("mepid", "left_as"), on="mepid", how="left").with_columns(status=pl.lit(WORKING)),
            known.join(jobs, on="mepid", how="anti"),
        ],
        how="diagonal",
    ).with_columns(school_year=pl.lit(year.school_year))
    shaped = found.select(
        (pl.col(name) if name in found.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in INDEX.items()
    )
    return shaped.sort("mepid", "org_code", "role")


def _roster(year: StaffYear) -> pl.DataFrame:
    """Grain: mepid of the roster. Empty without one: then nobody is known to be on leave or to have died."""
    if year.staff_roster is None:
        names = ("mepid", "district", "status", "left_as")
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    has_left = pl.col("employment_status") == EXITED
    left_as = pl.col("exit_reason").replace_strict(LEFT_AS_OF_CODE, default=None, return_dtype=pl.String)
    status = pl.col("employment_status").replace_strict(STATUS_OF_CODE, default=None, return_dtype=pl.String)
    return year.staff_roster.select("mepid", "district", status=status, left_as=pl.when(has_left).then(left_as))


def homes(index: pl.DataFrame) -> pl.DataFrame:
    """The one district that counts a person in the state: that of most FTE in the role, of equals the lowest code.

    Grain: school_year, mepid, role.

    >>> names = ("school_year", "mepid", "district", "org_code", "role", "status", "left_as", "fte")
    >>> rows = [(2025, "a", "00010000", "00010505", "TEACHER", "working", None, 4_000),
    ...         (2025, "a", "00020000", "00020505", "TEACHER", "working", None, 6_000)]
    >>> homes(pl.DataFrame(rows, schema=INDEX, orient="row"))["district"].to_list()
    ['00020000']
    """
    key = ["school_year", "mepid", "role"]
    works = index.filter(pl.col("status") == WORKING, pl.col("role") != OTHER_ROLE)
    of_district = works.group_by(*key, "district").agg(pl.col("fte").sum())
    by_fte = pl.col("district").sort_by("fte", "district", descending=[True, False])
    return of_district.group_by(key).agg(by_fte.first())
