"""How many students of a cohort met any teacher of a category, and how many did in two years that follow each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import pairwise
from operator import or_

import numpy as np

from .classes import BY_ID
from .cohort import Portion, Sides
from .sittings import Bits
from .sums import Whole, added, ends_of

COUNTED = ("met", "met_known", "twice", "twice_known")
Met = Mapping[int, tuple[Bits, Bits]]


def students_met(portion: Portion, sides: Sides, met: Met, windows: Sequence[int]) -> list[dict[str, Whole]]:
    """Of each window by name of COUNTED, per category (BY_ID) and school, in columns of Sides, how many students: who
    had an experience with a teacher of the category (`met`), of whom one is known (`met_known`), who had one in two
    years that follow each other (`twice`), and who have known ones in two such years (`twice_known`); and `students`,
    all of the side, for every category. `met`: of each student the categories had and known, by how many years ago.
    Source: metrics D3 (any_k, consec_k).
    """
    nobody = np.zeros(len(portion.at), dtype=np.uint16)
    sets = [one for window in windows for one in _sets({age: met[age] for age in met if age < window}, nobody)]
    ends = ends_of(portion.at, len(portion.schools))
    of = np.array([one.bit for one in BY_ID], dtype=np.uint16)
    is_set = (np.stack(sets)[:, None] & of[:, None] > 0).astype(np.float32)
    schools = [is_set[..., one:end] @ sides.of_students[one:end] for one, end in pairwise(ends.tolist())]
    found = np.stack(schools, axis=2).reshape(len(windows), len(COUNTED), len(of), len(schools), -1)
    everybody = np.broadcast_to(added(sides.of_students, ends), found.shape[2:])
    return [dict(zip(COUNTED, one, strict=True)) | {"students": everybody} for one in found]


def _sets(met: Met, nobody: Bits) -> list[Bits]:
    having, known = ({age: pair[place] for age, pair in met.items()} for place in (0, 1))
    return [_ever(having, nobody), _ever(known, nobody), _twice(having, nobody), _twice(known, nobody)]


def _ever(years: Mapping[int, Bits], nobody: Bits) -> Bits:
    return reduce(or_, years.values(), nobody)


def _twice(years: Mapping[int, Bits], nobody: Bits) -> Bits:
    pairs = ((one, other) for one, other in pairwise(sorted(years)) if other == one + 1)
    return reduce(or_, (years[one] & years[other] for one, other in pairs), nobody)
