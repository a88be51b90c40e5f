"""Teachers who change schools: in the district or beyond it, mostly to where fewer students are poor."""

from __future__ import annotations

import dataclasses

import numpy as np

from .chance import Bools, Floats, Ints, paired
from .schools import Places
from .staff import NOWHERE, Seats, Staff
from .subjects import SUBJECTS

NEAR = 0.45  # of those who want to move look in their district
UNSURE = 0.4  # spread beside poverty in what makes a school wanted


def moved(
    places: Places, random: np.random.Generator, staff: Staff, wants: Bools, at: Seats, year: int
) -> tuple[Staff, Staff, Ints]:
    """The teachers in their seats, those for whom there is none any more, and the seats that stay empty.

    Whoever finds no better seat keeps the old one; whose seat is gone takes any in the district.
    """
    own = at.at(staff.school, staff.place)
    seat = np.where(wants, NOWHERE, own)
    liking = places.schools.traits.poverty[at.school] + random.normal(0, UNSURE, len(at.school))
    region = places.districts.region
    near = random.random(len(staff)) < NEAR
    of_seat, of_staff = places.schools.district[at.school], staff.district
    by_district = of_seat * len(SUBJECTS) + at.subject, of_staff * len(SUBJECTS) + staff.field
    by_region = region[of_seat] * len(SUBJECTS) + at.subject, region[of_staff] * len(SUBJECTS) + staff.field
    _seat(random, seat, near & (seat < 0), liking, *by_district)
    _seat(random, seat, ~near & wants & (seat < 0), liking, *by_region)
    back = (seat < 0) & (own >= 0) & ~np.isin(own, seat)
    seat[back] = own[back]
    for keys in (by_district, (of_seat, of_staff), by_region):
        _seat(random, seat, seat < 0, liking, *keys)
    empty = np.flatnonzero(~np.isin(np.arange(len(at.school)), seat))
    return _seated(places, staff.of(seat >= 0), seat[seat >= 0], at, year), staff.of(seat < 0), empty


def _seat(random: np.random.Generator, seat: Ints, who: Bools, liking: Floats, of_seats: Ints, of_staff: Ints) -> None:
    """Gives free seats to those of them who look for one: the most liked ones first."""
    rows = random.permutation(np.flatnonzero(who))
    free = np.flatnonzero(~np.isin(np.arange(len(liking)), seat))
    free = free[np.argsort(liking[free], kind="stable")]
    left, right = paired(of_staff[rows], of_seats[free])
    seat[rows[left]] = free[right]


def _seated(places: Places, staff: Staff, seat: Ints, at: Seats, year: int) -> Staff:
    district = places.schools.district[at.school[seat]]
    is_other = district != staff.district
    return dataclasses.replace(
        staff,
        district=district,
        school=at.school[seat],
        place=at.place[seat],
        hired=np.where(is_other, year, staff.hired),
    )
