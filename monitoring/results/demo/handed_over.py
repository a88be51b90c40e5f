"""What a few districts of the demo have handed over, by the same actions as in earnest: figures that are not certified
yet, somebody whom two districts report, and collections of which some are accepted, some certified and most are due.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
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
from monitoring.intake.certification.catalogue import FIGURES, IN_FILES
from monitoring.intake.certification.facts import Act
from monitoring.intake.files import arriving
from monitoring.intake.models import CollectionDates, Snapshot, Upload
from monitoring.intake.queries.acts import acts_open_to
from monitoring.intake.queries.collections import collections_of_district
from monitoring.intake.tasks import compare_staff
from monitoring.intake.topics import CHECK_TOPIC

from ..models import SchoolBand
from .october import figures_file, october_files
from .people_over_years import WHOLE_YEARS, SchoolThere, crosswalk_file, files_over_years, somebody

OCTOBER = "OCT"
ACCEPTED = (Act.SUBMIT, Act.CERTIFY, Act.ACCEPT)
OF_ENDS = {"sent": ACCEPTED[:0], "submitted": ACCEPTED[:1], "certified": ACCEPTED[:2], "accepted": ACCEPTED}
# Days from the first start of the demo: when each collection opens, is due, and can be withdrawn no more.
DAYS = {OCTOBER: (-25, 10, 17), "MAR": (75, 100, 107), "EOY": (160, 190, 197)}
OF_FIGURES = (-60, -4, 3)
REASON = "So that this demo has a collection that is open on its first day."
ENDS = ("sent", "submitted", "certified", "certified", "accepted")  # of the districts, in their order
EXPLAINED = "The whole grade has physical education together; two teachers are in the gym."
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
    upload = _send(district, "teachers_survey.csv", data)
    with in_district(district.pk):
        waiting = list(Job.objects.filter(topic=CHECK_TOPIC, key=str(upload.pk)))
    for job in waiting:
        outbox.run(job_id=job.pk, district_id=district.pk)


def send_files(places: list[Place], agency: District, today: dt.date | None = None) -> None:
    """October's files of all places, of the first those of whole years, too; their checks are left to whoever does the
    work of the outbox. The second reports somebody who works a full post at the first.
    """
    running = int(SchoolYear.running(today or timezone.localdate()))
    _send(agency, "course_crosswalk.csv", crosswalk_file(), role="ese_analyst")
    shared = _send_years(places[0].district, _latest_year(agency), running)
    for place in places[1:] if shared else places:
        also, is_led = shared if place is places[1] else "", place.end != "sent"
        files = october_files(place.school.org_code, show_school_year(running), shared=also, is_led=is_led)
        for layout, data in files.items():
            _send(place.district, f"{layout}.csv", data)
        shared = shared or somebody(files["work_assignment"])


def _send_years(district: District, last: int, running: int) -> str:
    """Files of whole years, and October's where they reach up to it; of the latter somebody's id."""
    found = ""
    for year, name, data in files_over_years(district.org_code, _schools(district), last, running):
        _send(district, f"{show_school_year(year)} {name}" if year else name, data)
        found = somebody(data) if (year, name) == (running, "work_assignment-oct.csv") else found
    return found


def _schools(district: District) -> list[SchoolThere]:
    with in_district(district.pk):
        bands = SchoolBand.objects.filter(district=district, group="low_income", share__isnull=False)
        shares = dict(bands.order_by("school_year").values_list("school__org_code", "share"))
        there = School.objects.filter(district=district, closed_year__isnull=True).order_by("org_code")
        return [SchoolThere(one.org_code, one.level, shares.get(one.org_code, 50.0)) for one in there]


def hand_over(places: list[Place], agency: District, today: dt.date | None = None) -> None:
    """The acts of districts and of the agency, and its calendar. After the files were checked against each other."""
    today = today or timezone.localdate()
    year = int(SchoolYear.running(today))
    latest = _latest_year(agency)
    with in_state(agency.pk):
        analyst = Membership.objects.filter(district=agency, role="ese_analyst").order_by("id")[0]
        _set_dates(year, latest, today, analyst)
    compare_staff()
    for earlier in range(latest - WHOLE_YEARS + 1, latest + 1):
        for collection in IN_FILES:
            _explain(places[0].district, earlier, collection)
            _act(places[0].district, earlier, collection, ACCEPTED, analyst)
    for place in places:
        _act(place.district, year, OCTOBER, OF_ENDS[place.end], analyst)


def _explain(district: District, year: int, collection: str) -> None:
    steward = _member(district, "district_steward")
    with in_district(district.pk):
        facts = collections_of_district(district.pk, [year]).standing(year, collection).facts
        for one in facts.unexplained if facts else ():
            actions.explain_warning(
                year=year, collection=collection, layout=one.layout, rule_id=one.rule_id, text=EXPLAINED, by=steward
            )


def _act(district: District, year: int, collection: str, acts: Sequence[Act], analyst: Membership) -> None:
    """These acts, where each is anybody's to do now: people of the demo may be at work."""
    steward, certifier = (_member(district, role) for role in OFFICE)
    of: dict[str, Any] = {"year": year, "collection": collection}
    does = {Act.SUBMIT: (actions.submit_collection, steward), Act.CERTIFY: (actions.certify_collection, certifier)}
    for act in acts:
        do, member = does.get(act, (None, analyst))
        with in_district(district.pk):
            is_open = act in acts_open_to(
                member, collections_of_district(district.pk, [year]).standing(year, collection)
            )
            if is_open and do:
                do(**of, by=member)
        if is_open and not do:
            with in_state(analyst.district_id):
                actions.accept_collection(district_id=district.pk, **of, by=analyst)


def _send(district: District, name: str, data: bytes, role: str = "district_steward") -> Upload:
    """Once, however often the demo is started."""
    sender, key = _member(district, role), f"demo-{hashlib.sha256(data).hexdigest()}"
    with arriving([data]) as arrival, in_district(district.pk):
        return actions.receive_upload(file_name=name, arrival=arrival, idempotency_key=key, by=sender)


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
