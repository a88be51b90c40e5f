"""What the agency's page on students' experiences shows: the state in words, and its districts in a list and a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.experiences.changes import change_between, change_sentences, is_hidden
from monitoring.analysis.experiences.compared import Compared
from monitoring.analysis.experiences.sentences import experience_sentences, plain_gap, students_sentence
from monitoring.analysis.formatting import count, percent, school_year
from monitoring.analysis.measures import MEASURES
from monitoring.intake.csv_table import Output, write_csv

from .experience_choice import ExperienceChoice
from .experience_figures import row_of
from .experiences.table import NAMES
from .page_queries.experience_changes import TwoYears
from .page_queries.state_experiences import StateReport

ACROSS = "across the state"
BY_CODE, BY_RATIO = "code", "ratio"
GAPS = "gaps"
TITLES = {
    "between_districts": "Between districts",
    "between_schools": "Between schools of one district",
    "within_schools": "Within schools",
}
OF_FILE = (
    *("org_code", "district", "school_year", "history", "measure", "group"),
    *("focal_rate", "reference_rate", "ratio", "is_gap", "reason"),
    *("ratio_low", "ratio_high", "interval_reason", "focal_students", "reference_students"),
)


@dataclass(frozen=True)
class Listing:
    """How districts are listed: by code, or those with the largest ratios first; all, or those with gaps alone."""

    order: str = BY_CODE
    only: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Listing:
        order = BY_RATIO if asked.get("order") == BY_RATIO else BY_CODE
        return cls(order, GAPS if asked.get("only") == GAPS else "")

    @property
    def kept(self) -> dict[str, str]:
        """What an address says of it."""
        said = {"order": self.order if self.order != BY_CODE else "", "only": self.only}
        return {name: value for name, value in said.items() if value}

    @property
    def query(self) -> str:
        """Likewise, to stand behind the choice."""
        return f"&{urlencode(self.kept)}" if self.kept else ""

    @property
    def in_other_order(self) -> Listing:
        return replace(self, order=BY_CODE if self.order == BY_RATIO else BY_RATIO)

    @property
    def of_the_others(self) -> Listing:
        return replace(self, only="" if self.only else GAPS)

    def among(self, districts: pl.DataFrame) -> pl.DataFrame:
        """In: by code."""
        some = districts.filter(pl.col("is_gap")) if self.only else districts
        if self.order == BY_CODE:
            return some
        return some.sort("ratio", descending=True, nulls_last=True, maintain_order=True)


def state_sentences(row: Compared) -> list[str]:
    """Without what chance could do: sums of districts have no interval, as what is weighed has none."""
    told = experience_sentences(row, is_weighed=True, place=ACROSS)
    return [*told, *(text for text in [students_sentence(row, [])] if text)]


def state_words(beside: Sequence[Compared], choice: ExperienceChoice) -> str:
    """The state's rates in a sentence, to stand beside a district's, or why there are none; empty without a report."""
    row = row_of(beside, choice, "")
    return experience_sentences(row, is_weighed=True, place=ACROSS)[0] if row else ""


def changes_of(found: TwoYears | None, choice: ExperienceChoice) -> list[str]:
    """How the rate and the gap came to be others than in an earlier year; nothing where there is no such report."""
    if found is None:
        return []
    if is_hidden(found.rows):
        return [
            f"How they went since {school_year(found.before)} is not shown: at some of the schools the numbers are too "
            "small to be shown by themselves."
        ]
    told = change_sentences(change_between(found.rows, found.before, found.after), choice.group_id)
    return [*told, *([] if found.is_certified else ["Not all of it is of files that the district has certified."])]


def of_how_many(report: StateReport, districts: int) -> str:
    """`districts`: how many there are in the year."""
    have = "has a report" if report.reports == 1 else "have reports"
    return f"{count(report.reports)} of {count(districts)} districts {have} of {school_year(report.school_year)} of \
certified files."


def state_coverage(row: Compared, report: StateReport, districts: int) -> list[str]:
    told = [of_how_many(report, districts)]
    if row.taught_share is not None:
        told.append(
            f"Of {count(row.seats or 0)} classes that students sit in, each counted for each student, "
            f"{percent(row.taught_share)} have a teacher in the files."
        )
    if row.known_share is not None:
        told.append(f"Of the experiences that are asked about, it is known of {percent(row.known_share)}.")
    twice = "A student whom two districts report in October counts in both."
    return [*told, twice, "Of the state’s sums no intervals are worked out; those of districts stand in the list."]


def list_sentence(districts: pl.DataFrame, choice: ExperienceChoice) -> str:
    """How many districts have which kind of ratio, and of how many none is shown. In: all that are listed."""
    known = districts.filter(pl.col("ratio").is_not_null()).height
    hidden = districts.filter(reason=reasons.SUPPRESSED).height
    if not known:
        first = "There is no ratio to show."
    elif MEASURES[choice.category.id].is_favorable:
        first = f"{count(known)} ratios; here more is better, and the state’s rule does not judge it."
    else:
        gaps = districts.filter(pl.col("is_gap")).height
        first = f"{count(gaps)} of {count(known)} ratios {'is' if gaps == 1 else 'are'} {plain_gap()} or more, which \
the state calls an equity gap."
    other = districts.height - known - hidden
    small = f"Of {count(hidden)} the numbers are too small to be shown." if hidden else ""
    nothing = f"Of {count(other)} there is no ratio." if other else ""
    return " ".join(text for text in (first, small, nothing) if text)


def write_listed(out: Output, districts: pl.DataFrame, names: Mapping[str, str]) -> None:
    """The list as it is shown, on all its pages."""
    write_csv(out, OF_FILE, (_told(row, names) for row in districts.iter_rows(named=True)))


def _told(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    named = {NAMES.get(name, name): value for name, value in row.items()}
    return {**named, "school_year": school_year(row["school_year"]), "district": names.get(row["org_code"], "")}
