"""The judgement: every column of every year, from format, rankings, contrasts and relations together."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import polars as pl

from monitoring.analysis.column_identity.between import slipped_columns
from monitoring.analysis.column_identity.explain import fit_by_rank
from monitoring.analysis.column_identity.formats import wrong_formats
from monitoring.analysis.column_identity.panel import FOREIGN, Panel, build_panel
from monitoring.analysis.column_identity.rank_votes import RankedPair, rank_pairs
from monitoring.analysis.column_identity.search import Finding, search
from monitoring.analysis.column_identity.trust import Trusted, trusted_years
from monitoring.analysis.column_identity.verdict import ColumnVerdict, Status, Test, closed


def judge_columns(
    blocks: Mapping[int, pl.DataFrame],
    *,
    kinds: Mapping[str, str],
    trusted: Trusted = (),
    wrong_cells: Mapping[tuple[int, str], float] | None = None,
    heads: Collection[str] | None = None,
) -> list[ColumnVerdict]:
    """Judge whether each column of a report holds, in each year, what its name says.

    In: `blocks`, per school year (ending year) one row per org_code with Float64 columns, null = no figure; years of
    the same report, those in `trusted`, or their columns named there, being accepted before. `kinds`: the columns in
    header order with their kind (percent, count, ratio, money). `wrong_cells`: per (year, column) the share 0..1 of
    cells written as another kind. `heads`: the columns that count people or classes one by one, None for all counts.
    Out: one verdict per (year, column) that is not trusted, in order. Nothing is known here of particular years, files
    or states; the modules beside this one say what each test sees.

    >>> rng = np.random.default_rng(1)
    >>> base = rng.uniform(0, 90, (60, 2))
    >>> codes = pl.Series("org_code", [f"{number:08d}" for number in range(60)])
    >>> years = {year: pl.DataFrame(base + rng.normal(0, 3, (60, 2)), ["el", "swd"]) for year in (2019, 2020, 2021)}
    >>> years = {year: frame.with_columns(codes) for year, frame in years.items()}
    >>> years[2021] = years[2021].rename({"el": "swd", "swd": "el"})
    >>> verdicts = judge_columns(years, kinds={"el": "percent", "swd": "percent"})
    >>> [(v.year, v.column, v.holds) for v in verdicts if not v.is_ok]
    [(2021, 'el', 'swd'), (2021, 'swd', 'el')]
    """
    if not blocks:
        return []
    panel = build_panel(blocks, kinds, trusted)
    pairs = rank_pairs(panel)
    counts = [name for name, kind in kinds.items() if kind == "count"]
    formats = wrong_formats(panel, wrong_cells or {}, counts if heads is None else heads, pairs)
    findings = search(panel, formats)
    wrong = {year: _wrong(panel, year, findings[year], formats[year]) for year in panel.years}
    verdicts = []
    for year in panel.years:
        if year in panel.trusted_in(*range(len(panel.columns))):
            continue
        wrong[year] |= _slipped(panel, year, wrong[year])
        shares = {column: (wrong_cells or {}).get((year, name), 0.0) for column, name in enumerate(panel.columns)}
        verdicts += _verdicts(panel, year, wrong, shares | formats[year], pairs)
    return [verdict for verdict in verdicts if verdict.year not in trusted_years(trusted, verdict.column)]


Wrong = dict[int, tuple[int | None, Test]]


def _wrong(panel: Panel, year: int, finding: Finding, formats: Collection[int]) -> Wrong:
    """The labels that do not hold their column, each with what it holds (None: nothing of this report) and the test
    that says so.
    """
    filled = [bool(np.isfinite(cells).any()) for cells in panel.cells[year].T]
    wrong: Wrong = {}
    for label, holds in enumerate(finding.holds):
        is_disputed = holds in finding.disputed
        if filled[label] and (holds != label or is_disputed):
            wrong[label] = (
                (None, "disputed") if is_disputed else (None if holds == FOREIGN else holds, finding.tests[label])
            )
    if not finding.is_settled:
        wrong |= {label: (None, wrong[label][1]) for label in closed(_holds(wrong))}
    for label in formats:
        wrong[label] = (wrong[label][0] if label in wrong else None, "format")
    return wrong


def _holds(wrong: Wrong) -> dict[int, int | None]:
    return {label: holds for label, (holds, _) in wrong.items()}


def _slipped(panel: Panel, year: int, wrong: Wrong) -> Wrong:
    """What went along with a slip of cells, beside labels that just hold each other's columns."""
    rings = closed(_holds(wrong))
    held = {
        label: holds
        for label, (holds, test) in wrong.items()
        if label not in rings and test not in ("disputed", "copy")
    }
    is_slip = any(test == "format" for _, test in wrong.values())
    return dict.fromkeys(slipped_columns(panel, year, held, is_slip), (None, "between"))


def _verdicts(
    panel: Panel, year: int, wrong: Mapping[int, Wrong], shares: Mapping[int, float], pairs: list[RankedPair]
) -> list[ColumnVerdict]:
    """The verdict on each column of one year, with what its ranking is worth beside the years that are in order."""
    unsure = [frozenset(its for its in panel.years if column in wrong[its]) for column in range(len(panel.columns))]
    seen, _, expected = fit_by_rank(year, pairs, unsure)
    verdicts = []
    for column, name in enumerate(panel.columns):
        holds, test = wrong[year].get(column, (column, ""))
        status: Status = "ok" if column not in wrong[year] else "unexplained" if holds is None else "holds"
        verdicts.append(
            ColumnVerdict(
                year=year,
                column=name,
                status=status,
                holds=panel.columns[holds] if status == "holds" and holds is not None else None,
                test=test,
                own=_number(seen[column, column]),
                expected=_number(expected[column]),
                best=None if holds is None else _number(seen[column, holds]),
                wrong_cells=shares[column],
            )
        )
    return verdicts


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 3)
