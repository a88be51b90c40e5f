"""Preparation: degree, license, highly qualified, emergency license or waiver."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from . import licenses
from .job_classes import EducatorRole
from .rule import Rows, Rule, kind, yes_or_no
from .staff_year import StaffYear

DEGREE, LICENSE, HQT, EMERGENCY = "degree", "license", "hqt", "emergency"
ITEMS = (DEGREE, LICENSE, HQT, EMERGENCY)
BELOW_BACHELOR = ("NONE", "ASSOC")
FULL = ("PROFESSIONAL", "INITIAL")
WITH_PROVISIONAL = (*FULL, "PROVISIONAL")
STOPGAPS = ("EMERGENCY", "WAIVER")


@kind
@dataclass(frozen=True)
class Unqualified(Rule):
    """People of whom at least one of `items` is true: a degree below a bachelor's, no license of a `full` type, not
    highly qualified, an emergency license or waiver. Source: metrics D2 (T_UNQ), plan text “Unqualified Teachers”.

    Known is who has one that is true, or none that is unknown. Who is in no license file that was sent holds none.
    Highly qualified says NA where it does not apply: then it is not true. With an item on licenses, people at charter
    schools are exempt.

    >>> Unqualified().needs, Unqualified(items=("degree",)).needs
    (('staff_roster', 'license'), ('staff_roster',))
    """

    items: tuple[str, ...] = ITEMS
    full: tuple[str, ...] = WITH_PROVISIONAL

    @property
    def needs(self) -> tuple[str, ...]:
        of_roster = bool({DEGREE, HQT} & set(self.items))
        return (*(["staff_roster"] if of_roster else []), *(["license"] if self._is_on_licenses else []))

    @property
    def _is_on_licenses(self) -> bool:
        return bool({LICENSE, EMERGENCY} & set(self.items))

    def judge(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        people = self.people(year, role)
        if "staff_roster" in self.needs:
            people = people.join(self._of_roster(year), on="mepid", how="left")
        if self._is_on_licenses:
            people = people.join(self._of_licenses(year), on="mepid", how="left")
            people = people.with_columns(pl.col("has_full", "has_stopgap").fill_null(False))
        found = {
            DEGREE: pl.col("has_low_degree"),
            HQT: pl.col("is_not_hqt"),
            LICENSE: ~pl.col("has_full"),
            EMERGENCY: pl.col("has_stopgap"),
        }
        is_true = pl.any_horizontal(found[item] for item in self.items)  # null where none is true and one not known
        return yes_or_no(people, is_true, pl.col("is_unlicensed_place") & self._is_on_licenses)

    def _of_roster(self, year: StaffYear) -> pl.LazyFrame:
        does_not_apply = pl.col("does_not_apply").list.contains("hqt")
        return (
            year.rows("staff_roster")
            .lazy()
            .select(
                "mepid",
                has_low_degree=pl.col("highest_degree").is_in(BELOW_BACHELOR),
                is_not_hqt=pl.when(does_not_apply).then(False).otherwise(pl.col("hqt") == "N"),
            )
        )

    def _of_licenses(self, year: StaffYear) -> pl.LazyFrame:
        """Grain: mepid of who holds any."""
        by_person = licenses.held(year).lazy().group_by("mepid")
        return by_person.agg(
            has_full=pl.col("type").is_in(self.full).any(), has_stopgap=pl.col("type").is_in(STOPGAPS).any()
        )

    def reads(self, year: StaffYear, role: EducatorRole) -> Iterable[Rows]:
        for dataset in self.needs:
            yield Rows(dataset, year.school_year, year.rows(dataset).select("mepid", "row_number"))
