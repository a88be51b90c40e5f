"""Student groups by which schools are compared: definition, who takes part, and where the series breaks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal

from monitoring.analysis.cuts import QUARTILES, Cut
from monitoring.analysis.measure import Break

Participation = Literal["published", "default"]
MINIMUM_ENROLLED = 10  # of the 'default' rule

PARTICIPATION_WORDS: dict[Participation, str] = {
    "published": "schools with at least some students of the group, whatever their size, unless they are known to have "
    "no teachers",
    "default": f"schools with at least {MINIMUM_ENROLLED} students whose share of the group is known",
}


@dataclass(frozen=True)
class Grouping:
    """One way to divide schools. `students` completes "schools with the most `students`"."""

    id: str
    version: int
    title: str
    students: str
    definition: str
    participation: Participation
    cut: Cut
    statutory: bool
    breaks: tuple[Break, ...]
    source: str

    @property
    def definition_hash(self) -> str:
        """sha256 of every field, so that any change of a definition shows.

        >>> len({grouping.definition_hash for grouping in GROUPS.values()}) == len(GROUPS)
        True
        """
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


_ALL = (
    Grouping(
        id="low_income",
        version=1,
        title="Low-income students",
        students="low-income students",
        definition="Students whose households take part in state assistance or fall below the year's income limit.",
        participation="published",
        cut=QUARTILES,
        statutory=True,
        breaks=(
            Break(
                2015, "from 2014-15 “economically disadvantaged” replaces eligibility for free or reduced-price lunch"
            ),
            Break(2022, "from 2021-22 “low income” replaces “economically disadvantaged”"),
        ),
        source="Massachusetts DESE, Selected Populations and Class Size by General Population",
    ),
    Grouping(
        id="students_of_color",
        version=1,
        title="Students of color",
        students="students of color",
        definition="Students of every race and ethnicity other than White: 100 minus the percentage of White students.",
        participation="default",
        cut=QUARTILES,
        statutory=True,
        breaks=(),
        source="Massachusetts DESE, Enrollment by Race/Gender",
    ),
    Grouping(
        id="english_learners",
        version=1,
        title="English learners",
        students="English learners",
        definition="Students whose first language is not English and who are not yet able to learn in English alone.",
        participation="default",
        cut=QUARTILES,
        statutory=False,
        breaks=(),
        source="Massachusetts DESE, Selected Populations and Class Size by General Population",
    ),
    Grouping(
        id="students_with_disabilities",
        version=1,
        title="Students with disabilities",
        students="students with disabilities",
        definition="Students with an Individualized Education Program.",
        participation="default",
        cut=QUARTILES,
        statutory=False,
        breaks=(),
        source="Massachusetts DESE, Selected Populations and Class Size by General Population",
    ),
)

GROUPS: dict[str, Grouping] = {grouping.id: grouping for grouping in _ALL}
