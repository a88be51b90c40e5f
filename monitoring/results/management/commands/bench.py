"""bench: measured times of an import from an empty database and of its pages, of district years and of whole states,
beside pandas scripts and bare parsing.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from districts import actions
from districts.models import District, Person, School
from districts.school_year import SchoolYear
from districts.wall import across_districts
from monitoring.intake.command_line import NOT_UNDERSTOOD
from monitoring.results.demo.state import REPORTS, find_files
from monitoring.results.models import DistrictGap, SchoolValue, StateGap

PARTS = ("import", "districts", "states")
USUAL, WHOLE = "25x3,50x3,50x6", "50x2,150x4,400x6"


class Command(BaseCommand):
    help = "Measure an import, district years and whole states; print the medians and write bench.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument("--output", type=Path, default=Path(settings.BASE_DIR) / "bench.json")
        parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="all if left out")
        parser.add_argument(
            "--states",
            default=USUAL,
            help=f"sizes of states, districts x years; {USUAL} if left out, and {WHOLE} for a whole one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from bench import machine  # needs what only a developer's machine has

        content: dict[str, Any] = {"machine": machine.describe(), "rounds": options["rounds"]}
        for part in PARTS:
            if part in options["parts"]:
                content |= getattr(self, f"_{part}")(options)
        options["output"].write_text(json.dumps(content, indent=2) + "\n")

    def _import(self, options: dict[str, Any]) -> dict[str, Any]:
        from bench import machine, pages, report, rounds, throwaway

        files = find_files()
        folder = files.folder / REPORTS.name if files.is_real else files.folder
        description = machine.describe()
        found: dict[str, dict[str, float]] = {}

        def look() -> None:
            throwaway.analyze()
            found.update(pages.measure_pages(pages.Reader(*an_analyst()), tell=self.stdout.write))

        times = rounds.measure(
            folder,
            rounds=options["rounds"],
            tell=self.stdout.write,
            read_levels=read_levels,
            look=look,
        )
        content = report.content(times, description, rounds=options["rounds"], is_real=files.is_real)
        content["pages"] = found
        self.stdout.write(report.as_text(content))
        self.stdout.write(pages.as_text(found))
        return content

    def _districts(self, options: dict[str, Any]) -> dict[str, Any]:
        from bench import district_rounds, report

        found = district_rounds.measure_districts(
            rounds=options["rounds"], tell=self.stdout.write, open_district=open_district
        )
        self.stdout.write(report.district_text(found))
        return {"district_years": found}

    def _states(self, options: dict[str, Any]) -> dict[str, Any]:
        from bench import report, state_year

        found: dict[str, dict[str, Any]] = {}
        for size in (state_year.Size(*pair) for pair in _sizes(options["states"])):
            one = state_year.measure_state(size, rounds=options["rounds"], tell=self.stdout.write, across=crossing)
            found[size.name] = one
            self.stdout.write(report.state_text({size.name: one}))
        return {"states": found}


def _sizes(text: str) -> list[tuple[int, int]]:
    """
    >>> _sizes("50x2,400x6")
    [(50, 2), (400, 6)]
    """
    try:
        pairs = [tuple(map(int, one.split("x"))) for one in text.split(",")]
        return [(districts, years) for districts, years in pairs]
    except ValueError:
        told = f"--states: {text!r} is no list of sizes like {USUAL}."
        raise CommandError(told, returncode=NOT_UNDERSTOOD) from None


def crossing(reason: str) -> AbstractContextManager[Any]:
    return across_districts(reason=reason)


def open_district(org_code: str, schools: list[str]) -> int:
    """A district with these schools, for files of its own."""
    with across_districts(reason="bench: a district that sends its files"):
        district = actions.open_district(org_code=org_code, name=f"District {org_code}", by=None)
        School.objects.bulk_create(School(district=district, org_code=code, name=code) for code in schools)
    return int(district.pk)


def an_analyst() -> tuple[Person, dict[str, str]]:
    """Somebody of the agency who may sign in, and an address of each kind of page of figures, of the latest gap and of
    the district with most schools.
    """
    person = Person.objects.create_user(email="analyst@bench.example", name="Analyst")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    with across_districts(reason="bench: somebody who looks at pages, and at which"):
        agency = District.objects.get(kind=District.Kind.STATE)
        actions.add_member(district=agency, person=person, role="ese_analyst", by=None)
        gap = StateGap.objects.filter(difference__isnull=False, scope="state").order_by("-school_year", "pk")[0]
        schools = School.objects.values("district").annotate(number=Count("pk")).order_by("-number", "district")
        within = DistrictGap.objects.filter(district=schools[0]["district"], difference__isnull=False)
        value = SchoolValue.objects.filter(district=schools[0]["district"], rate__isnull=False)
        of_district, of_school = within.select_related("district")[0], value.select_related("district", "school")[0]
    return person, pages_of(gap, of_district, of_school)


def pages_of(gap: StateGap, within: DistrictGap, value: SchoolValue) -> dict[str, str]:
    """By kind, an address."""
    figure = f"{SchoolYear(gap.school_year)}/{gap.window}/{gap.measure}/"
    district = f"/state/districts/{within.district.org_code}/"
    school = f"{district}schools/{value.school.org_code}/"
    own = f"{SchoolYear(value.school_year)}/{value.window}/{value.measure}/"
    return {
        "gap table": "/state/",
        "gap explorer": f"/state/explore/?measure={gap.measure}&group={gap.group}",
        "gap explorer, within a district": f"/state/explore/?place=district-{within.district.org_code}",
        "by school level": "/state/levels/",
        "across districts": "/state/across-districts/",
        "tables of the plan": "/state/tables/",
        "values": "/state/values/",
        "a measure": f"/state/measures/{gap.measure}/",
        "districts": "/state/districts/",
        "a district": district,
        "a school": school,
        "where a gap comes from": f"/state/gaps/{gap.method}/{gap.scope}/{gap.partition}/{figure}{gap.group}/",
        "where a value comes from": f"{school}values/{own}",
        "runs": "/state/runs/",
        "a run": "/state/runs/1/",
    }


def read_levels() -> dict[str, str]:
    """School level by organization code."""
    with across_districts(reason="bench: school levels"):
        return dict(School.objects.exclude(level="").values_list("org_code", "level"))
