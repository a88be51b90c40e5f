"""The files on how people work: ratings, absences, professional learning. Rows of all districts, in their order."""

from __future__ import annotations

import numpy as np
import polars as pl

from monitoring.analysis.formatting import school_year
from monitoring.intake.layouts import evaluation, professional_learning, staff_attendance

from .chance import Bools, Floats, Ints, spread
from .laid_out import Rows, days, laid_out, texts
from .staff import PRINCIPAL, SUBSTITUTE, Staff
from .state import StateYear

EXPECTED = 180  # days of work in a year
UNRATED = 0.08  # of those who could be evaluated
CUTS = (-1.75, -1.15, 1.2)  # of what ratings rest on: below the first Unsatisfactory, above the last Exemplary
RATED = ("U", "NI", "P", "E", "NE")
NOT_RATED = 4
STANDARDS = 4
ROLES = ("TEACHER", "PRINCIPAL", "OTHER_ADMIN", "OTHER_ADMIN", "OTHER")
EVENTS, ATTENDED, MOST_ATTENDED = 12, 2.2, 5  # of a district in a year; by a person, on average and at most
ABSENT, ABSENT_POOR, LONG_ABSENT = 4.6, 3.6, 0.012  # days; more with poverty; share of people with a long absence


def places_of_work(of: StateYear, staff: Staff) -> pl.Series:
    """The school, or the district's office."""
    codes = [*of.places.schools.code, *of.places.districts.code]
    return texts(codes, np.where(staff.school >= 0, staff.school, len(of.places.schools) + staff.district))


def poverty_at(of: StateYear, staff: Staff) -> Floats:
    return np.where(staff.school >= 0, of.places.schools.traits.poverty[staff.school], 0.4)


def ratings(of: StateYear) -> tuple[Ints, Ints]:
    """Rows of the staff who could be evaluated, and the place of their overall rating in RATED. It rests on skill, on
    years of teaching and on luck; a little on the school.
    """
    staff, random = of.staff, of.stream("evaluation")
    rows = np.flatnonzero(~staff.is_away & (staff.role != SUBSTITUTE))
    overall = np.searchsorted(CUTS, _quality(of, rows) + random.normal(0, 0.3, len(rows)))
    return rows, np.where(random.random(len(rows)) < UNRATED, NOT_RATED, overall)


def _quality(of: StateYear, rows: Ints) -> Floats:
    staff = of.staff.of(rows)
    grown = 0.45 * (np.log1p(np.minimum(staff.taught + staff.led, 15)) - 2.0)
    return 0.75 * staff.skill + grown - 0.25 * (poverty_at(of, staff) - 0.4)


def evaluations(of: StateYear) -> Rows:
    rows, overall = ratings(of)
    staff, random = of.staff.of(rows), of.stream("standards")
    is_rated = overall != NOT_RATED
    near = _quality(of, rows)[None, :] + random.normal(0, 0.45, (STANDARDS, len(rows)))
    standards = {
        f"std{place + 1}": _blank(is_rated, texts(RATED, np.searchsorted(CUTS, near[place])))
        for place in range(STANDARDS)
    }
    columns = {
        "school_year": school_year(of.year),
        "mepid": staff.mepid(of.seed),
        "org_code": places_of_work(of, staff),
        "educator_role": texts(ROLES, staff.role),
        "rating_type": "SUMMATIVE",
        "overall": texts(RATED, overall),
        **standards,
        "evaluated_on": _blank(is_rated, days(f"{of.year}-05-02", staff.number % 40)),
    }
    return Rows(laid_out(evaluation.REPORT, columns), staff.district)


def _blank(holds: Bools, given: pl.Series) -> pl.Series:
    return pl.select(pl.when(pl.Series(holds)).then(given)).to_series()


def absences(of: StateYear) -> tuple[Ints, Floats, Floats]:
    """Rows of the staff at work, their days absent and those of them on a long leave, in halves of a day."""
    staff, random = of.staff, of.stream("attendance")
    rows = np.flatnonzero(~staff.is_away)
    people = staff.of(rows)
    mean = (
        (ABSENT + ABSENT_POOR * poverty_at(of, people)) * people.frailty * np.where(people.role == PRINCIPAL, 0.6, 1.0)
    )
    usual = np.minimum(np.round(2 * random.gamma(2.5, np.maximum(mean, 0.2) / 2.5)) / 2, 60.0)
    is_long = random.random(len(rows)) < LONG_ABSENT
    long = np.where(is_long, random.integers(15, 70, len(rows)), 0).astype(float)
    return rows, usual + long, long


def attendance(of: StateYear) -> Rows:
    rows, absent, long = absences(of)
    staff = of.staff.of(rows)
    columns = {
        "school_year": school_year(of.year),
        "mepid": staff.mepid(of.seed),
        "org_code": places_of_work(of, staff),
        "days_expected": np.full(len(rows), EXPECTED),
        "days_absent": absent,
        "days_longterm_leave": long,
        "days_pd": 1 + staff.number % 4,
    }
    return Rows(laid_out(staff_attendance.REPORT, columns), staff.district)


def learning(of: StateYear) -> Rows:
    """Each district has its events, to some of which people go."""
    random = of.stream("learning")
    staff = of.staff.of(~of.staff.is_away & of.staff.teaches)
    row, number = spread(np.minimum(random.poisson(ATTENDED, len(staff)), MOST_ATTENDED))
    begin = random.integers(0, EVENTS, len(staff))
    event = (begin[row] + number) % EVENTS
    names = [f"PD-{of.year}-{place + 1:02}" for place in range(EVENTS)]
    cost = 40 + 20 * event
    columns = {
        "school_year": school_year(of.year),
        "mepid": staff.mepid(of.seed)[row],
        "event_id": texts(names, event),
        "goal_aligned": texts(("Y", "N"), (random.random(len(row)) < 0.25).astype(np.int64)),
        "hours": 1.5 * (1 + event % 6),
        "funding_usd": cost,
        "funding_source": texts(("Title II-A", "Local funds", "Title I"), event % 3),
    }
    return Rows(laid_out(professional_learning.REPORT, columns), staff.district[row])
