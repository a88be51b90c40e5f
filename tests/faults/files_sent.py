"""What people send: small files of every kind, and what is to become of each, known before it is sent."""

from __future__ import annotations

import hashlib
import io
import random
import zipfile
from dataclasses import dataclass, field
from typing import Any

from tests.intake.tables import AGGREGATE, ENROLLMENT, csv_text

SCHOOLS = 3  # of each district
YEARS = range(2004, 2026)  # ending years
SCALE = 10_000  # amounts are kept in ten-thousandths
GROUPS = {"all": 400, "low_income": 150, "english_learners": 60}
MEASURES = {"T_EXP_LT3": 6, "T_UNLICENSED": 3}


@dataclass(frozen=True)
class Rows:
    """Of one dataset and school year: how many rows, and the sums of their columns of numbers."""

    count: int
    sums: dict[str, int]


@dataclass(frozen=True)
class Content:
    """A file: its bytes, the states it may end in, and the rows that are taken of it by (dataset, school year)."""

    kind: str
    name: str
    data: bytes
    ends: tuple[str, ...]
    rows: dict[tuple[str, int], Rows] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class Writer:
    """Writes files, no two alike."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.written = 0

    def any_good(self, district: str) -> Content:
        year = self.chance.choice(YEARS)
        return self.enrollment(district, year) if self.chance.random() < 0.4 else self.aggregates(district, year)

    def aggregates(self, district: str, year: int, *, spoilt: bool = False) -> Content:
        """Of one school year, in every figure another than the years beside it, or it would be refused as a copy. Each
        file differs from every other of its year in one school's figure.
        """
        rows, sums = [], {"numerator": 0, "denominator": 0}
        change = self._next()
        for place, (measure, numerator) in enumerate(MEASURES.items()):
            for school in range(1, SCHOOLS + 1):
                low, high = numerator + school % 4, 40 * SCALE + (year - 2000) * school * SCALE // 10
                if (school, place) == (1, 0):
                    high += change
                rows.append(_figure(district, year, school, measure, str(low), f"{high / SCALE:.4f}"))
                sums = {"numerator": sums["numerator"] + low * SCALE, "denominator": sums["denominator"] + high}
        kept = {("metric_aggregate", year): Rows(len(rows), sums)}
        if spoilt:
            rows.append(_figure("99990000", year, 1, "T_EXP_LT3", "1", "40"))
        kind = "figures, one row of them another district's" if spoilt else "figures"
        ends = ("accepted_in_part",) if spoilt else ("accepted",)
        return Content(kind, "figures.csv", csv_text([AGGREGATE, *rows]).encode(), ends, kept)

    def enrollment(self, district: str, year: int) -> Content:
        """Of one school year; likewise."""
        change = self._next() % 97
        rows: list[list[Any]] = [
            [_shown(year), f"{district[:4]}{school:04d}", group, students + (year - 2000) * 3 + school + more]
            for group, students in GROUPS.items()
            for school in range(1, SCHOOLS + 1)
            for more in [change if (group, school) == ("all", 1) else 0]
        ]
        total = sum(int(row[3]) for row in rows)
        lines = csv_text([ENROLLMENT, *rows]) + "\n" * self._next()  # alike in rows, perhaps, never in bytes
        kept = {("school_enrollment", year): Rows(len(rows), {"enrolled": total})}
        return Content("students", "students.csv", lines.encode(), ("accepted",), kept)

    def no_table(self) -> Content:
        return Content("no table", "letter.txt", f"Dear all, this is letter {self._next()}.\n".encode(), ("refused",))

    def strange_headers(self) -> Content:
        data = csv_text([["a", "b"], [self._next(), 2]]).encode()
        return Content("headers nobody knows", "other.csv", data, ("refused",))

    def personal(self) -> Content:
        data = f"First Name,Last Name\nAnn,Lee{self._next()}\n".encode()
        return Content("persons", "people.csv", data, ("refused",))

    def poison(self) -> Content:
        """A workbook that says little and unpacks to very much."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", f"<!-- {self._next()} -->")
            archive.writestr("xl/workbook.xml", "<x>" * 200_000)
            archive.writestr("xl/worksheets/sheet1.xml", b"<row>" * 4_000_000)
        return Content("poison", "poison.xlsx", packed.getvalue(), ("refused",))

    def _next(self) -> int:
        self.written += 1
        return self.written


def _figure(district: str, year: int, school: int, measure: str, low: str, high: str) -> list[str]:
    return [_shown(year), f"{district[:4]}{school:04d}", measure, "1", "TEACHER", low, high, "FTE"]


def _shown(year: int) -> str:
    """2021 -> '2020-21'."""
    return f"{year - 1}-{year % 100:02d}"
