"""Which acts on a collection a member can do now. No query."""

from __future__ import annotations

from districts.models import Membership
from districts.roles import may
from monitoring.intake.certification.facts import Act
from monitoring.intake.certification.standing import SIGNED, Standing, is_done, refusal

NEEDED = {act: f"collection.{act}" for act in Act} | {Act.RETURN: "collection.accept"}


def acts_open_to(member: Membership, how: Standing) -> list[Act]:
    """Those that the member's role and the state allow, save what would change nothing."""
    return [
        act
        for act in Act
        if may(member, _needed(how, act)) and not is_done(how, act) and not refusal(how, act, person=member.person_id)
    ]


def _needed(how: Standing, act: Act) -> str:
    """What is certified is withdrawn by who can certify."""
    return NEEDED[Act.CERTIFY if act is Act.WITHDRAW and how.state in SIGNED else act]
