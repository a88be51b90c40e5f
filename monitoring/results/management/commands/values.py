"""values: what schools, districts and the state have in each measure, as a table on standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from districts.wall import across_districts
from monitoring.results import command_line
from monitoring.results.columns import VALUE_COLUMNS, rows_of
from monitoring.results.models import DistrictValue, SchoolValue, StateValue
from monitoring.results.queries import district_values_for_api, school_values_for_api

SCOPES = ("state", "district", "school")


class Command(BaseCommand):
    help = "Print values of the state, of districts or of schools; a rate, or the reason why there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        command_line.add_common_options(parser)
        parser.add_argument("--scope", help=f"one of {', '.join(SCOPES)}; follows from --district and --school")
        parser.add_argument("--school", help="organization code of a school, eight digits")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = {
            "school_year": command_line.school_year(options),
            "measure": command_line.measure(options),
            "window": command_line.window(options),
            "reason": command_line.reason(options),
        }
        chosen = {name: value for name, value in wanted.items() if value is not None}
        scope = command_line.one_of(options, "scope", SCOPES)
        with across_districts(reason="command: values"):
            values = _values(scope, chosen, options)
            rows = rows_of(values, VALUE_COLUMNS)
            command_line.write_table(self.stdout, list(VALUE_COLUMNS), rows, style=options["format"])


def _values(
    scope: str | None, chosen: dict[str, Any], options: dict[str, Any]
) -> Iterator[SchoolValue | DistrictValue | StateValue]:
    """A school's values; or those of a district, or with --scope school of its schools; or of one kind; or the
    state's.
    """
    district, school = command_line.district(options), command_line.school(options)
    if school:
        return school_values_for_api().filter(school=school, **chosen).iterator()
    if district:
        chosen["district"] = district
    if scope == "school":
        return school_values_for_api().filter(**chosen).iterator()
    if scope == "district" or district:
        return district_values_for_api().filter(**chosen).iterator()
    return StateValue.objects.filter(**chosen).iterator()
