"""A district hands a collection over: explains, submits, certifies, or withdraws it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import Membership
from districts.roles import may
from districts.school_year import show_school_year
from monitoring.intake.actions.ask_for_cross_checks import ask_for_cross_check
from monitoring.intake.actions.ask_for_results import ask_for_experiences, ask_for_people, ask_for_results
from monitoring.intake.actions.put_off_check import ask_for_what_waits
from monitoring.intake.certification.catalogue import COLLECTIONS, FIGURES
from monitoring.intake.certification.facts import Act, Beside, Facts, InForce
from monitoring.intake.certification.standing import LOCKED, SIGNED, Standing, State, is_done, refusal
from monitoring.intake.certification.steps import lock_words
from monitoring.intake.models import CertificationEvent, Explanation
from monitoring.intake.queries.collections import DistrictCollections, Explained, Of, collections_of_district

CHANGED_SINCE = (
    "Nothing was certified: its files, or what is said about them, are others than when you looked at them. Look at"
    " them as they are now."
)
CERTIFIED_SINCE = "Nothing was done: it was certified anew since you looked at it. Look at it as it is now."
FOUND_SINCE = (
    "The explanation was not kept: what is found now is not what was found when you looked. Look at it as it is now,"
    " and keep your words once more if they hold for that, too."
)
OPENS = (Act.WITHDRAW, Act.RETURN, Act.WINDOW)  # files can be changed again
MOVES_FIGURES = (Act.CERTIFY, Act.WITHDRAW, Act.RETURN)  # what others see of a district's figures may be others


class NotPossible(ValueError):
    """The act cannot take place now; the text says why, and where there is one, the way to it."""


def submit_collection(*, year: int, collection: str, by: Membership) -> CertificationEvent:
    """Say that the files are whole and right; from then on they stay as they are. Call inside `in_district`."""
    refuse_stranger(by, "collection.submit")
    return act_on(Act.SUBMIT, year, collection, district_id=by.district_id, by=by)


def certify_collection(
    *, year: int, collection: str, looked_at: str | None = None, by: Membership
) -> CertificationEvent:
    """Answer for what was submitted; in an edit window, for what was put right in it. The event names the rows.
    `looked_at`: the fingerprint of what the certifier has seen; nothing else is signed.
    """
    refuse_stranger(by, "collection.certify")
    return act_on(Act.CERTIFY, year, collection, district_id=by.district_id, looked_at=looked_at, by=by)


def withdraw_collection(*, year: int, collection: str, reason: str, by: Membership) -> CertificationEvent:
    """Take back a submission, or, who may certify, a certification. Files can be sent again."""
    refuse_stranger(by, "collection.withdraw")
    return act_on(Act.WITHDRAW, year, collection, district_id=by.district_id, reason=reason, by=by)


def explain_warning(
    *, year: int, collection: str, layout: str, rule_id: str, text: str, looked_at: str | None = None, by: Membership
) -> Explanation:
    """Say why a rule's warnings are as they are: the data note of them. The same words again change nothing.
    `looked_at`: the digest of what was found as whoever explains it has seen it; nothing else is explained.
    """
    refuse_stranger(by, "collection.explain")
    text = _said(text)
    with transaction.atomic():
        wait_for(Lock.SNAPSHOTS, by.district_id)
        one = _warning(by.district_id, (year, collection), (layout, rule_id))
        if looked_at is not None and looked_at != one.found.digest:
            raise NotPossible(FOUND_SINCE)
        if one.latest and (one.latest.text, one.latest.digest) == (text, one.found.digest):
            return one.latest
        named = {"school_year": year, "collection": collection, "layout": layout, "rule_id": rule_id}
        about = {"total": one.found.total, "digest": one.found.digest}
        signed = {**about, "text": text, "by_name": by.name, "by_role": by.role}
        made: Explanation = Explanation.objects.create(district_id=by.district_id, **named, **signed)
        detail = {**_names(year, collection), "layout": layout, "rule": rule_id, "total": one.found.total}
        record(verb="collection.explain", obj=made, detail=detail, by=by)
    return made


def _warning(district_id: int, of: Of, named: tuple[str, str]) -> Explained:
    """What a rule warns of in a layout, as long as it can be explained."""
    all_of_year = collections_of_district(district_id, [of[0]])
    how = all_of_year.standing(*of)
    if how.state in LOCKED and how.state is not State.SUBMITTED:
        raise NotPossible(lock_words(how))
    found = {(one.found.layout, one.found.rule_id): one for one in all_of_year.explained(how)}
    if named not in found:
        raise NotPossible("There is no such warning in the files that are in force.")
    return found[named]


def act_on(
    act: Act,
    year: int,
    collection: str,
    *,
    district_id: int,
    reason: str = "",
    until: dt.date | None = None,
    looked_at: str | None = None,
    certification: int | None = None,
    by: Membership,
) -> CertificationEvent:
    """One act on a collection of a district, in a scope that reads its files. Done twice it changes nothing; raises
    NotPossible with the reason. No check freezes rows meanwhile, so the event names exactly those that stand.
    `certification`: the number of the one that it answers.
    """
    if act in OPENS:
        reason = _said(reason)
    with transaction.atomic():
        wait_for(Lock.SNAPSHOTS, district_id)
        all_of_year = collections_of_district(district_id, [year])
        how, before = all_of_year.standing(year, collection), all_of_year.events.get((year, collection), [])
        same_window = act is Act.WINDOW and how.window and (how.window.reason, how.window.until) == (reason, until)
        if is_done(how, act) or same_window:
            return next(one for one in reversed(before) if one.act == act)
        _refuse(how, act, by)
        _refuse_others(all_of_year, how, looked_at, certification)
        named = {"district_id": district_id, "school_year": year, "collection": collection, "number": len(before) + 1}
        signed = {"person_id": by.person_id, "by_name": by.name, "by_role": by.role}
        facts = how.facts or Facts()
        stood = {"snapshots": _named(facts.files), "beside": _named(facts.beside)}
        said = {"act": act, "reason": reason, "until": until, **stood}
        made: CertificationEvent = CertificationEvent.objects.create(**named, **signed, **said)
        detail = {**_names(year, collection), "rows": len(stood["snapshots"]), "until": until}
        record(verb=f"collection.{act}", obj=made, detail=detail, by=by)
        if act in OPENS:
            _ask_for_checks(how, district_id)
        if act in MOVES_FIGURES:
            _ask_for_results(district_id, collection)
    return made


def _refuse_others(
    all_of_year: DistrictCollections, how: Standing, looked_at: str | None, certification: int | None
) -> None:
    """Nothing is answered for, and no certification answered, but what the person has seen."""
    if looked_at is not None and looked_at != all_of_year.fingerprint(how):
        raise NotPossible(CHANGED_SINCE)
    if certification is not None and how.certified and how.certified.number != certification:
        raise NotPossible(CERTIFIED_SINCE)


def _ask_for_checks(how: Standing, district_id: int) -> None:
    """Of what was put off; and of the files against each other, which are looked at with the newest licenses again."""
    ask_for_what_waits(district_id=district_id, year=how.year)
    if how.newer_beside:
        ask_for_cross_check(district_id=district_id, school_year=how.year, collection=how.collection.id)


def _ask_for_results(district_id: int, collection: str) -> None:
    if collection == FIGURES:
        ask_for_results(district_id, trigger="certification")
    else:
        ask_for_people(district_id)
        ask_for_experiences(district_id)


def _refuse(how: Standing, act: Act, by: Membership) -> None:
    if act is Act.WITHDRAW and how.state in SIGNED and not may(by, "collection.certify"):
        raise NotPossible("It is certified by now: only the certifier can withdraw it.")
    why = refusal(how, act, person=by.person_id)
    if why:
        raise NotPossible(why)


def _said(text: str) -> str:
    if not text.strip():
        raise NotPossible("Say why, in a few words: others will read it.")
    return text.strip()


def _named(rows: Iterable[InForce | Beside]) -> list[tuple[str, str, str]]:
    return [(one.layout, one.snapshot, one.content_hash) for one in rows]


def _names(year: int, collection: str) -> dict[str, str]:
    return {"collection": COLLECTIONS[collection].title, "school_year": show_school_year(year)}
