"""What a few districts of the demo have handed over, by the same actions as in earnest: figures that are not certified
yet, somebody whom two districts report, and collections of which some are accepted, some certified and most are due.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from districts import outbox
from districts.actions import add_member
from districts.models import District, Job, Membership, Person, School
from districts.school_year import SchoolYear, show_school_year
from districts.wall import in_district, in_state
from monitoring.intake import actions
from monitoring.intake.certification.calendar import Dates
from monitoring.intake.certification.catalogue import FIGURES
from monitoring.intake.certification.facts import Act
from monitoring.intake.files import arriving
from monitoring.intake.models import CollectionDates, Snapshot, Upload
from monitoring.intake.queries.acts import acts_open_to
from monitoring.intake.queries.collections import collections_of_district
from monitoring.intake.tasks import compare_staff
from monitoring.intake.topics import CHECK_TOPIC

from .october import figures_file, october_files

OCTOBER = "OCT"
SHARED = "99999999"  # the id of somebody whom two districts report, with 1.6 FTE in all
# Days from the first start of the demo: when each collection opens, is due, and can be withdrawn no more.
DAYS = {OCTOBER: (-25, 10, 17), "MAR": (75, 100, 107), "EOY": (160, 190, 197)}
OF_FIGURES = (-60, -4, 3)
REASON = "So that this demo has a collection that is open on its first day."
ENDS = ("sent", "submitted", "certified", "certified", "accepted")  # of the districts, in their order
OFFICE = {"district_steward": "Data steward", "certifier": "Certifier"}


@dataclass(frozen=True)
class Place:
    """A district that hands something over, one of its schools, and how far it is."""

    district: District
    school: School
    end: str


def send_figures(district: District, agency: District) -> None:
    """Of the latest school year of the agency's figures some that it has not, and that nobody certifies. Checked at
    once, so that results are computed with them.
    """
    with in_district(district.pk):
        schools = list(School.objects.filter(district=district).order_by("org_code").values_list("org_code", flat=True))
    data = figures_file(schools, show_school_year(_latest_year(agency)))
    upload = _send(district, "teachers_evaluated.csv", data)
    with in_district(district.pk):
        waiting = list(Job.objects.filter(topic=CHECK_TOPIC, key=str(upload.pk)))
    for job in waiting:
        outbox.run(job_id=job.pk, district_id=district.pk)


def send_files(places: list[Place], today: dt.date | None = None) -> None:
    """October's files of all places; their checks are left to whoever does the work of the outbox."""
    year = int(SchoolYear.running(today or timezone.localdate()))
    for number, place in enumerate(places):
        shared, is_led = SHARED if number < 2 else "", place.end != "sent"
        files = october_files(place.school.org_code, show_school_year(year), shared=shared, is_led=is_led)
        for layout, data in files.items():
            _send(place.district, f"{layout}.csv", data)


def hand_over(places: list[Place], agency: District, today: dt.date | None = None) -> None:
    """The acts of districts and of the agency, and its calendar. After the files were checked against each other."""
    today = today or timezone.localdate()
    year = int(SchoolYear.running(today))
    latest = _latest_year(agency)
    with in_state(agency.pk):
        analyst = Membership.objects.filter(district=agency, role="ese_analyst").order_by("id")[0]
        _set_dates(year, latest, today, analyst)
    compare_staff()
    for place in places:
        _act(place, year, analyst)


def _act(place: Place, year: int, analyst: Membership) -> None:
    """Each act that leads to the place's end, where it is anybody's to do now: people of the demo may be at work."""
    steward, certifier = (_member(place.district, role) for role in OFFICE)
    of: dict[str, Any] = {"year": year, "collection": OCTOBER}
    with in_district(place.district.pk):
        if place.end != "sent" and _is_open(Act.SUBMIT, place, year, steward):
            actions.submit_collection(**of, by=steward)
        if place.end in ("certified", "accepted") and _is_open(Act.CERTIFY, place, year, certifier):
            actions.certify_collection(**of, by=certifier)
        is_next = place.end == "accepted" and _is_open(Act.ACCEPT, place, year, analyst)
    if is_next:
        with in_state(analyst.district_id):
            actions.accept_collection(district_id=place.district.pk, **of, by=analyst)


def _is_open(act: Act, place: Place, year: int, member: Membership) -> bool:
    how = collections_of_district(place.district.pk, [year]).standing(year, OCTOBER)
    return act in acts_open_to(member, how)


def _send(district: District, name: str, data: bytes) -> Upload:
    steward = _member(district, "district_steward")
    with arriving([data]) as arrival, in_district(district.pk):
        return actions.receive_upload(file_name=name, arrival=arrival, by=steward)


def _member(district: District, role: str) -> Membership:
    """Whoever has the role there; somebody without a sign-in, where the demo gave it to nobody."""
    with in_district(district.pk):
        found = Membership.objects.filter(district=district, role=role, active=True).order_by("id").first()
    if found:
        return found
    email = f"{role.replace('_', '.')}@{district.org_code}.demo.example"
    named = {"name": f"{OFFICE[role]} of {district.name}"[:150]}
    person = Person.objects.get_or_create(email=email, defaults=named)[0]
    with in_district(district.pk):
        return add_member(district=district, person=person, role=role, school=None, by=None)


def _set_dates(year: int, latest: int, today: dt.date, by: Membership) -> None:
    """Once: a later start leaves the calendar as it is."""
    if CollectionDates.objects.exists():
        return
    wanted: Iterable[tuple[int, str, tuple[int, int, int]]] = [
        *((year, name, days) for name, days in DAYS.items()),
        (latest, FIGURES, OF_FIGURES),
    ]
    for of_year, name, days in wanted:
        dates = Dates(*(today + dt.timedelta(days=number) for number in days))
        actions.set_collection_dates(year=of_year, collection=name, dates=dates, reason=REASON, by=by)


def _latest_year(agency: District) -> int:
    """Of the agency's figures."""
    with in_state(agency.pk):
        stand = Snapshot.objects.filter(dataset=Snapshot.Dataset.METRIC_AGGREGATE, superseded_at=None, district=agency)
        return int(stand.order_by("-school_year").values_list("school_year", flat=True)[0] or 0)
