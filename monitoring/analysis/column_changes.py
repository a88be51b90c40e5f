"""What the figures of a column do from one year to another, school by school, and what real figures never do: move by
a power of ten in step, stay the same everywhere, become the same everywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations

import polars as pl

from monitoring.analysis.column_identity.trust import Trusted, trusted_years
from monitoring.analysis.column_identity.years import odd_years

TOGETHER = 0.8  # share of schools that must move in step
ABOUT = 0.3  # how near a school must be to the power of ten: half to twice
NEAR = 0.1  # how near the middle of all schools must be
FEWEST_MOVING = 10  # schools with a figure above 0 in both years
FEWEST_STILL = 20  # schools with a figure in both years
FEWEST_VALUES = 10  # different figures that make it unlikely that all stay as they are, or become one
STILL = 0.995  # share of schools whose figure is the same
FEWEST_TELLING = 3  # different figures of a column that may tell years apart, together with others
FEWEST_OF_ALL = 6  # figures other than 0 and 100 in a year that is another one in every column
FEWEST_ASKED_ABOUT = 3  # of them; small schools' true years repeat so few now and then
COMMON = (0.0, 100.0)  # figures that small schools often repeat
FEWEST_ALIKE = 100  # schools that hold one figure: a small district may truly have nobody in a group
PLAINLY_BETTER = 0.5  # of two years, where the same figures fit so much better they belong
MOST_ALIKE = 0.5  # share of them that hold the commonest figure in another year
FEWEST_JUMPING = 50
NINE_TENTHS = 0.9
JUMP = 0.2, 0.1  # as powers of ten: the middle school changes 1.6 times, nine tenths of them the same way by a quarter

CHANGES: dict[str, pl.DataType | type[pl.DataType]] = {
    "column": pl.String,
    "older": pl.Int32,
    "newer": pl.Int32,
    "rows": pl.UInt32,
    "equal": pl.Float64,
    "moving": pl.UInt32,
    "step": pl.Float64,
    "together": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "values_older": pl.UInt32,
    "values_newer": pl.UInt32,
    "telling": pl.UInt32,
    "common_older": pl.Float64,
    "common_newer": pl.Float64,
    "change": pl.Float64,
}


def column_changes(blocks: Mapping[int, pl.DataFrame], columns: Collection[str]) -> pl.DataFrame:
    """In: per school year one row an org_code with Float64 columns. Grain out: column and pair of years: `rows` with a
    figure in both, the share of them that is `equal`, the `moving` ones above 0 in both with their middle `step` (the
    power of ten between the years), its `low` and `high` tenth and the share that is `together` about the nearest whole
    power, how many different figures there are in each year, the `telling` ones of them that small schools do not often
    repeat, and the share of schools with the commonest one, and the mean `change` of a school.
    """
    parts = [_changes(blocks, pair, columns) for pair in combinations(sorted(blocks), 2)]
    return pl.concat([pl.DataFrame(schema=CHANGES), *parts])


def _changes(blocks: Mapping[int, pl.DataFrame], pair: tuple[int, int], columns: Collection[str]) -> pl.DataFrame:
    older, newer = (blocks[year] for year in pair)
    shared = [name for name in columns if name in older.columns and name in newer.columns]
    if not shared:
        return pl.DataFrame(schema=CHANGES)
    cells = older.select("org_code", *shared).unpivot(index="org_code", variable_name="column", value_name="was")
    after = newer.select("org_code", *shared).unpivot(index="org_code", variable_name="column", value_name="is")
    both = cells.join(after, on=["org_code", "column"]).drop_nulls(["was", "is"])
    whole = both.group_by("column").agg(
        rows=pl.len(),
        equal=(pl.col("was") == pl.col("is")).mean(),
        values_older=pl.col("was").n_unique(),
        values_newer=pl.col("is").n_unique(),
        telling=pl.col("is").filter(~pl.col("is").is_in(COMMON)).n_unique(),
        common_older=pl.col("was").unique_counts().max() / pl.len(),
        common_newer=pl.col("is").unique_counts().max() / pl.len(),
        change=(pl.col("is") - pl.col("was")).abs().mean(),
    )
    named = whole.join(_steps(both), on="column", how="left").with_columns(older=pair[0], newer=pair[1])
    return named.select(pl.col(name).cast(dtype) for name, dtype in CHANGES.items()).sort("column")


def _steps(both: pl.DataFrame) -> pl.DataFrame:
    """Per column: by which powers of ten the figures above 0 in both years differ."""
    moving = both.filter(pl.col("was") > 0, pl.col("is") > 0).with_columns(step=(pl.col("is") / pl.col("was")).log10())
    return moving.group_by("column").agg(
        moving=pl.len(),
        together=((pl.col("step") - pl.col("step").median().round()).abs() <= ABOUT).mean(),
        low=pl.col("step").quantile(1 - NINE_TENTHS),
        high=pl.col("step").quantile(NINE_TENTHS),
        step=pl.col("step").median(),
    )


def off_levels(changes: pl.DataFrame, *, trusted: Trusted = ()) -> dict[tuple[int, str], int | None]:
    """The columns that stand a power of ten off their other years.

    In: `changes` of column_changes; years in `trusted`, or their columns named there, were accepted before. Out:
    (year, column) -> the power of ten (2: a hundred times too large), or None where two years contradict each other and
    nothing tells which is off.

    >>> schools = pl.DataFrame({"org_code": [f"{number:08d}" for number in range(20)], "retained": [80.0, 95.0] * 10})
    >>> parts = schools.with_columns(pl.col("retained") / 100)
    >>> off_levels(column_changes({2020: schools, 2021: schools, 2022: parts}, ["retained"]))
    {(2022, 'retained'): -2}
    >>> off_levels(column_changes({2020: schools, 2022: parts}, ["retained"]), trusted={2020})
    {(2022, 'retained'): -2}
    >>> off_levels(column_changes({2020: schools, 2022: parts}, ["retained"]))
    {(2020, 'retained'): None, (2022, 'retained'): None}
    """
    in_step = changes.filter(
        pl.col("moving") >= FEWEST_MOVING,
        pl.col("together") >= TOGETHER,
        (pl.col("step") - pl.col("step").round()).abs() <= NEAR,
    )
    found: dict[tuple[int, str], int | None] = {}
    for (column,), pairs in in_step.group_by("column", maintain_order=True):
        powers = {(older, newer): round(step) for older, newer, step in pairs.select("older", "newer", "step").rows()}
        known = trusted_years(trusted, str(column))
        odd, undecided = odd_years({pair: -1 if power else 1 for pair, power in powers.items()}, known)
        found |= {(year, str(column)): None for year in undecided}
        found |= {(year, str(column)): _power_of(year, odd, powers) for year in odd}
    return dict(sorted(found.items(), key=lambda item: item[0]))


def _power_of(year: int, odd: Collection[int], powers: Mapping[tuple[int, int], int]) -> int | None:
    """How far an odd year stands off the years that are not odd."""
    signed = [
        power if pair[1] == year else -power
        for pair, power in powers.items()
        if power and year in pair and not set(pair) <= set(odd)
    ]
    return signed[0] if signed else None


def copies(changes: pl.DataFrame, *, accepted: Collection[int] = ()) -> pl.DataFrame:
    """Columns whose figures are those of another year, school by school. Grain: column, year (the copy); other, and
    whether it `is_told` which of the two is the copy: an accepted year is none, else it is the one among whose other
    years the figures fit worse. Where that is not told both are named.
    """
    still = (pl.col("rows") >= FEWEST_STILL) & (pl.col("equal") >= STILL) & (pl.col("values_newer") >= FEWEST_VALUES)
    found: dict[tuple[str, int], tuple[int, bool]] = {}
    for column, older, newer in changes.filter(still).select("column", "older", "newer").sort(pl.all()).iter_rows():
        new = [year for year in (older, newer) if year not in accepted]
        copy = _copy(changes, [column], older, newer, new)
        for year in (year for year in new if copy in (year, None)):
            found.setdefault((column, year), (older + newer - year, copy is not None))
    rows = [(column, year, other, is_told) for (column, year), (other, is_told) in found.items()]
    schema = {"column": pl.String, "year": pl.Int32, "other": pl.Int32, "is_told": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def copied_years(changes: pl.DataFrame, *, accepted: Collection[int] = ()) -> pl.DataFrame:
    """School years most of whose columns hold the figures of another year, school by school, or all of them, however
    few schools they are of. Grain: year (the copy); other, how many columns are the `same`, of how many that could
    tell; and whether it `is_told` which of the two is the copy, as of single columns.
    """
    copied = _alike(changes).filter("is_copy")
    found: dict[int, tuple[int, int, int, bool]] = {}
    by_pair = copied.select("older", "newer", "columns", "of").sort("older", "newer")
    for older, newer, columns, of in by_pair.iter_rows():
        new = [year for year in (older, newer) if year not in accepted]
        copy = _copy(changes, columns, older, newer, new)
        for year in (year for year in new if copy in (year, None)):
            found.setdefault(year, (older + newer - year, len(columns), of, copy is not None))
    rows = [(year, *about) for year, about in found.items()]
    schema = {"year": pl.Int32, "other": pl.Int32, "same": pl.Int32, "of": pl.Int32, "is_told": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def repeated_years(changes: pl.DataFrame, *, accepted: Collection[int] = ()) -> pl.DataFrame:
    """School years all of whose figures are those of another year, which are too few to be a copy for certain. Of two
    years of which neither was accepted before it is the later one. Grain: year; other, the latest such year.

    >>> school = pl.DataFrame({"org_code": ["00010505"], "teachers": [44.0], "stayed": [35.0], "retained": [79.5]})
    >>> other = school.with_columns(stayed=36.0)
    >>> repeated_years(column_changes({2020: school, 2021: other, 2022: school}, school.columns[1:])).rows()
    [(2022, 2020)]
    """
    few = _alike(changes).filter("is_whole", ~pl.col("is_copy"), pl.col("telling") >= FEWEST_ASKED_ABOUT)
    older, newer = pl.col("older"), pl.col("newer")
    new = pl.when(~newer.is_in(accepted)).then(newer).when(~older.is_in(accepted)).then(older)
    years = few.select(year=new, other=older + newer - new).drop_nulls().sort("year", "other")
    return years.unique("year", keep="last", maintain_order=True)


def _alike(changes: pl.DataFrame) -> pl.DataFrame:
    """Grain: pair of years; the `columns` that are the same in both, `of` how many that could tell, whether one year
    `is_whole` the other one and whether it `is_copy` for certain, and how many `telling` figures the years have.
    """
    still, tells = pl.col("equal") >= STILL, pl.col("values_newer") >= FEWEST_TELLING
    pairs = changes.group_by("older", "newer").agg(
        columns=pl.col("column").filter(still & tells),
        values=pl.col("values_newer").filter(still & tells).sum(),
        of=tells.sum(),
        all=pl.col("column"),
        is_whole=still.all(),
        telling=pl.col("telling").sum(),
    )
    same, whole = pl.col("columns").list.len(), pl.col("is_whole") & (pl.col("telling") >= FEWEST_OF_ALL)
    most = (same >= 2) & (2 * same > pl.col("of")) & (pl.col("values") >= FEWEST_VALUES)
    return pairs.with_columns(
        columns=pl.when(whole).then("all").otherwise("columns"),
        of=pl.when(whole).then(pl.col("all").list.len()).otherwise("of"),
        is_copy=most | whole,
    )


def _copy(changes: pl.DataFrame, columns: Collection[str], older: int, newer: int, new: list[int]) -> int | None:
    """Which of two years with the same figures in these columns is the copy, or None where nothing tells. `new`: those
    of the two that were not accepted before.
    """
    if len(new) == 1:
        return new[0]
    told = [_misplaced(changes.filter(column=column), older, newer) for column in columns]
    return max((older, newer), key=told.count) if told.count(older) != told.count(newer) else None


def _misplaced(changes: pl.DataFrame, one: int, other: int) -> int | None:
    """In which of two years the same figures stand out of place, or None: figures change more, the further years lie
    apart, so their changes to third years tell where they belong.
    """
    both = pl.col("older").is_in([one, other]).cast(pl.Int8) + pl.col("newer").is_in([one, other]).cast(pl.Int8)
    pairs = changes.with_columns(span=pl.col("newer") - pl.col("older"))
    usual = dict(pairs.filter(both == 0).group_by("span").agg(pl.col("change").mean()).iter_rows())
    if not usual:
        return None
    misfit = {}
    for year in (one, other):
        its = pairs.filter((both == 1) & ((pl.col("older") == year) | (pl.col("newer") == year)))
        off = [abs(change - _usual(usual, span)) for span, change in its.select("span", "change").iter_rows()]
        misfit[year] = sum(off) / max(len(off), 1)
    better, worse = sorted(misfit, key=lambda year: misfit[year])
    return worse if misfit[better] < PLAINLY_BETTER * misfit[worse] else None


def _usual(changes: Mapping[int, float], span: int) -> float:
    """The usual change between years so far apart, or as nearly so far as is known."""
    return changes[min(changes, key=lambda known: (abs(known - span), known))]


def constants(changes: pl.DataFrame) -> pl.DataFrame:
    """Columns that hold one and the same figure for all schools in a year, and in another many, none of which most
    schools share: where hardly any school has the group, a year may truly have nobody. Grain: column, year.
    """
    one = [
        changes.filter(
            pl.col("rows") >= FEWEST_ALIKE,
            pl.col(f"values_{year}") == 1,
            pl.col(f"values_{other}") >= FEWEST_VALUES,
            pl.col(f"common_{other}") <= MOST_ALIKE,
        ).select("column", year=year)
        for year, other in (("older", "newer"), ("newer", "older"))
    ]
    return pl.concat(one).unique().sort("column", "year")


def jumps(changes: pl.DataFrame) -> pl.DataFrame:
    """Columns whose middle school changed more against the year before than any real state's counts do. For columns of
    counts and amounts; small percentages may double. Grain: column, newer, older; times.
    """
    nearest = changes.filter(pl.col("older") == pl.col("older").max().over("column", "newer"))
    middle, most = JUMP
    same_way = (pl.col("low") > most) | (pl.col("high") < -most)
    large = (pl.col("moving") >= FEWEST_JUMPING) & same_way & (pl.col("step").abs() > middle)
    return nearest.filter(large).select("column", "newer", "older", times=10 ** pl.col("step"))
