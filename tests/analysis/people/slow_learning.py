"""Professional learning once more."""

from __future__ import annotations

from fractions import Fraction

from tests.analysis.people.slow import MISSING, District, Found, Place, number


def events(d: District, place: Place, role: str) -> Found:
    found = set()
    for row in d.rows("professional_learning"):
        own = row["mepid"] == place.person
        shared = row["mepid"] is None and row["org_code"] in (*place.orgs, d.code)
        if row["goal_aligned"] == "Y" and (own or shared):
            found.add(row["event_id"])
    return Fraction(len(found)), Fraction(1)


def funding(d: District, place: Place, role: str) -> Found:
    total = Fraction(0)
    for row in d.rows("professional_learning"):
        there = sorted(who for who, org in d.held(role) if org == row["org_code"])
        if row["org_code"] == d.code:
            there = sorted({who for who, _ in d.held(role)})
        if row["mepid"] == place.person:
            there = [place.person]
        elif row["mepid"] is not None or row["org_code"] not in (*place.orgs, d.code):
            continue
        cost = Fraction(0) if row["funding_usd"] == "NA" else number(row["funding_usd"])
        if cost is None:
            return MISSING
        parts = int(cost * 10_000)
        each, left = divmod(parts, len(there))
        total += Fraction(each + (there.index(place.person) < left), 10_000)
    return total, Fraction(1)
