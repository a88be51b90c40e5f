"""A whole state: what everything of its latest year takes, from frozen rows to results that are committed, and what one
district's correction takes. The state is invented (`monitoring.invented`), and put into an installation of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from districts.models import District, Person
from monitoring.intake.actions.ask_for_results import ask_for_people, ask_for_results_of
from monitoring.intake.files import read_snapshot
from monitoring.intake.grain import Grain
from monitoring.intake.models import Snapshot
from monitoring.invented.plan import plan

from .pandas_files import write_always, write_year
from .state_beside import in_pandas, refuse_other_gaps, refuse_other_numbers
from .state_frames import OF_PEOPLE, Frozen, all_licenses, frozen_state
from .state_installed import certify, keep_year, open_state, send_again
from .state_limit import rows_into_postgres
from .state_work import Across, Crew, Took, crew
from .throwaway import empty_installation

ROSTER, CORRECTED = "staff_roster", 5  # rows of a roster that a correction changes
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    districts: int
    years: int

    @property
    def name(self) -> str:
        return f"{self.districts} districts, {self.years} years"


def measure_state(size: Size, *, rounds: int, tell: Tell, across: Across) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="eqp-bench-") as work, empty_installation() as installation:
        tell(f"{size.name}: making the state …")
        always, folders, counts = _made(size, Path(work))
        certifier = Person.objects.create(email="certifier@bench.example", name="Certifier")
        with across("bench: the state's places"):
            open_state(always[0])
            keep_year(always[1:])
        with crew(installation, across) as workers:
            workers.work()
            years = {}
            for year, folder in folders.items():
                tell(f"{size.name}: {year} …")
                _install(year, folder, across, certifier)
                years[year] = workers.work()
            other = in_pandas(Path(work) / "pandas")
            refuse_other_numbers(Path(work) / "pandas", list(folders), across)
            refuse_other_gaps(Path(work) / "pandas", max(folders), across)
            with across("bench: the rows of a year"):
                limit = rows_into_postgres(max(folders))
            again = _again(workers, list(folders), rounds=rounds, tell=tell, by=certifier)
        return {
            "size": counts,
            "years": years,
            "pandas": other,
            "ratios": {year: round(other[str(year)] / took["whole"], 2) for year, took in years.items()},
            "again": again,
            "limit": limit,
            "megabytes": dict(workers.megabytes),
        }


def _made(size: Size, work: Path) -> tuple[list[Frozen], dict[int, Path], dict[str, int]]:
    """What is of no year; a folder a year with its rows; and how large the state is in its last year."""
    (work / "pandas").mkdir()
    always, years = frozen_state(plan(size.districts, years=size.years))
    licenses, folders = [], {}
    for found in years:
        year = max(one.grain.school_year or 0 for one in found)
        folders[year] = work / str(year)
        folders[year].mkdir()
        for one in found:
            if one.grain.dataset == "license":
                licenses.append(one.rows)
            else:
                one.rows.write_parquet(folders[year] / f"{one.grain.dataset}-{one.grain.collection}.parquet")
        write_year(found, work / "pandas" / str(year))
        counts = _counts(found, size)
    always = [*always, all_licenses(licenses)]
    write_always(always, work / "pandas" / "always")
    return always, folders, counts


def _counts(found: list[Frozen], size: Size) -> dict[str, int]:
    of = {one.grain.dataset: one.rows for one in found}
    students = of["school_enrollment"].filter(student_group="all")
    taught = of["work_assignment"].filter(pl.col("section_id").is_not_null())
    return {
        "districts": size.districts,
        "schools": students.height,
        "teachers": taught["mepid"].n_unique(),
        "students": int(students["enrolled"].sum()),
        "rows of persons": sum(rows.height for name, rows in of.items() if name in OF_PEOPLE),
    }


def _install(year: int, folder: Path, across: Across, by: Person) -> None:
    found = []
    for path in sorted(folder.iterdir()):
        dataset, collection = path.stem.split("-")
        found.append(Frozen(Grain(dataset, year, collection), pl.read_parquet(path)))
    with across("bench: a year's files"):
        keep_year(found)
        owners = list(District.objects.exclude(kind=District.Kind.STATE).values_list("pk", flat=True))
        certify(owners, year, by=by)
        for owner in owners:
            ask_for_people(owner)


def _again(workers: Crew, known: list[int], *, rounds: int, tell: Tell, by: Person) -> dict[str, Took]:
    """Corrections of a typical district (half of them have fewer teachers) and of the largest: medians. The first of
    each kind is done to warm up.
    """
    latest = max(known)
    years = {year: when for year, when in ((latest, "latest year"), (latest - 2, "middle year")) if year in known}
    with workers.across("bench: how large districts are"):
        rosters = Snapshot.objects.filter(dataset=ROSTER, school_year=latest, superseded_at=None).order_by("rows")
        owners = list(rosters.values_list("district_id", flat=True))
    whom = {"typical": owners[len(owners) // 2], "largest": owners[-1]}
    found: dict[str, list[Took]] = {}
    for number in range(rounds + 1):
        for name, owner in whom.items():
            for year, when in years.items():
                tell(f"{name} district again, {when}: {number} of {rounds}")
                for what, took in _sent_again(workers, owner, year, by).items():
                    found.setdefault(f"{name}, {when}, {what}", []).append(took)
    return {name: _medians(each[1:]) for name, each in found.items()}


def _sent_again(workers: Crew, owner: int, year: int, by: Person) -> dict[str, Took]:
    """A few people of a roster have other years of experience: as sent, and once it is certified."""
    grain = Grain(ROSTER, year)
    with workers.across("bench: a file again"):
        stands = Snapshot.objects.get(district_id=owner, superseded_at=None, **grain._asdict())
        send_again(owner, grain, corrected(read_snapshot(stands)))
        ask_for_results_of([ROSTER], owner)
    sent = workers.work()
    with workers.across("bench: it is certified"):
        certify([owner], year, by=by)
        ask_for_people(owner)
    return {"as sent": sent, "certified": workers.work()}


def corrected(roster: pl.DataFrame) -> pl.DataFrame:
    """A few people are in their first year who were said not to be, or the other way round."""
    is_new = pl.col("years_prior_teaching") == 0
    said = pl.when(pl.int_range(pl.len()) < CORRECTED).then(pl.when(is_new).then(9).otherwise(0))
    return roster.with_columns(said.otherwise("years_prior_teaching").alias("years_prior_teaching"))


def _medians(each: list[Took]) -> Took:
    names = dict.fromkeys(name for one in each for name in one)
    return {name: median(one.get(name, 0.0) for one in each) for name in names}
