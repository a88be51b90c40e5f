"""Walk every district's chain of audit events, here and now."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from districts.actions import check_record
from districts.models import District
from districts.wall import across_districts


class Command(BaseCommand):
    help = "Check that no audit event was changed, removed or added. Keep the printed heads: they cover the length too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--heads", help="file with the output of an earlier run, to compare with")

    def handle(self, *args: Any, **options: Any) -> None:
        earlier = read_heads(options["heads"]) if options["heads"] else {}
        broken = 0
        with across_districts(reason="check_audit: every district's chain"):
            for district in District.objects.order_by("org_code"):
                report = check_record(district=district, head=earlier.get(district.org_code))
                said = {"district": district.org_code, "events": report.events, "head": report.head}
                self.stdout.write(json.dumps(said | ({} if report.ok else {"broken": report.what})))
                broken += not report.ok
        if broken:
            raise SystemExit(1)


def read_heads(path: str) -> dict[str, str]:
    """Organization code -> head, from the lines an earlier run printed."""
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file if line.strip()]
    return {line["district"]: line["head"] for line in lines}
