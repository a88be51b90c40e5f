"""Invite someone from the command line: how a new installation gets its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from districts import actions
from districts.actions.directory import NameMissing
from districts.actions.invitations import link_token
from districts.actions.memberships import RoleNotPossible
from districts.models.district import STATE_CODE
from districts.wall import across_districts


class Command(BaseCommand):
    help = "Invite a person to a role and print the link. Opens the district (or the state agency) if it is not there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--district", default=STATE_CODE, help="organization code; the state agency's by default")
        parser.add_argument("--name", help="name of the district, where it is to be opened")
        parser.add_argument("--role", default="district_admin", help="administrator by default")
        parser.add_argument("--site", default="http://localhost:8000", help="address of this installation")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        with across_districts(reason="invite: the first people of a district"):
            try:
                district = actions.ensure_district(org_code=options["district"], name=options["name"] or "", by=None)
                invitation = actions.invite_person(
                    district=district,
                    email=options["email"],
                    role=options["role"],
                    link_base=options["site"],
                    by="equityplan",
                )
            except NameMissing as trouble:
                raise CommandError(f"{trouble} Give its --name to open it.") from trouble
            except RoleNotPossible as trouble:
                raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"{options['site'].rstrip('/')}/invitations/{link_token(invitation)}/")
