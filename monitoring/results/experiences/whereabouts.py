"""In whose schedules students are found again, who may have changed districts. Called within `across_districts`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..models import ScheduleYear

KEPT = 6_000  # sets of files whose students a worker keeps in memory: of a state and its years, some 100 MB
BITS = 1 << 20
Numbers = NDArray[np.int64]

# A set's id is made of its files, so that its students never change.
_kept: dict[uuid.UUID, Numbers] = {}


def students_of(keys: Iterable[uuid.UUID]) -> list[Numbers]:
    """Who is in the schedules and cohorts of these rows, in their order. One query for those not kept yet."""
    wanted = list(keys)
    missing = ScheduleYear.objects.filter(pk__in=[key for key in wanted if key not in _kept])
    read = {key: np.frombuffer(rows, dtype=np.int64) for key, rows in missing.values_list("pk", "students")}
    found = [read[key] if key in read else _kept[key] for key in wanted]
    _kept.update(read)
    for key in list(_kept)[:-KEPT]:
        del _kept[key]
    return found


def found_in(rows: Sequence[ScheduleYear], students: pl.DataFrame) -> pl.DataFrame:
    """In: `student`, and the number of who `asks`. Grain: asks, row (place in `rows`): that one of the students is in
    that row.
    """
    many = students_of(one.pk for one in rows)
    if not many:
        return pl.DataFrame(schema={"asks": students.schema["asks"], "row": pl.UInt32})
    everybody = np.concatenate(many)
    at = np.repeat(np.arange(len(rows), dtype=np.uint32), [len(one) for one in many])
    may_be = _among(students["student"].to_numpy())[everybody % BITS]
    there = pl.DataFrame({"student": everybody[may_be], "row": at[may_be]})
    return there.join(students, on="student").select("asks", "row").unique()


def _among(students: Numbers) -> NDArray[np.bool_]:
    """Of each remainder of a number whether a student has it: most others have one that none has."""
    found = np.zeros(BITS, dtype=np.bool_)
    found[students % BITS] = True
    return found
