"""The sums of every measure once more: each person one after the other, at each place where they count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tests.analysis.people import slow_learning, slow_turnover
from tests.analysis.people.sent import State
from tests.analysis.people.slow import (
    MISSING,
    NOT_SUBMITTED,
    District,
    Found,
    Place,
    absence,
    evaluation,
    experience,
    out_of_field,
    salary,
    unqualified,
)

BOTH = ("HEADCOUNT", "FTE")
Judge = Callable[[District, Place, str], Found]


@dataclass(frozen=True)
class Measure:
    """`needs`: files, each of which may stand in for the others of its group."""

    judge: Judge
    needs: tuple[tuple[str, ...], ...] = ()
    units: tuple[str, ...] = BOTH
    looks_back: bool = False
    by_rating: bool = False


@dataclass
class Sum:
    """Numerator and denominator in ten-thousandths, or the reason why there are none."""

    numerator: int | None = 0
    denominator: int | None = 0
    known: int = 0
    missing: int = 0
    exempt: int = 0
    reason: str | None = None


ROSTER, LICENSE, CROSSWALK = ("staff_roster",), ("license",), ("course_crosswalk",)
DAYS = ("staff_attendance", "staff_absence_event")
PLACES_TO = {"EXIT": "exit", "MOVE": "other_district", "SCHOOL": "other_school", "ROLE": "other_role", "DIED": "died"}


def measures(year: int) -> dict[str, Measure]:
    """By id, as they are in a school year."""
    hqt = ("hqt",) if year <= 2016 else ()
    any_of = ("degree", "license", "emergency", *hqt)
    both = (ROSTER, LICENSE)
    found = {
        "T_UNQ": Measure(unqualified(*any_of), both),
        "T_UNQ_STRICT": Measure(unqualified(*any_of, provisional=False), both),
        "T_UNQ_DEGREE": Measure(unqualified("degree"), (ROSTER,)),
        "T_UNQ_LICENSE": Measure(unqualified("license"), (LICENSE,)),
        "T_UNQ_EMERGENCY": Measure(unqualified("emergency"), (LICENSE,)),
        "T_OOF": Measure(out_of_field(None), (LICENSE, CROSSWALK)),
        "T_OOF_80": Measure(out_of_field(80), (LICENSE, CROSSWALK)),
        "T_TURN_LOW": Measure(slow_turnover.turnover(rated=("NI", "U")), looks_back=True, by_rating=True),
        "T_TURN_HIGH": Measure(slow_turnover.turnover(rated=("E", "P")), looks_back=True, by_rating=True),
        "PD_EVENTS": Measure(slow_learning.events, (("professional_learning",),), ("EVENTS_MEAN",)),
        "PD_FUND": Measure(slow_learning.funding, (("professional_learning",),), ("USD_MEAN",)),
        "SAL_AVG": Measure(salary, (ROSTER,), ("USD_MEAN",)),
        "P_ABS_GT10": Measure(absence("GT10", True), (DAYS,)),
    }
    if hqt:
        found["T_UNQ_HQT"] = Measure(unqualified("hqt"), (ROSTER,))
    for end, with_leave in (("", True), ("_NOLEAVE", False)):
        for kind, units in (("GT10", BOTH), ("GE10", BOTH), ("AVG", ("DAYS_MEAN",)), ("RATE", ("DAYS",))):
            found[f"T_ABS_{kind}{end}"] = Measure(absence(kind, with_leave), (DAYS,), units)
    for letter, column in (("T", "years_prior_teaching"), ("P", "years_prior_admin")):
        for end, below in (("LT1", 1), ("LE1", 2), ("LT3", 3), ("LT4", 4)):
            in_state = (letter, end) == ("T", "LT3")
            found[f"{letter}_EXP_{end}"] = Measure(experience(column, below, in_state), (ROSTER,))
        found[f"{letter}_EVALUATED"] = Measure(evaluation(), (("evaluation",),))
        found[f"{letter}_EVAL_LOW"] = Measure(evaluation("NI", "U"), (("evaluation",),))
        found[f"{letter}_EVAL_HIGH"] = Measure(evaluation("E"), (("evaluation",),))
        found[f"{letter}_TURN"] = Measure(slow_turnover.turnover(), looks_back=True)
        for end, place in PLACES_TO.items():
            found[f"{letter}_TURN_{end}"] = Measure(slow_turnover.turnover(place), looks_back=True)
    return found


def all_sums(state: State, district: str, year: int) -> dict[tuple[str, str, str, str], Sum]:
    """By level, organization, measure and unit."""
    return {
        (*place, name, unit): one
        for name, measure in measures(year).items()
        for unit in measure.units
        for place, one in _sums(District(state, district, year), name, measure, unit).items()
    }


def _sums(d: District, name: str, measure: Measure, unit: str) -> dict[tuple[str, str], Sum]:
    role = "TEACHER" if name[0] != "P" or name.startswith("PD") else "PRINCIPAL"
    then = District(d.state, d.code, d.year - 1) if measure.looks_back else d
    if not then.has("work_assignment"):
        then = d
    is_lacking = not d.has("work_assignment") or not all(any(map(d.has, group)) for group in measure.needs)
    if measure.looks_back:
        is_lacking = slow_turnover.lacks(d, rated=measure.by_rating)
    sums: dict[tuple[str, str], Sum] = defaultdict(Sum)
    for place in then.places(role) if then.has("work_assignment") else []:
        if measure.by_rating and place.level == "school":
            continue
        if place.level == "state" and unit != "FTE" and not then.counts_in_state(place.person, role):
            continue
        found = MISSING if is_lacking or place.vacant else measure.judge(d, place, role)
        _add(sums[place.level, place.org], found, place.fte if unit == "FTE" else Fraction(1), unit)
    if is_lacking:
        sums = sums or {("district", d.code): Sum()}
        return {key: Sum(None, None, 0, one.missing, one.exempt, NOT_SUBMITTED) for key, one in sums.items()}
    return sums


def _add(into: Sum, found: Found, weight: Fraction, unit: str) -> None:
    if isinstance(found, str):
        setattr(into, found, getattr(into, found) + int(weight * 10_000))
    else:
        amount, base = found
        into.known += int(weight * 10_000)
        times = weight if unit == "FTE" else Fraction(1)
        into.numerator = (into.numerator or 0) + int(Fraction(amount) * times * 10_000)
        into.denominator = (into.denominator or 0) + int(Fraction(base) * times * 10_000)
