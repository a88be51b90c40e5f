"""Invite someone from the command line: how a new installation gets its first people."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from districts import actions
from districts.actions.directory import NameMissing
from districts.actions.invitations import LASTS, link_token
from districts.actions.memberships import RoleNotPossible
from districts.models import Invitation, School
from districts.org_code import STATE_CODE
from districts.roles import ROLES, needs_mfa
from districts.wall import across_districts

ROLE_IDS = ", ".join(role.id for role in ROLES.values() if role.enforced and role.id != "public")


class Command(BaseCommand):
    help = "Invite a person to a role and print the link. Opens the district (or the state agency) if it is not there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--district", default=STATE_CODE, help="organization code; the state agency's by default")
        parser.add_argument("--name", help="name of the district, where it is to be opened")
        parser.add_argument("--role", default="district_admin", help=f"one of {ROLE_IDS}; administrator by default")
        parser.add_argument("--school", help="organization code of the school, for a school leader")
        parser.add_argument("--site", default=settings.EQP_SITE, help="address of this installation: %(default)s")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        with across_districts(reason="invite: the first people of a district"):
            try:
                invitation = _invite(options)
            except NameMissing as trouble:
                raise CommandError(f"{trouble} Give its --name to open it.") from trouble
            except RoleNotPossible as trouble:
                raise CommandError(str(trouble)) from trouble
            except ValidationError as trouble:
                raise CommandError(" ".join(trouble.messages)) from trouble
        self.stderr.write(f"{invitation.email} is invited to {invitation.district.name} as {invitation.role_title}.")
        mailed = ", and went by mail as well" if settings.EMAIL_HOST else "; no mail server is named, so pass it on"
        self.stderr.write(f"The link works once, for {LASTS.days} days{mailed}:")
        self.stdout.write(f"{options['site'].rstrip('/')}/invitations/{link_token(invitation)}/")
        if needs_mfa(invitation):
            self.stderr.write("This role signs in with a password and a code: an authenticator app must be at hand.")


def _invite(options: dict[str, Any]) -> Invitation:
    validate_email(options["email"])
    district = actions.ensure_district(org_code=options["district"].zfill(8), name=options["name"] or "", by=None)
    school = _school(options["school"].zfill(8)) if options["school"] else None
    return actions.invite_person(
        district=district,
        email=options["email"],
        role=options["role"],
        school=school,
        link_base=options["site"],
        by="equityplan",
    )


def _school(org_code: str) -> School:
    found = School.objects.filter(org_code=org_code).first()
    if found is None:
        raise RoleNotPossible(f"There is no school {org_code}: import the files that name it first.")
    return found
