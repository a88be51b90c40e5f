"""A small random state as inputs of a computation: everything that can be missing is missing somewhere."""

from __future__ import annotations

import random
from typing import Any

import polars as pl

from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.results.frames import AGGREGATES, ORGANIZATIONS, SHARES, STATE, WITHHELD, Inputs

Row = tuple[Any, ...]
YEARS = range(2018, 2023)
LEVELS = ("ELEM", "MIDDLE", "HIGH", "")
COMPARED = [measure.id for measure in MEASURES.values() if measure.asked]
SHOWN = [measure.id for measure in MEASURES.values() if not measure.gap and "Profiles" in measure.source]

# How often the agency has a school's figure: of every second measure districts alone sent any, of turnover some.
FROM_AGENCY = {measure: float(place % 2) for place, measure in enumerate(COMPARED)} | {"T_TURN": 0.95}


def small_state(seed: int, *, years: range = YEARS, districts: int = 4) -> Inputs:
    """Districts of 1 to 9 schools over some years, from a seed. Some schools opened in the last year or closed
    before it, the first district closed, and files may tell of them all the same.
    """
    chance = random.Random(seed)
    organizations: list[Row] = [(STATE, "STATE", STATE, "")]
    for number in range(1, districts + 1):
        code = f"{number:04d}0000"
        organizations.append((code, "DISTRICT", code, ""))
        for school in range(1, chance.randint(2, 10)):
            opened, closed = chance.choice([None, None, years[-1]]), chance.choice([None, None, years[-1] - 1])
            heir = chance.choice([None, f"{number:04d}{chance.randint(1, school + 1):04d}"]) if closed else None
            organizations.append(
                (f"{number:04d}{school:04d}", "SCHOOL", code, chance.choice(LEVELS), opened, closed, heir)
            )
    organizations[1] = (*organizations[1], None, years[-1] - 1)
    organizations = _with_title_one(organizations, random.Random(-seed - 1))
    schools = [row[0] for row in organizations if row[1] == "SCHOOL"]
    aggregates = [row for year in years for row in _aggregates(chance, year, organizations)]
    shares = [row for year in years for school in schools for row in _shares(chance, year, school)]
    figures = [(chance.choice(years), "group", "english_learners"), (chance.choice(years), "metric", "T_WAIVER_PROV")]
    withheld: list[Row] = [(*figure, row[0]) for figure in figures for row in organizations if row[1] == "DISTRICT"]
    return inputs_of(aggregates, shares, organizations, withheld)


def inputs_of(aggregates: list[Row], shares: list[Row], organizations: list[Row], withheld: list[Row]) -> Inputs:
    """Inputs from rows; what is withheld is taken out, and every organization that a row names is present in its
    year.
    """
    dropped = {(year, name) for year, _, name, _ in withheld}
    tables = {
        "aggregates": pl.DataFrame(
            [r for r in aggregates if (r[0], r[2]) not in dropped], schema=AGGREGATES, orient="row"
        ),
        "shares": pl.DataFrame([r for r in shares if (r[0], r[2]) not in dropped], schema=SHARES, orient="row"),
    }
    present = pl.concat([table.select("school_year", "org_code") for table in tables.values()]).unique()
    return Inputs(
        aggregates=tables["aggregates"],
        shares=tables["shares"],
        organizations=pl.DataFrame(
            [(*row, None, None, None, None)[: len(ORGANIZATIONS)] for row in organizations],
            schema=ORGANIZATIONS,
            orient="row",
        ),
        withheld=pl.DataFrame(withheld, schema=WITHHELD, orient="row"),
        present=present,
    )


def _with_title_one(organizations: list[Row], chance: random.Random) -> list[Row]:
    statuses = ("SWP", "TAS", "ELIG", "NONE", "NONE", "SWP", "SWP", "NONE", "TAS", "")
    padded = [(*row, None, None, None)[: len(ORGANIZATIONS) - 1] for row in organizations]
    return [(*row, chance.choice(statuses) if row[1] == "SCHOOL" else "") for row in padded]


def _aggregates(chance: random.Random, year: int, organizations: list[Row]) -> list[Row]:
    rows: list[Row] = []
    for code, kind, *_ in organizations:
        for measure in COMPARED if kind == "SCHOOL" else [*SHOWN, "T_TURN"]:
            if chance.random() < (0.12 if kind == "SCHOOL" else 0.4):
                continue
            denominator = chance.choice([0, 10_000, 393_000, chance.randint(1, 900_000)])
            numerator = chance.randint(0, denominator)
            reason = "suppressed" if chance.random() < 0.1 else None
            amounts = (None, denominator) if reason else (numerator, denominator)
            snapshot = f"{year}-{'agency' if kind != 'SCHOOL' or chance.random() < FROM_AGENCY[measure] else code[:4]}"
            rows.append((year, code, measure, *amounts, MEASURES[measure].unit, reason, snapshot, len(rows) + 2))
    return rows


def _shares(chance: random.Random, year: int, school: str) -> list[Row]:
    rows: list[Row] = [(year, school, "all", 100.0, chance.choice([5, 10, 300]), None, f"{year}-students", 2)]
    for group in GROUPS:
        if chance.random() > 0.05:
            some = [round(chance.uniform(0, 100), 1) for _ in range(5)]
            share = chance.choice([0.0, 12.5, 12.5, *some, None])
            rows.append((year, school, group, share, None, None, f"{year}-students", 3))
    return rows
