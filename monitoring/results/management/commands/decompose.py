"""decompose: how much of a district's gaps in experiences lies between its schools, and how much within them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from districts.wall import across_districts
from monitoring.analysis.experiences.parts import KEY, PARTS, sentence_of
from monitoring.analysis.experiences.state import PARTS as STATE_PARTS
from monitoring.analysis.experiences.state import gaps_of
from monitoring.results import command_line
from monitoring.results.experiences.asked import add_options, report_asked_for
from monitoring.results.experiences.stored import Kind
from monitoring.results.experiences.table import NAMED, told
from monitoring.results.frames import STATE

COLUMNS = ("district", *NAMED, "gap", *STATE_PARTS, "reason", "sentence")
_NONE = dict.fromkeys(STATE_PARTS)


class Command(BaseCommand):
    help = (
        "Print where gaps in students' experiences lie: between districts, between schools of one, or within schools."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with across_districts(reason="command: decompose"):
            district, report = report_asked_for(options, Kind.PARTS)
        if district is None:
            report = gaps_of(report)
        parts = PARTS if district else STATE_PARTS
        code = {"district": district.org_code if district else STATE}
        rows = (
            {**_NONE, **code, **told(row), "sentence": sentence_of(row, parts)} for row in report.sort(KEY).to_dicts()
        )
        named = ({name: row[name] for name in COLUMNS} for row in rows)
        command_line.write_table(self.stdout, list(COLUMNS), named, style=options["format"])
