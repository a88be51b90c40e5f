"""A recognized table as typed rows and cells: what every check looks at. Pure."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import functools
from collections.abc import Collection, Sequence, Set
from typing import Any, cast

import polars as pl

from districts.org_code import STATE_CODE
from districts.school_year import LAST
from monitoring.analysis.definitions.in_force import InForce, shipped_in_force
from monitoring.intake.judgment import NO_DOUBT, Judgment
from monitoring.intake.recognition import Recognized
from monitoring.intake.reports.declaration import Report


class Effect(enum.StrEnum):
    """What a finding takes out: the file, the school year, its row, its cell, its column in that school year, or
    nothing.
    """

    FILE = "file"
    YEAR = "year"
    ROW = "row"
    CELL = "cell"
    FIGURES = "figures"  # all numbers of the row
    COLUMN = "column"
    WITHHELD = "withheld"  # the column in that year, until a person has decided
    NONE = "none"


AS_READ = ":read"  # ends the name of a column of figures that were read and are not in use
KEYS = {Effect.CELL: ["row_number", "column"], Effect.FIGURES: ["row_number"]}


@dataclasses.dataclass(frozen=True, slots=True)
class Past:
    """What was accepted before, as far as checks need it. Empty for a first file.

    blocks: accepted columns by school year, one row an organization: org_code and Float64 named like our columns; and
    figures that were read and are not in use, for other years are compared with them, under names that end in AS_READ.
    known: org_code, close_year, name of every organization on record.
    enrolled: school_year, org_code, student_group, enrolled.
    agency_years: school years of which the state agency has sent figures that the report gives too.
    records: of layouts whose rows are compared with last year's: the accepted rows of all years, by dataset.
    agency_blocks: as blocks, what the state agency sent in the same report about the same district.
    definitions: those of measures that are in force.
    """

    blocks: dict[int, pl.DataFrame] = dataclasses.field(default_factory=dict)
    known: pl.DataFrame = dataclasses.field(
        default_factory=lambda: pl.DataFrame(schema={"org_code": pl.String, "close_year": pl.Int16, "name": pl.String})
    )
    enrolled: pl.DataFrame = dataclasses.field(
        default_factory=lambda: pl.DataFrame(
            schema={"school_year": pl.Int16, "org_code": pl.String, "student_group": pl.String, "enrolled": pl.Int64}
        )
    )
    records: dict[str, pl.DataFrame] = dataclasses.field(default_factory=dict)
    agency_years: frozenset[int] = frozenset()
    agency_blocks: dict[int, pl.DataFrame] = dataclasses.field(default_factory=dict)
    definitions: InForce = dataclasses.field(default_factory=shipped_in_force)

    @property
    def all_blocks(self) -> dict[int, pl.DataFrame]:
        """The tenant's own years, and the agency's of those that the tenant did not send."""
        return {**self.agency_blocks, **self.blocks}

    @property
    def agencys(self) -> Set[int]:
        """The years of these that are the agency's: a file is judged beside them, but they are not its sender's."""
        return self.agency_blocks.keys() - self.blocks.keys()


@dataclasses.dataclass(frozen=True)
class Sheet:
    """`rows`: one row a data row: row_number, school_year, org_code, each column's text under its own name, `surplus`
    (text under no header), `fields` (how many there are, where they are fewer than in other rows).

    `cells`: one row a numeric cell: row_number, school_year, org_code, column, text, style, amount (ten-thousandths),
    reason why there is none; `read` and `missing` keep the amount and the word as they stood in the file, whatever
    checks take out. `owner`: code of the tenant that sends the file, the state's code for the agency, None where
    nobody is named. `running`: ending year of the school year now running. `came_on`: the day on which the file came.
    """

    report: Report
    rows: pl.DataFrame
    cells: pl.DataFrame
    headers: dict[str, str]
    owner: str | None
    past: Past
    recognized: Recognized
    remapped: dict[int, dict[str, str]] = dataclasses.field(default_factory=dict)
    declined: frozenset[int] = frozenset()
    running: int = LAST
    came_on: dt.date = dt.date.max
    judgment: Judgment = NO_DOUBT
    seen: dict[str, Any] = dataclasses.field(default_factory=dict, repr=False, compare=False)  # see `different`

    @property
    def owner_prefix(self) -> str | None:
        """First four digits of the only district whose codes may stand in the file; None where all may."""
        return None if self.owner is None or self.owner == STATE_CODE else self.owner[:4]

    @property
    def whose(self) -> pl.Expr:
        """Whom or what a row is of, as a message may tell it: the end of a person's id, else the organization."""
        ids = [f"{column.name}_text" for column in self.report.persons if f"{column.name}_text" in self.rows.columns]
        return pl.coalesce(*ids[:1], "org_code")

    @functools.cached_property
    def years(self) -> list[int]:
        """The school years that the rows tell."""
        return sorted(year for year in self.different("school_year") if year is not None)

    @property
    def _different(self) -> dict[str, list[Any]]:
        """Kept for as long as the rows are the same."""
        if self.seen.get("in") is not self.rows:
            self.seen.update({"in": self.rows, "values": self._values()})
        return cast(dict[str, list[Any]], self.seen["values"])

    def _values(self) -> dict[str, list[Any]]:
        """The different values of the columns of which few are right, in one go."""
        listed = {column.name for column in self.report.columns if column.codes or column.pattern}
        asked = listed.union(*((name, f"{name}_text") for name in ("org_code", "school_year")))
        values = {name: pl.col(name) for name in self.rows.columns if name in asked}
        if "does_not_apply" in self.rows.columns:
            values["does_not_apply"] = pl.col("does_not_apply").explode(keep_nulls=False, empty_as_null=False)
        found = self.rows.select(value.unique().implode().alias(name) for name, value in values.items())
        return found.row(0, named=True) if values else {}

    def different(self, column: str) -> list[Any]:
        """The different values of a column of codes, of texts of a form, of organizations or of years, None among them
        where it stands there; of `does_not_apply`, the names in its lists. Where none of these is wrong, no row need be
        looked at.
        """
        return self._different.get(column, [])

    @property
    def own_schools(self) -> dict[str, str]:
        """The sender's own codes of schools that were translated, and what they stand for."""
        return self.recognized.through.codes_of("org_code") if self.recognized.through else {}

    @property
    def strange_codes(self) -> list[str]:
        """The codes of organizations in the file that are not on record."""
        return sorted({*self.different("org_code")} - {None, *self.past.known["org_code"]})

    @property
    def key(self) -> list[str]:
        """The columns of the report's own key that the file has; one that it need not have is blank in all rows."""
        return [name for name in self.report.key if name in self.rows.columns]

    def has_blanks(self, column: str) -> bool:
        return self.rows[column].null_count() > 0

    @functools.cached_property
    def repeats_a_key(self) -> bool:
        """Whether two rows may have one key: by hashes, so that a wrong answer is rare and never “no”."""
        names = ["school_year", "org_code", *self.key]
        return self.rows.select(hash_of(names).n_unique()).item() < self.rows.height

    def numbers(self, *columns: str) -> pl.DataFrame:
        """One row a data row: row_number, school_year, org_code and the amounts of these columns; null where there is
        none.
        """
        base = self.rows.select("row_number", "school_year", "org_code")
        return base.with_columns(self._amount(column) for column in columns)

    def _amount(self, column: str) -> pl.Series:
        """The amounts of a column, one a data row; mostly its cells stand in the order of the rows."""
        cells = self._by_column.get((column,), self.cells.clear())
        if not cells["row_number"].equals(self.rows["row_number"]):
            rows = self.rows.select("row_number")
            cells = rows.join(cells, on="row_number", how="left", maintain_order="left")
        return cells["amount"].alias(column)

    @property
    def _by_column(self) -> dict[tuple[object, ...], pl.DataFrame]:
        """Kept for as long as the cells are the same."""
        if self.seen.get("among") is not self.cells:
            cells = self.cells.select("row_number", "column", "amount")
            parts = cells.partition_by("column", as_dict=True, include_key=False, maintain_order=True)
            self.seen.update({"among": self.cells, "parts": parts})
        return cast(dict[tuple[object, ...], pl.DataFrame], self.seen["parts"])

    @property
    def decided(self) -> Set[int]:
        """School years of which an exchange of columns was confirmed or declined."""
        return self.declined | self.remapped.keys()

    def present(self, *columns: str) -> bool:
        """Whether the file has all of these columns."""
        return all(column in self.headers for column in columns)

    def seeing(self, columns: Collection[str]) -> Sheet:
        """The sheet as if the file had no other columns of its layout than these, the school year and the organization;
        what a message says of whom a row is, it still says.
        """
        hidden = {column.name for column in self.report.columns} - {*columns, "school_year", "org_code"}
        told = {f"{column.name}_text" for column in self.report.persons}
        gone = [*hidden, *({f"{name}_text" for name in hidden} - told)]
        named = pl.col("column").is_in(list(columns))
        before = {name: frame.drop(gone, strict=False) for name, frame in self.past.records.items()}
        return dataclasses.replace(
            self,
            rows=self.rows.drop(gone, strict=False),
            cells=self.cells.filter(named) if self.cells.height else self.cells,
            headers={name: title for name, title in self.headers.items() if name not in hidden},
            past=dataclasses.replace(self.past, records=before),
            seen={},
        )

    def without(self, found: pl.DataFrame, effect: Effect) -> Sheet:
        """The sheet after findings took effect.

        `found`: row_number, column, school_year as far as the effect needs them.
        """
        if not found.height or effect in (Effect.NONE, Effect.FILE):
            return self
        if effect is Effect.YEAR:
            left = {year: one for year, one in self.judgment.proposed.items() if year not in set(found["school_year"])}
            judgment = dataclasses.replace(self.judgment, proposed=left)
            rows = self.rows.join(found, on="school_year", how="semi")
            return dataclasses.replace(self, judgment=judgment).without(rows, Effect.ROW)
        if effect is Effect.ROW:
            gone = found.select("row_number").unique()
            rows, cells = (frame.join(gone, on="row_number", how="anti") for frame in (self.rows, self.cells))
            return dataclasses.replace(self, rows=rows, cells=cells)
        if effect in (Effect.COLUMN, Effect.WITHHELD) and self.report.long:
            is_own = pl.col("column").is_in([column.name for column in self.report.columns])
            rows = self._rows_named(found.filter(~is_own))
            return self.without(rows, Effect.ROW)._without_cells(found.filter(is_own), effect)
        return self._without_cells(found, effect)

    def _rows_named(self, found: pl.DataFrame) -> pl.DataFrame:
        """The rows of a layout in which what others have as columns stands below one another."""
        named = self.rows.with_columns(pl.col((self.report.long or ("",))[0]).alias("column"))
        return named.join(found, on=["school_year", "column"])

    def _without_cells(self, found: pl.DataFrame, effect: Effect) -> Sheet:
        if not found.height:
            return self
        keys = KEYS.get(effect, ["school_year", "column"])
        reason = "withheld" if effect is Effect.WITHHELD else "refused"
        marked = found.select(keys).unique().with_columns(refused=pl.lit(True))
        is_refused = pl.col("refused").is_not_null()
        cells = self.cells.join(marked, on=keys, how="left", nulls_equal=True).with_columns(
            amount=pl.when(~is_refused).then("amount"),
            reason=pl.when(is_refused).then(pl.lit(reason)).otherwise("reason"),
        )
        return dataclasses.replace(self, cells=cells.drop("refused"))


def hash_of(columns: Sequence[str]) -> pl.Expr:
    """A number for the values of several columns: two that differ nearly never have one, and none has two."""
    return pl.sum_horizontal(pl.col(name).hash(seed) for seed, name in enumerate(columns))
