"""A district's files of persons over some years: people of a model of its own, at the schools that are there. Nobody in
them exists.

What they tell: where students are poor, more teachers leave each year, and who comes in their place is new to teaching.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl

from monitoring.intake.layouts import license as licenses
from monitoring.invented.courses import crosswalk
from monitoring.invented.laid_out import Rows
from monitoring.invented.plan import plan
from monitoring.invented.schools import LEVELS, Schools
from monitoring.invented.state import invented_state
from monitoring.invented.writing import Wanted, files_of_year

WHOLE_YEARS = 3
TEACHERS, STUDENTS = 9, 110  # of a school: a small district's, so that it is there in seconds
SEED = 7
LAYOUTS = (
    "staff_roster",
    "license",
    "evaluation",
    "staff_attendance",
    "professional_learning",
    "work_assignment",
    "student",
    "student_schedule",
)
IN_OCTOBER = ("staff_roster", "license", "work_assignment", "student", "student_schedule")
BY_PLACE = ("org_code", "school_org_code", "responsible_org_code")


@dataclasses.dataclass(frozen=True)
class SchoolThere:
    """A school of the district: its level, and the share of its students with a low income."""

    org_code: str
    level: str
    share: float


def files_over_years(
    district: str, schools: Sequence[SchoolThere], last: int, running: int
) -> Iterator[tuple[int | None, str, bytes]]:
    """School year (none of what is of all years), name and content, in the order in which they are sent: of some whole
    years up to the `last`, and what October asks for of the `running` one, where it follows them.
    """
    size, following = len(schools), running == last + 1
    model = {"teachers": TEACHERS * size, "students": STUDENTS * size, "years": WHOLE_YEARS + following}
    asked = plan(1, schools=size, last=last + following, seed=SEED, **model)
    places, years = invented_state(dataclasses.replace(asked, closes=False))
    own = {places.districts.code[0]: district, **_codes(places.schools, schools)}
    held: list[pl.DataFrame] = []
    for of in years:
        is_whole = of.year <= last
        wanted = Wanted(LAYOUTS, collections=("OCT", "MAR", "EOY")) if is_whole else Wanted(IN_OCTOBER, True, ("OCT",))
        for name, rows in files_of_year(of, wanted):
            if name == licenses.REPORT.id:
                held.append(rows.frame)
            else:
                yield of.year, f"{name}.csv", _under(own, rows)
    yield None, "license.csv", _csv(_of_all_years(held))


def somebody(assignments: bytes) -> str:
    """The id of the first who works a full post, all of it at one place."""
    rows = pl.read_csv(assignments, infer_schema=False).with_columns(pl.col("fte").cast(pl.Float64))
    posts = rows.group_by("mepid", maintain_order=True).agg(pl.col("fte").sum(), pl.col("org_code").n_unique())
    return str(posts.filter(pl.col("fte").round(6) == 1, pl.col("org_code") == 1)["mepid"][0])


def crosswalk_file() -> bytes:
    """Which license each course asks for: the agency's to keep."""
    return _csv(crosswalk())


def _codes(model: Schools, schools: Sequence[SchoolThere]) -> Mapping[str, str]:
    """The model's schools under the codes of those that are there, of each level from the best off to the poorest."""
    order = np.lexsort((model.traits.poverty, model.level))
    there = sorted(schools, key=lambda one: (_place(one.level), one.share, one.org_code))
    return {str(model.code[row]): one.org_code for row, one in zip(order, there, strict=True)}


def _place(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _under(own: Mapping[str, str], rows: Rows) -> bytes:
    frame = rows.frame
    named = [name for name in frame.columns if name in BY_PLACE]
    return _csv(frame.with_columns(pl.col(named).replace(dict(own))))


def _of_all_years(held: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Each license once for each time that it was given, under a number of its own."""
    from_year = pl.col("valid_from").str.head(4)
    number = pl.col("license_number").cast(pl.String) + pl.lit("-") + from_year
    return pl.concat(held).unique(maintain_order=True).with_columns(license_number=number)


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode()
