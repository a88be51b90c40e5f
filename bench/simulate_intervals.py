"""Prints how often intervals hold the truth, as the tables of docs/intervals.md."""

from __future__ import annotations

import argparse
import sys
import time

import polars as pl

from .experience_coverage import experience_table, simulate_experiences
from .interval_coverage import ICC, LEAST, MOST, OF_STUDENTS, judged, outside, simulate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    cells = simulate(draws=options.draws, seed=options.seed)
    how = f"Seed {options.seed}, {options.draws} draws a cell, {time.perf_counter() - began:.0f} s."
    of_students = simulate(draws=options.draws, seed=options.seed, layouts=OF_STUDENTS)
    told = [*table(cells), "", how, *summary(cells), "", *table(of_students), "", *summary(of_students), ""]
    told += [*experience_table(simulate_experiences(draws=options.draws, seed=options.seed)), ""]
    sys.stdout.write("\n".join(told))


def table(cells: pl.DataFrame) -> list[str]:
    """Markdown: a line for each division of people among schools; lowest and highest coverage over all rates."""
    names = " | ".join(f"ICC {icc:g}" for icc in ICC)
    lines = [f"| people of the smaller end | {names} |", "|---|" + "---|" * len(ICC)]
    found = judged(cells)
    for (layout, people), _ in cells.group_by(["layout", "people"], maintain_order=True):
        place = found.filter(layout=layout, people=people)
        shown = [_cell(place.filter(icc=icc)) for icc in ICC]
        lines.append(f"| {people:,} in {layout} | {' | '.join(shown)} |")
    return lines


def _cell(cells: pl.DataFrame) -> str:
    if cells.is_empty():
        return "–"
    return ", ".join(_span(cells, name) for name in ("difference", "ratio"))


def _span(cells: pl.DataFrame, name: str) -> str:
    numbers = [100 * number for number in cells[name].drop_nulls().to_list()]
    return f"{min(numbers):.1f} to {max(numbers):.1f}"


def summary(cells: pl.DataFrame) -> list[str]:
    """In words: how many cells there are, how many lie outside, and what is shown rarely."""
    found = judged(cells)
    rare = cells.join(found, on=["layout", "people", "rate", "times", "icc"], how="anti")
    lines = [f"Shown in {found.height} of {cells.height} cells, a tenth of the draws or more."]
    for name in ("difference", "ratio"):
        strictly = found.filter(~pl.col(name).is_between(LEAST, MOST)).height
        lines.append(
            f"Of the {name}s {_span(found, name)} %; outside 92 to 98: {strictly}, and {outside(found, name).height} "
            "beyond what so many draws leave to chance."
        )
    shown, held = (int(rare[name].sum()) for name in ("shown", "holds"))
    if shown:
        lines.append(
            f"In the other cells {shown} intervals were shown; {100 * held / shown:.1f} % held the difference."
        )
    return lines


if __name__ == "__main__":
    main()
