"""The slow, obvious second implementation: values of districts and the state, one number at a time."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

from monitoring.analysis.measures import MEASURES
from monitoring.results.frames import STATE, Inputs

Key = tuple[int, str, str, str]  # school year, organization, measure, window


def slow_values(inputs: Inputs) -> dict[Key, tuple[Fraction | None, list[int]]]:
    """The rate, or None, and the years used, of every district and the state in every measure, year and window."""
    annual = _annual(inputs)
    answer: dict[Key, tuple[Fraction | None, list[int]]] = {}
    for organization, measure in {key[:2] for key in annual}:
        for window in MEASURES[measure].windows:
            for year in {int(y) for o, m, y in annual if (o, m) == (organization, measure)}:
                answer[year, organization, measure, window] = _rate(annual, organization, measure, year, window)
    return answer


def _rate(
    annual: dict[tuple[str, str, int], tuple[int, int]], organization: str, measure: str, year: int, window: str
) -> tuple[Fraction | None, list[int]]:
    years = list(range(year - (2 if window == "pooled3" else 0), year + 1))
    parts = {
        y: annual[organization, measure, y] for y in years if annual.get((organization, measure, y), (0, 0))[1] > 0
    }
    if not parts or (window == "pooled3" and len(parts) < 2):
        return None, []
    return Fraction(sum(n for n, _ in parts.values()), sum(d for _, d in parts.values())), sorted(parts)


def _annual(inputs: Inputs) -> dict[tuple[str, str, int], tuple[int, int]]:
    """(organization, measure, year) -> sums; (0, 0) where a row belongs but nothing is known."""
    kinds = {row["org_code"]: row for row in inputs.organizations.to_dicts()}
    rows = inputs.aggregates.to_dicts()
    there = {(row["school_year"], kinds[row["org_code"]]["district_code"]) for row in inputs.present.to_dicts()}
    sums: dict[tuple[str, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        if kinds[row["org_code"]]["org_type"] == "SCHOOL":
            known = row["missing_reason"] is None
            for organization in (kinds[row["org_code"]]["district_code"],):
                total = sums[organization, row["metric_id"], row["school_year"]]
                total[0] += row["numerator"] if known else 0
                total[1] += row["denominator"] if known else 0
    _put_own_figures(sums, rows, kinds, "DISTRICT")
    _leave_room(sums, there)
    for (organization, measure, year), (numerator, denominator) in list(sums.items()):
        if organization != STATE:
            sums[STATE, measure, year][0] += numerator
            sums[STATE, measure, year][1] += denominator
    _put_own_figures(sums, rows, kinds, "STATE")
    return {key: (n, d) for key, (n, d) in sums.items()}


def _put_own_figures(sums: dict[Any, Any], rows: list[dict[str, Any]], kinds: dict[Any, Any], kind: str) -> None:
    """An organization's own figure counts where the measure is only shown, or where its parts gave nothing."""
    for row in rows:
        if kinds[row["org_code"]]["org_type"] == kind:
            key = (row["org_code"], row["metric_id"], row["school_year"])
            known = row["missing_reason"] is None
            if not MEASURES[row["metric_id"]].gap or sums[key][1] == 0:
                sums[key] = [row["numerator"], row["denominator"]] if known else [0, 0]


def _leave_room(sums: dict[Any, Any], there: set[tuple[int, str]]) -> None:
    """Every district that was there in a year has a row for each measure that any district has in it."""
    for measure, year in {(measure, year) for _, measure, year in list(sums)}:
        for present_year, district in there:
            if present_year == year and district != STATE:
                _ = sums[district, measure, year]
    for measure in [measure.id for measure in MEASURES.values() if measure.gap]:
        for year, district in there:
            if district != STATE:
                _ = sums[district, measure, year]
