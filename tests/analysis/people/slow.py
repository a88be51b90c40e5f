"""The measures of persons once more, slowly and obviously: dictionaries and loops, one person after the other.

It reads the rows as people write them (`sent`), finds people of other districts by looking into these districts' files,
and shares nothing with the implementation but the ids of measures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tests.analysis.people import slow_fields
from tests.analysis.people.sent import Files, Row, State

TEACHING = {"2305", "2306", "2307", "2308", "2310", "2325"}
LEADING = {"1305"}
MISSING, EXEMPT = "missing", "exempt"
Found = tuple[Fraction, Fraction] | str  # amount and base of one person, or why there are none
NOT_SUBMITTED = "not_submitted"


@dataclass(frozen=True)
class Place:
    """One person where counted. `orgs`: the organizations that are looked at there."""

    level: str
    org: str
    person: str
    orgs: tuple[str, ...]
    fte: Fraction
    vacant: bool = False


def number(cell: Any) -> Fraction | None:
    return None if cell is None or cell == "NA" else Fraction(str(cell))


class District:
    """A district's year, with the year before and all others."""

    def __init__(self, state: State, district: str, year: int) -> None:
        self.state, self.code, self.year = state, district, year
        self.files: Files = state.years.get((district, year), {})

    def rows(self, dataset: str, person: str | None = None) -> list[Row]:
        rows = self.files.get(dataset, [])
        return [row for row in rows if person is None or row.get("mepid") == person]

    def october(self) -> list[Row]:
        first = date(self.year - 1, 10, 1).isoformat()
        gone = {
            row["mepid"]
            for row in self.rows("staff_roster")
            if row["employment_status"] == "03" and row.get("exit_date") and row["exit_date"] < first
        }
        return [
            row
            for row in self.rows("work_assignment")
            if row["collection"] == "OCT" and row["fte"] and row["mepid"] not in gone
        ]

    def has(self, dataset: str) -> bool:
        if dataset == "course_crosswalk":
            return bool(self.state.course_crosswalk)
        return bool(self.october() if dataset == "work_assignment" else self.rows(dataset))

    def held(self, role: str) -> dict[tuple[str, str], Fraction]:
        """FTE by person and organization."""
        jobs = TEACHING if role == "TEACHER" else LEADING
        found: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for row in self.october():
            if row["job_class"] in jobs:
                found[row["mepid"], row["org_code"]] += Fraction(str(row["fte"]))
        return dict(found)

    def places(self, role: str) -> list[Place]:
        held = self.held(role)
        found = [Place("school", org, who, (org,), fte) for (who, org), fte in held.items() if not org.endswith("0000")]
        for who in {who for who, _ in held}:
            orgs = tuple(sorted(org for one, org in held if one == who))
            total = sum(held[who, org] for org in orgs)
            found += [Place(*at, who, orgs, Fraction(total)) for at in (("district", self.code), ("state", "00000000"))]
        if role == "PRINCIPAL":
            led = {org for _, org in held}
            for org in {org for _, org in self.held("TEACHER") if not org.endswith("0000")} - led:
                for level, code in (("school", org), ("district", self.code), ("state", "00000000")):
                    found.append(Place(level, code, f"nobody at {org}", (org,), Fraction(1), vacant=True))
        return found

    def counts_in_state(self, person: str, role: str) -> bool:
        """Whether no other district has more of the person's FTE, or as much and a lower code."""
        mine = sum(fte for (who, _), fte in self.held(role).items() if who == person)
        for code, year in self.state.years:
            if year == self.year and code != self.code:
                other = District(self.state, code, year)
                theirs = sum(fte for (who, _), fte in other.held(role).items() if who == person)
                if theirs > mine or (theirs and theirs == mine and code < self.code):
                    return False
        return True

    def is_charter(self, org: str) -> bool:
        codes = {row["org_code"] for row in self.state.organizations if row.get("charter") == "Y"}
        return org in codes or f"{org[:4]}0000" in codes

    def held_licenses(self, person: str) -> list[Row]:
        day = date(self.year - 1, 10, 1).isoformat()
        found = []
        for row in self.rows("license", person):
            last = row.get("valid_to")
            holds = row["status"] == "ACTIVE" and (not last or last >= day)
            held_then = row["status"] == "EXPIRED" and last and last >= day
            if row["valid_from"] <= day and (holds or held_then):
                found.append(row)
        return found


def of_roster(d: District, person: str) -> Row:
    return next(iter(d.rows("staff_roster", person)), {})


def experience(column: str, below: int, in_state: bool = False) -> Callable[[District, Place, str], Found]:
    def judge(d: District, place: Place, role: str) -> Found:
        row = of_roster(d, place.person)
        if row.get(column) == "NA":
            return EXEMPT
        years = number(row.get(column))
        if years is None:
            return MISSING
        if in_state and row["experience_scope"] != "MA_PUBLIC" and years >= below:
            return MISSING
        return Fraction(years < below), Fraction(1)

    return judge


def unqualified(*items: str, provisional: bool = True) -> Callable[[District, Place, str], Found]:
    def judge(d: District, place: Place, role: str) -> Found:
        if {"license", "emergency"} & set(items) and all(d.is_charter(org) for org in place.orgs):
            return EXEMPT
        row, held = of_roster(d, place.person), d.held_licenses(place.person)
        full = {"PROFESSIONAL", "INITIAL"} | ({"PROVISIONAL"} if provisional else set())
        degree, hqt = row.get("highest_degree"), row.get("hqt")
        said = {
            "degree": None if degree in (None, "NA") else degree in ("NONE", "ASSOC"),
            "hqt": None if hqt is None else hqt == "N",
            "license": not any(one["type"] in full for one in held),
            "emergency": any(one["type"] in ("EMERGENCY", "WAIVER") for one in held),
        }
        known = [said[item] for item in items]
        if True in known:
            return Fraction(1), Fraction(1)
        return MISSING if None in known else (Fraction(0), Fraction(1))

    return judge


def out_of_field(percent: int | None) -> Callable[[District, Place, str], Found]:
    def judge(d: District, place: Place, role: str) -> Found:
        fte = {True: Fraction(0), False: Fraction(0), None: Fraction(0)}
        asked = 0
        for row in d.october():
            mine = row["mepid"] == place.person and row["org_code"] in place.orgs and row["job_class"] in TEACHING
            if mine and row["course_code"] != "NA" and not d.is_charter(row["org_code"]):
                asked += 1
                covered = slow_fields.is_in_field(row, d.held_licenses(place.person), d.state.course_crosswalk)
                fte[covered] += Fraction(str(row["fte"]))
        if not asked:
            return EXEMPT
        total = sum(fte.values())
        share = None if percent is None else (50 if d.year == 2021 and percent == 80 else percent)
        if share is None:
            if fte[False]:
                return Fraction(1), Fraction(1)
            return MISSING if fte[None] else (Fraction(0), Fraction(1))
        if fte[True] / total >= Fraction(share, 100):
            return Fraction(0), Fraction(1)
        if (fte[True] + fte[None]) / total < Fraction(share, 100):
            return Fraction(1), Fraction(1)
        return MISSING

    return judge


def days(d: District, person: str) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Absent, expected, on long-term leave."""
    if d.rows("staff_attendance"):
        rows = d.rows("staff_attendance", person)
        found: list[Fraction | None] = []
        for column in ("days_absent", "days_expected", "days_longterm_leave"):
            cells = [Fraction(0) if row[column] == "NA" else number(row[column]) for row in rows]
            known = [cell for cell in cells if cell is not None]
            found.append(sum(known, Fraction(0)) if rows and len(known) == len(cells) else None)
        return found[0], found[1], found[2]
    hours: dict[str, Fraction] = defaultdict(Fraction)
    leave: dict[str, Fraction] = defaultdict(Fraction)
    for row in d.rows("staff_absence_event", person):
        is_in_year = f"{d.year - 1}-07-01" <= row["event_date"] <= f"{d.year}-06-30"
        if is_in_year and row["category"] not in ("PD", "FIELD_TRIP"):
            hours[row["event_date"]] += Fraction(str(row["hours"]))
            if row["category"] in ("FMLA", "PARENTAL", "MILITARY", "WORKCOMP"):
                leave[row["event_date"]] += Fraction(str(row["hours"]))
    day = Fraction("7.5")
    absent, away = (sum((min(one, day) for one in kind.values()), Fraction(0)) / day for kind in (hours, leave))
    return _floor(absent), Fraction(180), _floor(away)


def _floor(amount: Fraction) -> Fraction:
    return Fraction(int(amount * 10_000), 10_000)


def absence(kind: str, with_leave: bool) -> Callable[[District, Place, str], Found]:
    def judge(d: District, place: Place, role: str) -> Found:
        absent, expected, leave = days(d, place.person)
        if not with_leave:
            absent = None if absent is None or leave is None else absent - leave
            expected = None if expected is None or leave is None else expected - leave
        if kind in ("GT10", "GE10") and expected is not None and expected < 90:
            return EXEMPT
        if absent is None or (kind == "RATE" and expected is None):
            return MISSING
        if kind == "RATE":
            return absent, expected or Fraction(0)
        if kind == "AVG":
            return absent, Fraction(1)
        return Fraction(absent > 10 if kind == "GT10" else absent >= 10), Fraction(1)

    return judge


def rating(d: District, place: Place, role: str) -> str | None:
    """A rating; "none" of who was not evaluated; None where nothing was sent."""
    rows = [row for row in d.rows("evaluation", place.person) if row["educator_role"] == role]
    if not rows:
        return None
    summative = [row for row in rows if row["rating_type"] == "SUMMATIVE" and row["overall"] != "NE"]
    own = [row for row in summative if place.level == "school" and row.get("org_code") == place.org]
    choice = own or summative
    if not choice:
        return "none"
    latest = max(row.get("evaluated_on") or "" for row in choice)
    last = [row["overall"] for row in choice if (row.get("evaluated_on") or "") == latest]
    return min(last, key=["U", "NI", "P", "E"].index)


def evaluation(*ratings: str) -> Callable[[District, Place, str], Found]:
    def judge(d: District, place: Place, role: str) -> Found:
        found = rating(d, place, role)
        if found is None:
            return MISSING
        if not ratings:
            return Fraction(found != "none"), Fraction(1)
        return EXEMPT if found == "none" else (Fraction(found in ratings), Fraction(1))

    return judge


def salary(d: District, place: Place, role: str) -> Found:
    paid = number(of_roster(d, place.person).get("total_salary"))
    whole = sum((Fraction(str(row["fte"])) for row in d.october() if row["mepid"] == place.person), Fraction(0))
    return MISSING if paid is None else (_floor(paid * place.fte / whole), place.fte)
