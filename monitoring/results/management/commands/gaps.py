"""gaps: comparisons as a table on standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from districts.wall import across_districts
from monitoring.analysis.methods import METHODS
from monitoring.results import command_line
from monitoring.results.columns import GAP_COLUMNS, rows_of
from monitoring.results.models import DistrictGap, StateGap
from monitoring.results.queries import gaps_for_api

SCOPES = ("state", "level", "districts", "title1", "district")


class Command(BaseCommand):
    help = "Print gaps: the state's, or with --district or --scope district those between a district's own schools."

    def add_arguments(self, parser: ArgumentParser) -> None:
        command_line.add_common_options(parser)
        parser.add_argument("--group", help="a student group, like low_income")
        parser.add_argument("--scope", help=f"one of {', '.join(SCOPES)}")
        parser.add_argument("--verdict", help="only gaps of which this may be said, like higher or cannot_tell")
        parser.add_argument("--method", help="Q (schools compared), D (districts) or E (students in Title I schools)")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = {
            "school_year": command_line.school_year(options),
            "measure": command_line.measure(options),
            "group": command_line.group(options),
            "window": command_line.window(options),
            "reason": command_line.reason(options),
            "verdict": command_line.verdict(options),
            "scope": command_line.one_of(options, "scope", SCOPES),
            "method": command_line.one_of(options, "method", tuple(METHODS)),
        }
        chosen = {name: value for name, value in wanted.items() if value is not None}
        with across_districts(reason="command: gaps"):
            district = command_line.district(options)
            of_state, of_districts = gaps_for_api()
            gaps: Iterator[StateGap | DistrictGap]
            if district:
                gaps = of_districts.filter(district=district, **chosen).iterator()
            elif chosen.get("scope") == "district":
                gaps = of_districts.filter(**chosen).iterator()
            else:
                gaps = of_state.filter(**chosen).iterator()
            command_line.write_table(
                self.stdout, list(GAP_COLUMNS), rows_of(gaps, GAP_COLUMNS), style=options["format"]
            )
