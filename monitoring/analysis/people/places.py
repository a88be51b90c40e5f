"""Where people are counted: at each of their schools, once in the district, once in the state."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.amounts import SCALE

from .job_classes import EducatorRole
from .person_index import homes
from .staff_year import StaffYear, is_school, positions

PLACE = ["level", "org_code", "mepid"]
SCHOOL, DISTRICT, STATE = "school", "district", "state"
STATE_CODE = "00000000"


def by_place(rows: pl.DataFrame, *sums: pl.Expr) -> pl.DataFrame:
    """Rows of people at organizations, summed for each place: a school, the whole district, the state.

    In: district, mepid, org_code, …. Out, grain PLACE: district, and the sums over what is at the school, or over all
    of the district.
    """
    both = (pl.col("district").first(), *sums)
    at_schools = rows.filter(is_school()).group_by("org_code", "mepid").agg(*both)
    whole = rows.group_by("mepid").agg(*both)
    parts = [
        at_schools.select(pl.lit(SCHOOL).alias("level"), pl.all()),
        *(
            whole.select(pl.lit(level).alias("level"), code.alias("org_code"), pl.all())
            for level, code in ((DISTRICT, pl.col("district")), (STATE, pl.lit(STATE_CODE)))
        ),
    ]
    return pl.concat(parts)


def places(year: StaffYear, role: EducatorRole) -> pl.DataFrame:
    """Where each person with a role is counted: at each of their schools, once in the district, once in the state.

    Grain PLACE: district, fte; `is_vacant`: a school's post of principal that nobody holds; `is_unlicensed_place`:
    licensure does not apply to anything that the person does there; `counts_once`: false in the state where another
    district counts the person (`person_index.homes`).

    >>> work = {"mepid": ["a", "a"], "org_code": ["00010505", "00010510"], "job_class": "2305", "collection": "OCT"}
    >>> year = StaffYear("00010000", 2025, work_assignment=pl.DataFrame({**work, "fte": [4_000, 3_000]}))
    >>> places(year, "TEACHER").filter(level="school").select("org_code", "fte").sort("org_code").rows()
    [('00010505', 4000), ('00010510', 3000)]
    >>> places(year, "TEACHER").filter(level="district").select("org_code", "fte").rows()
    [('00010000', 7000)]
    """
    return year.once(("places", role), lambda: _places(year, role))


def _places(year: StaffYear, role: EducatorRole) -> pl.DataFrame:
    held = _with_vacancies(year, role).with_columns(is_charter=year.is_charter)
    sums = (pl.col("fte").sum(), pl.col("is_vacant").any(), pl.col("is_charter").all().alias("is_unlicensed_place"))
    found = by_place(held, *sums)
    if year.index is None:
        return found.with_columns(counts_once=pl.lit(True))
    home = homes(year.index).filter(school_year=year.school_year, role=role).select("mepid", home="district")
    is_elsewhere = (pl.col("level") == STATE) & (pl.col("home") != pl.col("district"))
    joined = found.join(home, on="mepid", how="left")
    return joined.with_columns(counts_once=~is_elsewhere.fill_null(False)).drop("home")


def _with_vacancies(year: StaffYear, role: EducatorRole) -> pl.DataFrame:
    """Positions of a role; of principals, also those that schools with teachers have not filled: these are missing, not
    zero (metrics D0). No pseudonym looks like the name of a vacancy.
    """
    all_held = positions(year)
    held = all_held.filter(pl.col("role") == role).with_columns(is_vacant=pl.lit(False))
    if role != "PRINCIPAL":
        return held
    schools = all_held.filter(pl.col("role") == "TEACHER", is_school()).select("district", "org_code").unique()
    empty = schools.join(held, on=["district", "org_code"], how="anti").select(
        mepid=pl.col("district") + " has a vacancy at " + pl.col("org_code"),
        org_code="org_code",
        role=pl.lit(role),
        fte=pl.lit(SCALE, pl.Int64),
        district="district",
        is_vacant=pl.lit(True),
    )
    return pl.concat([held, empty])
