"""What a file changes against the rows whose place it would take. Pure: frames in, counts out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.changes.paired_rows import KEYS, Paired, pair_rows
from monitoring.intake.reports.catalogue import own_layouts
from monitoring.intake.reports.declaration import Figure

# When so many rows of one kind and school year would lose their place, people are asked first.
SHARE_GONE = 0.05  # more than this share of the earlier rows: a closed school or two is everyday, a cut file is not
FEWEST_GONE = 3  # and at least so many: of a handful of rows a single one is a large share already; or so many
# organizations of districts that would fall silent altogether, however few they are among all

# When the numbers of one group or measure and school year would mostly be others, in the whole file or in one district.
SHARE_OTHER = 0.5  # more than this share of the organizations: a correction is of some
FEWEST_OTHER = 10  # of so many organizations with a number before and now
MUCH = 0.05  # numbers that differ by more than this share of the larger,
HALF = 0.5  # and by more than half a person or point of a percentage: rounding to whole ones makes no other number

OF_LAYOUTS = [column.name for layout in own_layouts() for column in layout.numeric]
NUMBERS = ("share", "percent", "amount", *dict.fromkeys(OF_LAYOUTS))
OF_THE_SENDER = {layout.id for layout in own_layouts() if not layout.has("org_code")}  # nothing else is named
FIGURES = {"school_enrollment": ("group", "student_group"), "metric_aggregate": ("metric", "metric_id")}


@dataclass(frozen=True)
class Difference:
    """Rows of one dataset and school year, new against earlier. `before`: earlier rows; `removed`: those without one of
    the same key now; `emptied`: those that had a number which is not there now; `waiting`: of either those whose
    columns wait for a decision, which are in neither; `changed`: any other with another content. `concerned`: whose the
    removed and emptied ones were, codes in their order, none where rows are the sender's; `silent`: how many of
    these are of districts of which no row is left. `others`: the groups or measures of which most organizations have
    another number now, all or those of one district.
    """

    before: int
    added: int
    changed: int
    removed: int
    emptied: int
    concerned: tuple[str, ...]
    silent: int = 0
    waiting: int = 0
    others: tuple[str, ...] = ()

    @property
    def gone(self) -> int:
        return self.removed + self.emptied

    @property
    def same(self) -> int:
        return self.before - self.changed - self.gone - self.waiting

    @property
    def is_none(self) -> bool:
        return not (self.added or self.changed or self.gone or self.waiting)

    @property
    def is_large(self) -> bool:
        """Whether so much would go, or be another number, that the file waits for a word of its sender."""
        return self.is_cut or bool(self.others)

    @property
    def is_cut(self) -> bool:
        """Whether much would go.

        >>> [Difference(60, 0, 0, gone, 0, ()).is_cut for gone in (2, 3, 4)]
        [False, False, True]
        >>> [Difference(1800, 0, 0, 3, 0, (), silent).is_cut for silent in (2, 3)]
        [False, True]
        """
        return self.gone >= FEWEST_GONE and (self.gone > SHARE_GONE * self.before or self.silent >= FEWEST_GONE)


def compare_rows(
    before: pl.DataFrame, after: pl.DataFrame, dataset: str, *, waiting: Collection[Figure] = ()
) -> Difference:
    """The difference between canonical rows of one dataset and school year. Where they stand in their files is no part
    of it. `waiting`: figures whose columns wait for a decision, so that a number which is not there is not lost yet.

    >>> rows = pl.DataFrame({"org_code": ["A", "B", "C"], "student_group": "all", "enrolled": [10, 20, 30]})
    >>> now = pl.DataFrame({"org_code": ["A", "B", "D"], "student_group": "all", "enrolled": [10, None, 40]})
    >>> compare_rows(rows, now, "school_enrollment")
    Difference(before=3, added=1, changed=0, removed=1, emptied=1, concerned=('B', 'C'), silent=2, waiting=0, others=())
    """
    return difference_of(pair_rows(before, after, dataset), before, dataset, waiting=waiting)


def difference_of(
    paired: Paired, before: pl.DataFrame, dataset: str, *, waiting: Collection[Figure] = ()
) -> Difference:
    """The same of rows that are paired already."""
    first, both, removed = KEYS[dataset][0], paired.both, paired.removed
    numbers = [name for name in NUMBERS if name in before.columns]
    emptied = [pl.col(name).is_not_null() & pl.col(f"{name}:now").is_null() for name in numbers]
    is_lost = pl.any_horizontal(pl.lit(False), *emptied)
    waits, lost = _waits(dataset, waiting), both.filter(is_lost)
    gone = pl.concat([part.filter(~waits).select(first) for part in (removed, lost)])
    return Difference(
        before=before.height,
        added=paired.added.height,
        changed=both.filter(~is_lost, paired.differs).height,
        removed=removed.filter(~waits).height,
        emptied=lost.filter(~waits).height,
        concerned=() if dataset in OF_THE_SENDER else tuple(gone[first].drop_nulls().unique().sort()),
        silent=_silent(before, gone) if first == "org_code" else 0,
        waiting=removed.height + lost.height - gone.height,
        others=_others(both.filter(~waits), numbers, dataset),
    )


def _others(both: pl.DataFrame, numbers: list[str], dataset: str) -> tuple[str, ...]:
    """The groups or measures whose numbers are mostly others, in all rows or in those of one district."""
    if dataset not in FIGURES:
        return ()
    figure = FIGURES[dataset][1]
    pairs = [(pl.col(name), pl.col(f"{name}:now")) for name in numbers]
    is_known = pl.any_horizontal(was.is_not_null() & now.is_not_null() for was, now in pairs)
    is_other = pl.any_horizontal(_is_other(name).fill_null(False) for name in numbers)
    rows = both.filter(is_known).select(figure, is_other=is_other, district=pl.col("org_code").str.head(4))
    counted = (
        pl.concat([rows, rows.with_columns(district=pl.lit(""))])
        .group_by(figure, "district")
        .agg(pl.len(), others=pl.col("is_other").sum())
        .filter(pl.col("len") >= FEWEST_OTHER, pl.col("others") > SHARE_OTHER * pl.col("len"))
    )
    return tuple(counted[figure].unique().sort())


def _is_other(name: str) -> pl.Expr:
    """Whether a number is another one now. A numerator may come of a rounded percentage of its denominator."""
    was, now = pl.col(name), pl.col(f"{name}:now")
    is_amount = name in ("numerator", "denominator")
    rounding = [pl.lit(HALF * SCALE if is_amount else HALF)]
    if name == "numerator":
        rounding.append(HALF / 100 * pl.max_horizontal("denominator", "denominator:now"))
    return (now - was).abs() > pl.max_horizontal(MUCH * was.abs(), MUCH * now.abs(), *rounding)


def _silent(before: pl.DataFrame, gone: pl.DataFrame) -> int:
    """The organizations of districts that have lost every row."""
    district = pl.col("org_code").str.head(4)
    had = before.group_by(district=district).agg(rows=pl.len(), organizations=pl.col("org_code").n_unique())
    lost = gone.group_by(district=district).agg(lost=pl.len())
    return int(had.join(lost, on="district").filter(pl.col("rows") == pl.col("lost"))["organizations"].sum())


def _waits(dataset: str, waiting: Collection[Figure]) -> pl.Expr:
    """Whether a row is of a figure that waits."""
    if dataset not in FIGURES:
        return pl.lit(False)
    wanted, column = FIGURES[dataset]
    return pl.col(column).is_in([name for kind, name in waiting if kind == wanted]).fill_null(False)
