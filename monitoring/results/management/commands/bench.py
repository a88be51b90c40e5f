"""bench: measured times of an import from an empty database, of pages, of district years, of whole states and of
reports on experiences, beside pandas scripts, bare parsing and a bare page.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from districts import actions
from districts.models import District, Person, School
from districts.wall import across_districts
from monitoring.analysis.measures import MEASURES
from monitoring.intake.command_line import NOT_UNDERSTOOD
from monitoring.intake.models import Upload
from monitoring.results.demo.state import REPORTS, find_files
from monitoring.results.models import DistrictGap, SchoolValue, StateGap

if TYPE_CHECKING:
    from bench.experience_state import Size

PARTS = ("import", "pages", "districts", "states", "experiences")
TEACHERS = [measure.id for measure in MEASURES.values() if measure.role == "TEACHER"]
USUAL, WHOLE = "25x3,50x3,50x6", "50x2,150x4,400x6"
USUAL_EXPERIENCES, OF_A_STATE = "1x8x3000,100x575x250000", "400x2300x1000000"


class Command(BaseCommand):
    help = "Measure an import, pages, district years, whole states and reports; print medians and write bench.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument("--output", type=Path, default=Path(settings.BASE_DIR) / "bench.json")
        parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="all if left out")
        parser.add_argument(
            "--states",
            default=USUAL,
            help=f"sizes of states, districts x years; {USUAL} if left out, and {WHOLE} for a whole one",
        )
        parser.add_argument(
            "--experiences",
            default=USUAL_EXPERIENCES,
            help=f"districts x schools x students; {USUAL_EXPERIENCES} if left out, and {OF_A_STATE} for a state",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from bench import machine  # needs what only a developer's machine has

        content: dict[str, Any] = {"machine": machine.describe(), "rounds": options["rounds"]}
        for part in PARTS:
            if part in options["parts"]:
                content |= getattr(self, f"_{part}")(options)
        options["output"].write_text(json.dumps(content, indent=2) + "\n")

    def _import(self, options: dict[str, Any]) -> dict[str, Any]:
        from bench import machine, report, rounds

        folder, is_real = reports()
        description = machine.describe()
        times = rounds.measure(folder, rounds=options["rounds"], tell=self.stdout.write, read_levels=read_levels)
        content = report.content(times, description, rounds=options["rounds"], is_real=is_real)
        self.stdout.write(report.as_text(content))
        return content

    def _pages(self, options: dict[str, Any]) -> dict[str, Any]:
        from bench import pages, rounds, throwaway

        found: dict[str, dict[str, float]] = {}
        with throwaway.empty_installation():
            rounds.import_reports(reports()[0])
            throwaway.analyze()
            for reader in readers():
                found |= pages.measure_pages(reader, tell=self.stdout.write)
        self.stdout.write(pages.as_text(found))
        return {"pages": found}

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

    def _experiences(self, options: dict[str, Any]) -> dict[str, Any]:
        from bench import experience_rounds, report

        found: dict[str, dict[str, Any]] = {}
        for size in experience_sizes(options["experiences"]):
            one = experience_rounds.measure_experiences(size, rounds=options["rounds"], tell=self.stdout.write)
            found[size.name] = one
            self.stdout.write(report.experience_text({size.name: one}))
        return {"experiences": found}


def _sizes(text: str) -> list[tuple[int, ...]]:
    return sizes(text, "--states", USUAL)


def experience_sizes(text: str) -> list[Size]:
    from bench.experience_state import Size

    return [Size(*one) for one in sizes(text, "--experiences", USUAL_EXPERIENCES)]


def sizes(text: str, option: str, usual: str) -> list[tuple[int, ...]]:
    """
    >>> sizes("50x2,400x6", "--states", "25x3")
    [(50, 2), (400, 6)]
    """
    try:
        found = [tuple(map(int, one.split("x"))) for one in text.split(",")]
    except ValueError:
        found = []
    if not found or any(len(one) != usual.split(",")[0].count("x") + 1 for one in found):
        raise CommandError(f"{option}: {text!r} is no list of sizes like {usual}.", returncode=NOT_UNDERSTOOD)
    return found


def crossing(reason: str) -> AbstractContextManager[Any]:
    return across_districts(reason=reason)


def open_district(org_code: str, schools: list[str]) -> int:
    """A district with these schools, for files of its own."""
    with across_districts(reason="bench: a district that sends its files"):
        district = actions.open_district(org_code=org_code, name=f"District {org_code}", by=None)
        School.objects.bulk_create(School(district=district, org_code=code, name=code) for code in schools)
    return int(district.pk)


def reports() -> tuple[Path, bool]:
    """The folder of reports to import, and whether they are real."""
    files = find_files()
    return (files.folder / REPORTS.name if files.is_real else files.folder), files.is_real


def readers() -> tuple[Any, Any]:
    """Somebody of the agency, and of the district with most schools, with an address of each kind of page; of the
    latest gap between teachers of the state's schools.
    """
    from bench import page_kinds, pages

    analyst, member = a_person("analyst"), a_person("member")
    with across_districts(reason="bench: people who look at pages, and at which"):
        agency = District.objects.get(kind=District.Kind.STATE)
        gaps = StateGap.objects.filter(difference__isnull=False, scope="state", measure__in=TEACHERS)
        gap = gaps.order_by("-school_year", "pk")[0]
        schools = School.objects.values("district").annotate(number=Count("pk")).order_by("-number", "district")
        within = DistrictGap.objects.filter(district=schools[0]["district"], difference__isnull=False)
        value = SchoolValue.objects.filter(district=schools[0]["district"], rate__isnull=False)
        of_district, of_school = within.select_related("district")[0], value.select_related("district", "school")[0]
        upload = Upload.objects.filter(district=agency).latest("received_at")
        shown = page_kinds.Shown(gap, of_district, of_school, str(upload.pk))
        for person, district, role in (
            (analyst, agency, "ese_analyst"),
            (member, of_district.district, "district_admin"),
        ):
            actions.add_member(district=district, person=person, role=role, by=None)
    own = page_kinds.pages_of_a_district(shown)
    return (
        pages.Reader(analyst, page_kinds.pages_of_ese(shown)),
        pages.Reader(member, own, bare=f"/d/{of_district.district.org_code}/bare/"),
    )


def a_person(name: str) -> Person:
    """Somebody who may sign in."""
    person = Person.objects.create_user(email=f"{name}@bench.example", name=name)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return person


def read_levels() -> dict[str, str]:
    """School level by organization code."""
    with across_districts(reason="bench: school levels"):
        return dict(School.objects.exclude(level="").values_list("org_code", "level"))
