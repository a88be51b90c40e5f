"""A district's people are reminded of a collection, by a beat or by hand; and it says whether it wants to be."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import District, Membership
from districts.outbox import enqueue
from districts.school_year import show_school_year
from districts.wall import in_job
from monitoring.intake.actions.hand_over import NotPossible
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.certification.reminders import BY_HAND, Mail, asks_for_more, mail_of
from monitoring.intake.certification.standing import Standing
from monitoring.intake.models import Reminder, ReminderChoice
from monitoring.intake.queries.collections import collections_of_district
from monitoring.intake.queries.reminders import Due, people_to_remind, reminders_of_collection, wants_reminders
from monitoring.intake.topics import REMIND_TOPIC

REFUSED_FOR_GOOD = 500  # replies of a mail server from here on are permanent (RFC 5321, 4.2.1)


def remind_of_collection(due: Due) -> Reminder | None:
    """The reminder of an occasion, once, however often it is asked for; None where it was made before, or is not wanted
    any more. Call inside the job scope of its district.
    """
    wait_for(Lock.REMINDERS, due.district_id)
    named = {"school_year": due.school_year, "collection": due.collection}
    of_occasion = {**named, "occasion": due.occasion, "certify_by": due.certify_by}
    is_made = Reminder.objects.filter(district_id=due.district_id, **of_occasion).exists()
    if is_made or not wants_reminders(due.district_id):
        return None
    return _make(Reminder(district_id=due.district_id, **of_occasion), by=None)


def remind_by_hand(*, district_id: int, year: int, collection: str, note: str = "", by: Membership) -> Reminder:
    """ESE reminds a district, also one that wants no automatic reminders. The same once more on one day is the same
    reminder. Call inside `in_state`.
    """
    refuse_stranger(by, "collection.remind", "state")
    with in_job(district_id):  # it stands among the district's rows
        wait_for(Lock.REMINDERS, district_id)
        note = note.strip()
        for one in reminders_of_collection(district_id, year, collection):
            if (one.occasion, one.note, one.by_name) == (BY_HAND, note, by.name) and one.is_of_today:
                return one
        how = collections_of_district(district_id, [year]).standing(year, collection)
        _refuse(how, district_id)
        named = {"school_year": year, "collection": collection, "certify_by": how.dates.certify_by}
        made = Reminder(district_id=district_id, **named, occasion=BY_HAND, note=note, by_name=by.name)
        return _make(made, by=by)


def send_reminder(*, reminder_id: int, membership_id: int, district_id: int) -> bool:
    """Mail a reminder to one person, who is to get it still, with what is missing by now; whether it went out. Call
    inside the job scope of its district, by a job for each person: trouble with one address is raised, tried again, and
    nobody else's. What is refused for good is counted. A worker killed between sending and its commit sends again.
    """
    reminder: Reminder = Reminder.objects.get(pk=reminder_id, district_id=district_id)
    all_of_year = collections_of_district(district_id, [reminder.school_year])
    how = all_of_year.standing(reminder.school_year, reminder.collection)
    person = people_to_remind(district_id).filter(pk=membership_id).first() if asks_for_more(how) else None
    is_sent = person is not None and _send(_mail(reminder, how), person)
    _count(reminder_id, district_id, people=int(is_sent), unreached=int(person is not None and not is_sent))
    return is_sent


def give_up_reminder(*, reminder_id: int, district_id: int) -> None:
    """The mail to one person did not go out, however often it was tried. Call inside the job scope of its district."""
    _count(reminder_id, district_id, unreached=1)


def choose_reminders(*, is_on: bool, by: Membership) -> ReminderChoice | None:
    """Turn a district's automatic reminders on or off; None where they are so already. Call inside `in_district`."""
    refuse_stranger(by, "reminders.choose")
    wait_for(Lock.REMINDERS, by.district_id)
    if wants_reminders(by.district_id) == is_on:
        return None
    made: ReminderChoice = ReminderChoice.objects.create(district_id=by.district_id, is_on=is_on, by_name=by.name)
    record(verb="reminders.chosen", obj=made, detail={"what": "on" if is_on else "off"}, by=by)
    return made


def _refuse(how: Standing, district_id: int) -> None:
    if not asks_for_more(how):
        raise NotPossible(f"It is {how.title.lower()}: there is nothing to remind of.")
    if not people_to_remind(district_id).exists():
        raise NotPossible("Nobody is there to remind: the district has no data steward and no certifier here yet.")


def _make(reminder: Reminder, *, by: Membership | None) -> Reminder:
    reminder.save(force_insert=True)
    detail = {
        "collection": COLLECTIONS[reminder.collection].title,
        "school_year": show_school_year(reminder.school_year),
        "occasion": reminder.title.lower(),
    }
    record(verb="collection.remind", obj=reminder, detail=detail, by=by)
    for person in people_to_remind(reminder.district_id):
        key, payload = f"{reminder.pk}-{person.pk}", {"reminder_id": reminder.pk, "membership_id": person.pk}
        enqueue(topic=REMIND_TOPIC, key=key, payload=payload, district_id=reminder.district_id)
    return reminder


def _mail(reminder: Reminder, how: Standing) -> Mail:
    district, year = District.objects.get(pk=reminder.district_id), reminder.school_year
    page = {"org_code": district.org_code, "year": year, "collection": reminder.collection}
    link = f"{settings.EQP_SITE}{reverse('collection', kwargs=page)}"
    said = {"note": reminder.note, "by": reminder.by_name}
    return mail_of(how, place=district.name, school_year=show_school_year(year), link=link, **said)


def _send(mail: Mail, person: Membership) -> bool:
    """Whether the mail server took it; False where it never will. Trouble that passes is raised."""
    try:
        EmailMessage(subject=mail.subject, body=mail.text, to=[person.email]).send()
    except SMTPRecipientsRefused as refusal:
        if not all(code >= REFUSED_FOR_GOOD for code, _ in refusal.recipients.values()):
            raise
        return False
    return True


def _count(reminder_id: int, district_id: int, *, people: int = 0, unreached: int = 0) -> None:
    told = {"people": F("people") + people, "unreached": F("unreached") + unreached}
    Reminder.objects.filter(pk=reminder_id, district_id=district_id).update(sent_at=timezone.now(), **told)
