"""A small invented state as ordinary upload files: 30 districts, about 200 schools, six school years.

Deterministic: the same files byte for byte on every machine. Schools with more low-income students have somewhat less
experienced teachers and more turnover, as real states do, so that the pages have something to show. Nobody in it
exists.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

YEARS = range(2021, 2027)
SEED = 20212026
PLACES = [
    "Alderbrook",
    "Birchmont",
    "Cedar_Falls",
    "Dunmore",
    "Eastwick",
    "Fairhaven_Mills",
    "Glenrock",
    "Harlow",
    "Ironbridge",
    "Juniper_Bay",
    "Kestrel",
    "Larkspur",
    "Millrace",
    "Northgate",
    "Oakhurst",
    "Pinecrest",
    "Quarry_Hill",
    "Ravenswood",
    "Stonefield",
    "Thornbury",
    "Upland",
    "Vale",
    "Westmere",
    "Yarrow",
    "Ashgrove",
    "Bellwater",
    "Coppermine",
    "Dovecote",
    "Elmstead",
    "Foxhollow",
]
LEVELS = {
    "ELEM": ("PK,K,01,02,03,04,05", "Elementary", (180, 560)),
    "MIDDLE": ("06,07,08", "Middle", (260, 780)),
    "HIGH": ("09,10,11,12", "High", (420, 1500)),
}
PATTERN = ("ELEM", "ELEM", "MIDDLE", "ELEM", "HIGH")
REGIONS = ("North", "Central", "South", "Coast")

# Each measure: role, unit, rate where no student has a low income, what full poverty adds, spread between schools.
MEASURES = {
    "T_EXP_LT3": ("TEACHER", "FTE", 0.09, 0.16, 0.05),
    "T_UNLICENSED": ("TEACHER", "FTE", 0.01, 0.06, 0.02),
    "T_WAIVER_PROV": ("TEACHER", "FTE", 0.03, 0.10, 0.03),
    "T_OOF_80": ("TEACHER", "FTE", 0.03, 0.09, 0.03),
    "T_TURN": ("TEACHER", "HEADCOUNT", 0.10, 0.14, 0.06),
    "P_TURN": ("PRINCIPAL", "HEADCOUNT", 0.14, 0.12, 0.0),
}
RACES = {"race_asian": 0.08, "race_black": 0.35, "race_hispanic": 0.45, "race_multi": 0.12}


@dataclass(frozen=True)
class InventedSchool:
    """A school with what stays with it over the years."""

    org_code: str
    name: str
    district: str
    level: str
    students: int
    low_income: float
    of_color: float
    learners: float
    leaning: float
    opened: int | None
    closed: int | None

    def open_in(self, year: int) -> bool:
        return (self.opened or year) <= year <= (self.closed or year)


def write_invented_state(folder: Path) -> list[Path]:
    """Write the three files of the invented state into `folder`, in the order they are to be imported."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(SEED)  # noqa: S311  # the same on every machine, and nothing secret
    schools = list(_schools(chance))
    organizations, enrollment, aggregates = (
        folder / name for name in ("organizations.csv", "school_enrollment.csv", "metric_aggregate.csv")
    )
    _write(organizations, _organization_rows(schools))
    _write(enrollment, _enrollment_rows(schools, chance))
    _write(aggregates, _aggregate_rows(schools, chance))
    return [organizations, enrollment, aggregates]


def _write(path: Path, rows: Iterator[dict[str, object]]) -> None:
    first = next(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


def _schools(chance: random.Random) -> Iterator[InventedSchool]:
    """Two larger districts, the others with three to eight schools; one school opens and one closes on the way."""
    for number, place in enumerate(PLACES, start=1):
        poverty = chance.betavariate(2, 3)
        for place_in_district in range(_size(number, chance)):
            level = PATTERN[place_in_district % len(PATTERN)]
            low_income = min(0.97, max(0.03, poverty + chance.gauss(0, 0.12)))
            yield InventedSchool(
                org_code=f"{number:04d}{(place_in_district + 1) * 5:04d}",
                name=f"{place.replace('_', ' ')} {LEVELS[level][1]} School {place_in_district + 1}",
                district=f"{number:04d}0000",
                level=level,
                students=chance.randint(*LEVELS[level][2]),
                low_income=low_income,
                of_color=min(0.98, max(0.02, low_income * 0.9 + chance.gauss(0.05, 0.08))),
                learners=min(0.6, max(0.0, low_income * 0.3 + chance.gauss(0, 0.04))),
                leaning=chance.gauss(0, 1),
                opened=2023 if (number, place_in_district) == (2, 4) else None,
                closed=2024 if (number, place_in_district) == (3, 2) else None,
            )


def _size(number: int, chance: random.Random) -> int:
    return {1: 24, 2: 16}.get(number) or chance.randint(3, 8)


def _organization_rows(schools: list[InventedSchool]) -> Iterator[dict[str, object]]:
    def row(code: str, name: str, kind: str, parent: str, **more: object) -> dict[str, object]:
        empty = dict.fromkeys(("school_level", "grades_served", "title1_status", "charter", "region"), "")
        years = dict.fromkeys(("open_year", "close_year", "successor_org_code", "locale"), "")
        names = {"org_code": code, "org_name": name, "org_type": kind, "parent_org_code": parent}
        return {**names, **empty, **years, **more}

    yield row("00000000", "Invented State", "STATE", "")
    for number, place in enumerate(PLACES, start=1):
        region = REGIONS[number % len(REGIONS)]
        yield row(f"{number:04d}0000", place.replace("_", " "), "DISTRICT", "00000000", region=region, charter="N")
    for school in schools:
        yield row(
            school.org_code, school.name, "SCHOOL", school.district,
            school_level=school.level, grades_served=LEVELS[school.level][0], charter="N",
            title1_status="SWP" if school.low_income > 0.4 else "NONE",
            open_year=_year(school.opened), close_year=_year(school.closed),
        )  # fmt: skip


def _enrollment_rows(schools: list[InventedSchool], chance: random.Random) -> Iterator[dict[str, object]]:
    for year in YEARS:
        for school in schools:
            if school.open_in(year):
                for group, enrolled in _groups(school, year, chance).items():
                    yield {
                        "school_year": _year(year), "org_code": school.org_code,
                        "student_group": group, "enrolled": enrolled,
                    }  # fmt: skip


def _groups(school: InventedSchool, year: int, chance: random.Random) -> dict[str, int]:
    """Students of each group; races add up to all students."""
    everyone = round(school.students * (1 + 0.01 * (year - YEARS[0])) * chance.uniform(0.98, 1.02))

    def part(share: float) -> int:
        return round(everyone * min(1.0, max(0.0, share + chance.gauss(0, 0.008))))

    of_color = part(school.of_color)
    races = {race: int(of_color * share) for race, share in RACES.items()}
    races["race_hispanic"] += of_color - sum(races.values())
    return {
        "all": everyone,
        "low_income": part(school.low_income),
        "students_of_color": of_color,
        "english_learners": part(school.learners),
        "students_with_disabilities": part(0.17),
        **races,
        "race_white": everyone - of_color,
    }


def _aggregate_rows(schools: list[InventedSchool], chance: random.Random) -> Iterator[dict[str, object]]:
    """Counts of educators. One district has not sent its turnover of the last year, as happens."""
    for year in YEARS:
        for school in schools:
            teachers = round(school.students / 13 * chance.uniform(0.97, 1.03), 1)
            for measure, (role, unit, base, slope, spread) in MEASURES.items():
                silent = year == YEARS[-1] and school.district == "00070000" and measure == "T_TURN"
                if not school.open_in(year) or silent:
                    continue
                share = base + slope * school.low_income + spread * 0.4 * school.leaning + chance.gauss(0, spread * 0.3)
                numerator, denominator = _counts(role, unit, teachers, min(0.9, max(0.0, share)), chance)
                yield {
                    "school_year": _year(year), "org_code": school.org_code, "metric_id": measure,
                    "definition_version": 1, "educator_role": role,
                    "numerator": numerator, "denominator": denominator, "unit": unit,
                }  # fmt: skip


def _counts(role: str, unit: str, teachers: float, share: float, chance: random.Random) -> tuple[object, object]:
    if role == "PRINCIPAL":
        return int(chance.random() < share), 1
    if unit == "HEADCOUNT":
        heads = round(teachers * 1.08)
        return round(heads * share), heads
    return f"{teachers * share:.1f}", f"{teachers:.1f}"


def _year(ending: int | None) -> str:
    return "" if ending is None else f"{ending - 1}-{ending % 100:02d}"
