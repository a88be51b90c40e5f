"""A district's people are reminded of a collection, by a beat or by hand; and it says whether it wants to be."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone

from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import District, Membership
from districts.outbox import enqueue
from districts.school_year import show_school_year
from districts.wall import in_job
from monitoring.intake.actions.hand_over import NotPossible, refuse_stranger
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.certification.reminders import BY_HAND, Mail, asks_for_more, mail_of
from monitoring.intake.certification.standing import Standing
from monitoring.intake.models import Reminder, ReminderChoice
from monitoring.intake.queries.collections import collections_of_district
from monitoring.intake.queries.reminders import Due, people_to_remind, reminders_of_collection, wants_reminders
from monitoring.intake.topics import REMIND_TOPIC


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


def send_reminder(*, reminder_id: int, district_id: int) -> int:
    """Mail a reminder to whom it is for by now, with what is missing by now; returns to how many. Call inside the job
    scope of its district. Done twice it sends nothing more; a worker killed between sending and its commit sends again.
    """
    reminder: Reminder = Reminder.objects.select_for_update().get(pk=reminder_id, district_id=district_id)
    if reminder.sent_at is not None:
        return 0
    all_of_year = collections_of_district(district_id, [reminder.school_year])
    how = all_of_year.standing(reminder.school_year, reminder.collection)
    people = list(people_to_remind(district_id)) if asks_for_more(how) else []
    _send(_mail(reminder, how), people)
    reminder.sent_at, reminder.people = timezone.now(), len(people)
    reminder.save(update_fields=["sent_at", "people"])
    return len(people)


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
    payload = {"reminder_id": reminder.pk}
    enqueue(topic=REMIND_TOPIC, key=str(reminder.pk), payload=payload, district_id=reminder.district_id)
    return reminder


def _mail(reminder: Reminder, how: Standing) -> Mail:
    district, year = District.objects.get(pk=reminder.district_id), reminder.school_year
    page = {"org_code": district.org_code, "year": year, "collection": reminder.collection}
    link = f"{settings.EQP_SITE}{reverse('collection', kwargs=page)}"
    said = {"note": reminder.note, "by": reminder.by_name}
    return mail_of(how, place=district.name, school_year=show_school_year(year), link=link, **said)


def _send(mail: Mail, people: list[Membership]) -> None:
    """One mail a person, over one connection."""
    if people:
        mails = [EmailMessage(subject=mail.subject, body=mail.text, to=[one.email]) for one in people]
        get_connection().send_messages(mails)
