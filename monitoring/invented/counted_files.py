"""The files of a state of which only counts are told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from monitoring.analysis.definitions.in_force import shipped_in_force
from monitoring.analysis.formatting import school_year
from monitoring.analysis.measures import MEASURES
from monitoring.intake.layouts import climate_survey, metric_aggregate, school_enrollment

from .chance import Ints
from .counted import CountedState, Outcome
from .laid_out import laid_out, texts
from .place_files import ITEMS, RACE_GROUPS, organization_rows
from .segregation import OF_COLOR
from .writing import write_file

SATISFIED = "T_SATIS"  # what teachers answer stands in a layout of its own
MOST_FREQUENT = "race_hispanic"


def write_counted(of: CountedState, folder: Path) -> None:
    """Writes `state/<layout>.csv`."""
    frames = {
        "organizations": organization_rows(of.places),
        "school_enrollment": enrollment_rows(of),
        "metric_aggregate": outcome_rows(of),
        "climate_survey": answer_rows(of),
    }
    for layout, frame in frames.items():
        write_file(frame, folder / "state" / f"{layout}.csv")


def enrollment_rows(of: CountedState) -> pl.DataFrame:
    counts = {**of.students, **_races(of.students["all"], of.students["students_of_color"])}
    frames = []
    schools = np.arange(len(of.places.schools))
    for place, year in enumerate(of.places.plan.years):
        columns = {
            "school_year": school_year(year),
            "org_code": texts(of.places.schools.code, np.repeat(schools, len(counts))),
            "student_group": texts(list(counts), np.tile(np.arange(len(counts)), len(schools))),
            "enrolled": np.stack([some[place] for some in counts.values()], axis=1).ravel(),
        }
        frames.append(laid_out(school_enrollment.REPORT, columns))
    return pl.concat(frames)


def _races(every: Ints, of_color: Ints) -> dict[str, Ints]:
    """Whole numbers that add up to all students."""
    found = {f"race_{name}": of_color * round(1000 * share) // 1000 for name, share in _shares()}
    found[MOST_FREQUENT] += of_color - sum(found.values())
    return {**found, "race_white": every - of_color}


def _shares() -> list[tuple[str, float]]:
    return list(zip(RACE_GROUPS[:-1], OF_COLOR, strict=True))


def outcome_rows(of: CountedState) -> pl.DataFrame:
    """Of each measure the years that it needs; of principals only those of whom it is known."""
    frames = []
    for measure, outcome in of.outcomes.items():
        if measure == SATISFIED:
            continue
        years = of.places.plan.years[-len(outcome.some) :]
        frames += [_measured(of, measure, outcome, place, year) for place, year in enumerate(years)]
    return pl.concat(frames)


def _measured(of: CountedState, measure: str, outcome: Outcome, place: int, year: int) -> pl.DataFrame:
    has = np.flatnonzero(outcome.known[place])
    about = MEASURES[measure]
    columns = {
        "school_year": school_year(year),
        "org_code": texts(of.places.schools.code, has),
        "metric_id": measure,
        "definition_version": shipped_in_force().shown(measure, year).version,
        "educator_role": about.role,
        "numerator": outcome.some[place][has],
        "denominator": outcome.known[place][has],
        "unit": "HEADCOUNT",
    }
    return laid_out(metric_aggregate.REPORT, columns)


def answer_rows(of: CountedState) -> pl.DataFrame:
    """All teachers were asked and all answered, as in the table."""
    outcome = of.outcomes[SATISFIED]
    columns = {
        "school_year": school_year(of.places.plan.years[-1]),
        "org_code": texts(of.places.schools.code, np.arange(len(of.teachers))),
        "item_code": ITEMS[0],
        "respondents": outcome.known[-1],
        "eligible": of.teachers,
        "favourable": outcome.some[-1],
    }
    return laid_out(climate_survey.REPORT, columns)
