"""How many students of a cohort met any teacher of a category, and how many did in two years that follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .classes import BY_ID
from .cohort import Portion, Sides
from .sittings import Bits
from .sums import Whole

COUNTED = ("met", "met_known", "twice", "twice_known")


def students_met(portion: Portion, sides: Sides, met: Bits, windows: Sequence[int]) -> list[dict[str, Whole]]:
    """Of each window by name of COUNTED, per school and category (BY_ID), in columns of Sides, how many students: who
    had an experience with a teacher of the category (`met`), of whom one is known (`met_known`), who had one in two
    years that follow each other (`twice`), and who have known ones in two such years (`twice_known`); and `students`,
    all of the side, for every category. `met`: the categories had, and those known, by how many years ago and student.
    Source: metrics D3 (any_k, consec_k).
    """
    of = np.array([one.bit for one in BY_ID], dtype=np.uint16)
    sets = np.concatenate([one for window in windows for one in (_ever(met[:, :window]), _twice(met[:, :window]))])
    is_set = (sets[:, None] & of[:, None] > 0).astype(np.float32)
    of_students = sides.table.astype(np.float32)[sides.of_students]
    ends = portion.students - portion.students[0]
    schools = [is_set[..., one:end] @ of_students[one:end] for one, end in pairwise(ends.tolist())]
    everybody: NDArray[np.float32] = np.add.reduceat(of_students, ends[:-1])
    students = {"students": everybody.astype(np.int64)[:, None]}
    found = np.stack(schools, axis=1).astype(np.int64).reshape(len(windows), len(COUNTED), len(schools), len(of), -1)
    return [dict(zip(COUNTED, one, strict=True)) | students for one in found]


def _ever(years: Bits) -> Bits:
    found: Bits = np.bitwise_or.reduce(years, axis=1)
    return found


def _twice(years: Bits) -> Bits:
    return _ever(years[:, :-1] & years[:, 1:])
