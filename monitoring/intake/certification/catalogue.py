"""The collections of a school year and the layouts that belong to each, from the layouts' declarations. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitoring.intake.cross_checks.catalogue import CROSS_RULES
from monitoring.intake.reports.catalogue import REPORTS, own_layouts, published_reports

FIGURES = "FIG"
TITLES = {
    "OCT": "October collection",
    "MAR": "March collection",
    "EOY": "End-of-year collection",
    FIGURES: "Aggregate figures",
}
IN_FILES = {name: title for name, title in TITLES.items() if name != FIGURES}  # those that rows name
OF_FIGURES = ("school_enrollment", "metric_aggregate")  # the datasets that results are computed from


@dataclass(frozen=True)
class Collection:
    """`required`: layouts without which it is not whole; `optional`: those certified with it where they were sent. Of
    aggregate figures every file is optional, and the collection asked for only where there is one.
    """

    id: str
    title: str
    required: tuple[str, ...]
    optional: tuple[str, ...]

    def needed(self, layout: str) -> str:
        """The layout that it asks for and has with a file of this one: that one, or the one that it stands for."""
        return REPORTS[layout].stands_for if layout in self.optional and REPORTS[layout].stands_for else layout

    def missing(self, sent: Iterable[str]) -> list[str]:
        """What it asks for and has not, of layouts that were sent."""
        there = {self.needed(layout) for layout in sent}
        return [layout for layout in self.required if layout not in there]

    @property
    def layouts(self) -> tuple[str, ...]:
        return (*self.required, *self.optional)


def _figures() -> tuple[str, ...]:
    """The layouts and published reports that hold figures, those of our own first."""
    reports = [*own_layouts(), *published_reports()]
    return tuple(report.id for report in reports if report.figures)


COLLECTIONS: dict[str, Collection] = {
    name: Collection(
        name,
        title,
        required=tuple(layout.id for layout in own_layouts() if name in layout.required_in),
        optional=_figures() if name == FIGURES else tuple(one.id for one in own_layouts() if name in one.optional_in),
    )
    for name, title in TITLES.items()
}
# With whose certification those licenses count that stand beside it: they are of all years, and belong to none.
OF_STAFF = tuple(one.id for one in COLLECTIONS.values() if "staff_roster" in one.required)
LAYOUTS = tuple(dict.fromkeys(layout for one in COLLECTIONS.values() for layout in one.layouts))
# In whose rows warnings are listed, and so explained: rules between files also tell of rows that no collection holds.
WARNED_OF = tuple(dict.fromkeys([*LAYOUTS, *(rule.dataset for rule in CROSS_RULES.values())]))


def collections_of(layout: str) -> list[Collection]:
    """The collections that a layout belongs to, in the order of the school year."""
    return [one for one in COLLECTIONS.values() if layout in one.layouts]


def layout_title(layout: str) -> str:
    return REPORTS[layout].title
