"""decompose: how much of a district's gaps in experiences lies between its schools, and how much within them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from districts.wall import across_districts
from monitoring.analysis.decomposition_words import gap_parts_sentence
from monitoring.analysis.experiences.parts import KEY, PARTS
from monitoring.results import command_line
from monitoring.results.experiences.asked import NAMED, add_options, report_asked_for, told
from monitoring.results.experiences.stored import Kind

COLUMNS = ("district", *NAMED, "gap", *PARTS, "reason", "sentence")


class Command(BaseCommand):
    help = "Print where gaps in students' experiences lie: between the schools of a district, or within them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with across_districts(reason="command: decompose"):
            district, report = report_asked_for(options, Kind.PARTS)
        found = report.sort(KEY).iter_rows(named=True)
        code = {"district": district.org_code}
        rows = ({**code, **told(row), "sentence": _sentence(row)} for row in found)
        command_line.write_table(self.stdout, list(COLUMNS), rows, style=options["format"])


def _sentence(row: dict[str, Any]) -> str:
    return gap_parts_sentence(row["gap"], {name: row[name] for name in PARTS}, row["reason"])
