"""provenance: the definition, the run and the files behind one number, as a table on standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from districts.models import School
from districts.wall import across_districts
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.methods import METHODS
from monitoring.intake.command_line import NOT_UNDERSTOOD
from monitoring.results import command_line
from monitoring.results.columns import ORIGIN_COLUMNS, rows_of_provenance
from monitoring.results.models import DistrictValue, SchoolValue, StateValue
from monitoring.results.queries import gaps_for_api, provenance_for

SCOPES = {"Q": "state", "D": "districts", "E": "title1"}


class Command(BaseCommand):
    help = "Print where a number comes from: a gap with --group, else a value of --school, --district or the state."

    def add_arguments(self, parser: ArgumentParser) -> None:
        command_line.add_common_options(parser)
        parser.add_argument("--group", help="a student group: then the number is a gap")
        parser.add_argument("--school", help="organization code of a school, eight digits")
        parser.add_argument(
            "--method", default="Q", help="Q (schools compared), D (districts) or E (students in Title I schools)"
        )
        parser.add_argument(
            "--partition", help=f"of a gap: among schools of one level, {', '.join(School.Level.values)}"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        measure, year = command_line.measure(options), command_line.school_year(options)
        if measure is None or year is None:
            raise CommandError(
                "Name the number: --measure and --school-year, and --school, --district or --group.",
                returncode=NOT_UNDERSTOOD,
            )
        window = command_line.window(options) or MEASURES[measure].headline_window
        with across_districts(reason="command: provenance"):
            found = _numbers(options).filter(measure=measure, school_year=year, window=window).first()
            if found is None:
                raise CommandError("There is no such number.", returncode=command_line.NOTHING)
            rows = rows_of_provenance(provenance_for(found))
            command_line.write_table(self.stdout, ORIGIN_COLUMNS, rows, style=options["format"])


def _numbers(options: dict[str, Any]) -> QuerySet[Any]:
    group, district = command_line.group(options), command_line.district(options)
    if group:
        of_state, of_districts = gaps_for_api()
        if district:
            return of_districts.filter(group=group, district=district)
        method = command_line.one_of(options, "method", tuple(METHODS))
        if level := command_line.one_of(options, "partition", School.Level.values):
            return of_state.filter(group=group, scope="level", partition=level)
        return of_state.filter(group=group, method=method, scope=SCOPES[method or "Q"])
    values: QuerySet[Any] = StateValue.objects.all()
    if school := command_line.school(options):
        values = SchoolValue.objects.filter(school=school)
    elif district:
        values = DistrictValue.objects.filter(district=district)
    return values
