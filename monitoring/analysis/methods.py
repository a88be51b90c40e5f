"""How gaps compare, in the words that pages and files have for each method. What one method calls its sides is no
other's, so that figures of two methods are not taken for one another.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.analysis.groups import Grouping


@dataclass(frozen=True)
class Method:
    """`units`: what is compared; `focal`, `reference` and `everything`: heads of columns; `place`, `at_focal`,
    `at_reference`: where one unit stands; `behind`: of whom its own rate is; `sides`: what is called after "the schools
    …"; `counted`: whom amounts count, where these are not those whom the measure counts.
    """

    id: str
    title: str
    units: str
    focal: str
    reference: str
    everything: str
    at_focal: str
    at_reference: str
    sides: str
    direction: str
    counted: str = ""
    place: str = "End"
    behind: str = "N"

    def series(self, group: Grouping) -> tuple[str, str, str]:
        """The names of both sides and of all, for a chart.

        >>> from monitoring.analysis.groups import GROUPS
        >>> METHODS["D"].series(GROUPS["low_income"])
        ('Most low-income students', 'Fewest low-income students', 'All districts')
        """
        if self.id == "E":
            return f"{group.title} in Title I schools", "Others, in other schools", self.everything
        return f"Most {group.students}", f"Fewest {group.students}", self.everything


def _of_ends(method: str, units: str) -> Method:
    return Method(
        method,
        title=f"{units.capitalize()} with the largest and the smallest shares of a student group",
        units=units,
        focal="Largest shares",
        reference="Smallest shares",
        everything=f"All {units}",
        at_focal="Largest shares",
        at_reference="Smallest shares",
        sides="at both ends",
        direction=f"Above zero, students in the {units} with the largest shares of the group have less access.",
    )


_OF_STUDENTS = Method(
    "E",
    title="Title I schools, at student level (ESSA)",
    units="schools",
    focal="The group, in Title I schools",
    reference="Others, in other schools",
    everything="All students",
    at_focal="Title I school",
    at_reference="Not a Title I school",
    sides="on both sides",
    direction="Above zero, students of the group in Title I schools have less access.",
    counted="students",
    place="Side",
    behind="Teachers",
)
METHODS: dict[str, Method] = {
    one.id: one for one in (_of_ends("Q", "schools"), _of_ends("D", "districts"), _OF_STUDENTS)
}


def method_of(scope: str) -> Method:
    """By where a gap stands.

    >>> [method_of(scope).id for scope in ("state", "level", "district", "districts", "title1")]
    ['Q', 'Q', 'Q', 'D', 'E']
    """
    return METHODS[{"districts": "D", "title1": "E"}.get(scope, "Q")]
