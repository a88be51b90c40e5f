"""What is asked more than once: layouts of several collections, and figures that come in by several ways. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from monitoring.intake.certification.catalogue import FIGURES, Collection, collections_of
from monitoring.intake.reports.catalogue import REPORTS, own_layouts
from monitoring.intake.reports.declaration import Figure, Report, figure_title


@dataclass(frozen=True)
class AskedAgain:
    """A layout, and the collections of one school year that ask for it."""

    layout: Report
    collections: tuple[Collection, ...]


@dataclass(frozen=True)
class SeveralWays:
    """Figures that each of these layouts and reports gives."""

    reports: tuple[Report, ...]
    figures: tuple[Figure, ...]

    @property
    def titles(self) -> list[str]:
        return sorted(figure_title(figure) for figure in self.figures)


def asked_again() -> list[AskedAgain]:
    """In the order of the layouts. That of aggregate figures is another door for what was asked already."""
    lines = [AskedAgain(one, tuple(collections_of(one.id))) for one in own_layouts()]
    return [one for one in lines if len([each for each in one.collections if each.id != FIGURES]) > 1]


def several_ways() -> list[SeveralWays]:
    """A line for each set of layouts and reports that give the same figures."""
    ways: dict[Figure, list[str]] = defaultdict(list)
    for report in REPORTS.values():
        for figure in report.figures:
            ways[figure].append(report.id)
    by_ways: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure, reports in ways.items():
        by_ways[tuple(sorted(reports))].append(figure)
    return [
        SeveralWays(tuple(REPORTS[name] for name in reports), tuple(sorted(figures)))
        for reports, figures in sorted(by_ways.items())
        if len(reports) > 1
    ]
