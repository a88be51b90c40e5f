"""bench: measured times of an import from an empty database, beside a plain pandas script and bare parsing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from districts import actions
from districts.models import School
from districts.wall import across_districts
from monitoring.results.demo.state import REPORTS, find_files


class Command(BaseCommand):
    help = "Measure an import and a computation of all results; print the medians and write bench.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument("--output", type=Path, default=Path(settings.BASE_DIR) / "bench.json")

    def handle(self, *args: Any, **options: Any) -> None:
        from bench import district_rounds, machine, report, rounds  # needs what only a developer's machine has

        files = find_files()
        folder = files.folder / REPORTS.name if files.is_real else files.folder
        description = machine.describe()
        times = rounds.measure(folder, rounds=options["rounds"], tell=self.stdout.write, read_levels=read_levels)
        content = report.content(times, description, rounds=options["rounds"], is_real=files.is_real)
        content["district_years"] = district_rounds.measure_districts(
            rounds=options["rounds"], tell=self.stdout.write, open_district=open_district
        )
        options["output"].write_text(json.dumps(content, indent=2) + "\n")
        self.stdout.write(report.as_text(content))
        self.stdout.write(report.district_text(content["district_years"]))


def open_district(org_code: str, schools: list[str]) -> int:
    """A district with these schools, for files of its own."""
    with across_districts(reason="bench: a district that sends its files"):
        district = actions.open_district(org_code=org_code, name=f"District {org_code}", by=None)
        School.objects.bulk_create(School(district=district, org_code=code, name=code) for code in schools)
    return int(district.pk)


def read_levels() -> dict[str, str]:
    """School level by organization code."""
    with across_districts(reason="bench: school levels"):
        return dict(School.objects.exclude(level="").values_list("org_code", "level"))
