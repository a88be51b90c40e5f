"""Writes of the districts room: one transaction each, the audit event in it."""

from .directory import ensure_district, open_district, open_school
from .invitations import accept_invitation, invitation_for_link, invite_person, withdraw_invitation
from .memberships import add_member, deactivate_membership
from .record import check_record
from .tokens import find_token, issue_token, note_use, withdraw_token

__all__ = [
    "accept_invitation",
    "add_member",
    "check_record",
    "deactivate_membership",
    "ensure_district",
    "find_token",
    "invitation_for_link",
    "invite_person",
    "issue_token",
    "note_use",
    "open_district",
    "open_school",
    "withdraw_invitation",
    "withdraw_token",
]
