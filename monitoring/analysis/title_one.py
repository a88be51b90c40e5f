"""Method E: teachers of a group's students in Title I schools beside those of all other students elsewhere, at student
level. Source: ESSA 1111(g)(1)(B): “low-income and minority children enrolled in schools assisted under this part are
not served at disproportionate rates by ineffective, out-of-field, or inexperienced teachers”; metrics D5.

**Sides.** Focal: students of the group in Title I schools. Reference: students who are not of the group, in schools
that are not. Neither: the group's students elsewhere, and the others in Title I schools. **Weights.** Who teaches whom
is not in the figures of schools, so all students of a school are taken to meet its teachers alike: of w students, of
whose n / d teachers something is counted, w n / d have such a teacher. Rates are sums of these over sums of w. They are
counted to a ten-thousandth of a student, as all amounts are, so that sums are whole numbers until the one division.
**People to close** are students: by how many fewer of the group's students in Title I schools would have such a
teacher, were both rates the same. **Small numbers** are those of teachers: thousands of students may have the same few.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.amounts import SCALE, SHARE_SCALE
from monitoring.analysis.audience import fewest_in_a_year
from monitoring.analysis.bands import FOCAL, LEFT_OUT, REFERENCE
from monitoring.analysis.breaks import with_own_breaks
from monitoring.analysis.gaps import COLUMNS, SIDES, YEARS, compare_sides, with_flags
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.intervals import Drawn, products
from monitoring.analysis.measures import GAP_MEASURES, MEASURES
from monitoring.analysis.missing import is_incomplete

SCOPE = "title1"  # where such gaps and their schools' places stand
STUDENTS = "STUDENTS"  # their unit
NO_STATUS, NO_SHARE = "no_title1_status", "no_share"  # why a school is on neither side


@dataclass(frozen=True)
class Status:
    """A Title I status of the directory, and why schools with it count as Title I Part A schools, or not."""

    code: str
    is_title_one: bool
    why: str


STATUSES: tuple[Status, ...] = (
    Status("SWP", True, "A schoolwide program serves all its students with Part A funds."),
    Status(
        "TAS",
        True,
        "Targeted assistance is paid for by Part A, and the law speaks of children enrolled in a school so assisted, "
        "be they served themselves or not.",
    ),
    Status("ELIG", False, "It could have a program and has none, so that it is not assisted under Part A."),
    Status("NONE", False, "It is not eligible."),
)
MEASURES_NAMED: tuple[str, ...] = tuple(
    one.id for one in MEASURES.values() if one.statutory and one.role == "TEACHER" and one.adverse == "higher"
)
ALONE: tuple[str, ...] = tuple(name for name in MEASURES_NAMED if not MEASURES[name].gap)  # by no other method
COMPARED: tuple[str, ...] = (*GAP_MEASURES, *ALONE)
GROUPS_NAMED: tuple[str, ...] = tuple(one.id for one in GROUPS.values() if one.statutory)
FEWEST = 50  # districts on a side, for districts to see it: of few, one that knows its own works out the others'

_PLACE = ["school_year", "group_id"]
_ROW = ["school_year", "window", "measure_id", "group_id"]
_PEOPLE = ("people_known", "people_missing")
_ADDED = ("schools", "empty", "numerator", "denominator", "counted_teachers", "teachers", *_PEOPLE)
_SQUARES = ("nn", "nd", "dd", "ddd", "some", "others")
# Schools whose rates are the same differ in ten-thousandths of a student.
DRAWN = Drawn("counted_teachers", "teachers", alike=1e-7)


def place_schools(schools: pl.DataFrame) -> pl.DataFrame:
    """Which side a school is on, and how many of its students are on it.

    In: one row per (school_year, group_id, org_code): title1_status, enrolled (all students), of_group (those of the
    group, where they are counted), share (percent), missing_reason ("withheld"). Out: the same with side (focal:
    a Title I school, reference: none, null: not known), of_group (where only the share is given, to the nearest whole
    student; null where not known or larger than all), on_side (students who are on the school's side), band (side or
    left_out), left_out_reason; and why_nobody of the year and group: null where sides are compared. More than 20 % of
    schools with an unknown status, or unknown numbers, and there is no comparison.

    >>> rows = {"title1_status": ["SWP", "NONE", ""], "enrolled": [300, 200, 100], "of_group": [None, 20, 5]}
    >>> frame = pl.DataFrame(rows).with_columns(school_year=2021, group_id=pl.lit("low_income"), share=50.2)
    >>> place_schools(frame.with_columns(missing_reason=None)).select("side", "of_group", "on_side", "band").rows()
    [('focal', 151, 151, 'focal'), ('reference', 20, 180, 'reference'), (None, 5, None, 'left_out')]
    """
    sides = {one.code: FOCAL if one.is_title_one else REFERENCE for one in STATUSES}
    rows = schools.with_columns(
        side=pl.col("title1_status").replace_strict(sides, default=None, return_dtype=pl.String), of_group=_of_group()
    )
    others = pl.col("enrolled") - pl.col("of_group")
    on_side = pl.when(pl.col("side") == FOCAL).then("of_group").when(pl.col("side") == REFERENCE).then(others)
    why = (
        pl.when(pl.col("side").is_null())
        .then(pl.lit(NO_STATUS))
        .when(pl.col("of_group").is_null() & (pl.col("missing_reason") == "withheld"))
        .then(pl.lit("withheld"))
        .when(pl.col("of_group").is_null())
        .then(pl.lit(NO_SHARE))
    )
    rows = rows.with_columns(on_side=on_side, left_out_reason=why)
    band = pl.when(pl.col("left_out_reason").is_null()).then("side").otherwise(pl.lit(LEFT_OUT))
    return rows.with_columns(band=band, why_nobody=_why_nobody())


def _of_group() -> pl.Expr:
    """Students of the group: as counted, or by their share of all, half a student upwards."""
    enrolled, share = pl.col("enrolled"), (pl.col("share") * SHARE_SCALE).round().cast(pl.Int64)
    by_share = (2 * share * enrolled + 100 * SHARE_SCALE) // (200 * SHARE_SCALE)
    found = pl.coalesce(pl.col("of_group").cast(pl.Int64), by_share)
    return pl.when(enrolled == 0).then(pl.lit(0, pl.Int64)).when(found <= enrolled).then(found)


def _why_nobody() -> pl.Expr:
    asked, placed, known = _asked(), pl.col("side").is_not_null(), pl.col("of_group").is_not_null()
    of_status = is_incomplete(_how_many(asked & placed), _how_many(asked & ~placed))
    of_counts = is_incomplete(_how_many(asked & placed & known), _how_many(asked & placed & ~known))
    withheld = (pl.col("left_out_reason") == "withheld").any().over(_PLACE)
    return (
        pl.when(of_status)
        .then(pl.lit(reasons.NO_TITLE_ONE))
        .when(of_counts & withheld)
        .then(pl.lit(reasons.WITHHELD))
        .when(of_counts & (_how_many(asked & placed & known) == 0))
        .then(pl.lit(reasons.NO_SHARES))
        .when(of_counts)
        .then(pl.lit(reasons.TOO_MANY_UNKNOWN))
        .when(pl.any_horizontal(_how_many(_is_on(side)) == 0 for side in (FOCAL, REFERENCE)))
        .then(pl.lit(reasons.ONE_SIDE))
    )


def _asked() -> pl.Expr:
    """Whether a school has students, as far as is known."""
    return (pl.col("enrolled") != 0).fill_null(True)


def _is_on(side: str) -> pl.Expr:
    """Whether a school has students on this side, as far as is known."""
    return pl.col("side").eq_missing(pl.lit(side)) & (pl.col("on_side") > 0).fill_null(True)


def _are_told() -> pl.Expr:
    """Whether enough is known of a year and group for its sides to have rates, be it one side alone."""
    return pl.col("why_nobody").is_null() | (pl.col("why_nobody") == reasons.ONE_SIDE)


def _how_many(condition: pl.Expr) -> pl.Expr:
    return condition.cast(pl.Int64).sum().over(_PLACE)


def compute_title_one_gaps(
    sums: pl.DataFrame,
    placed: pl.DataFrame,
    wanted: pl.DataFrame,
    with_breaks: Callable[[pl.DataFrame], pl.DataFrame] = with_own_breaks,
) -> pl.DataFrame:
    """Compare both sides in every wanted measure and window, or say why there is no comparison.

    In: `sums` of compute_sums (schools); `placed` of place_schools, with district_code; `wanted`: school_year,
    measure_id, window, none of a favorable measure. Out: in the columns of compute_gaps one row per (school_year,
    window, measure_id, group_id), sorted; method 'E', scope 'title1', without a cut. Amounts are ten-thousandths of
    students; all: all students of the schools on either side, whatever group they are of, the same for every group.
    _schools: with a figure and with students on the side; _missing: with such students, or not known how many, and no
    figure; of all also schools whose status is not known. More than 20 % missing of a side, or of all, and there is no
    figure. A pooled rate of teachers meets the students of the latest year.

    >>> rows = {"title1_status": ["SWP", "NONE"], "enrolled": [300, 200], "of_group": [150, 20]}
    >>> frame = pl.DataFrame(rows).with_columns(school_year=2021, group_id=pl.lit("low_income"), share=None)
    >>> placed = place_schools(frame.with_columns(missing_reason=None, org_code=pl.Series(["a", "b"])))
    >>> sent = pl.DataFrame({"school_year": 2021, "org_code": ["a", "b"], "numerator": [60_000, 20_000]})
    >>> sent = sent.with_columns(metric_id=pl.lit("T_OOF_80"), denominator=200_000, missing_reason=None)
    >>> from monitoring.analysis.values import compute_sums
    >>> wanted = pl.DataFrame({"school_year": [2021], "measure_id": ["T_OOF_80"], "window": ["1"]})
    >>> gap = compute_title_one_gaps(compute_sums(sent), placed.with_columns(district_code="org_code"), wanted)
    >>> gap.select("focal_rate", "reference_rate", "all_rate", "people_to_close").row(0)  # of 150, 180 and 500
    (0.3, 0.1, 0.22, 30)
    """
    year = pl.col("school_year").cast(pl.Int16)
    placed, wanted = placed.with_columns(year), wanted.with_columns(year)
    figures = sums.join(wanted, on=["school_year", "measure_id", "window"], how="semi")
    found = _figures(placed).join(_of_teachers(figures), on=["school_year", "org_code"])
    rows = wanted.join(_sizes(placed), on="school_year").join(_first_years(), on="measure_id")
    for frame in (*(_side(found, side) for side in (FOCAL, REFERENCE)), _all(found), _rest(found)):
        rows = rows.join(frame, on=_ROW, how="left")
    fewest = [f"{part}_districts" for part in (*SIDES, "rest")]
    rows = rows.with_columns(
        method=pl.lit("E"), scope=pl.lit(SCOPE), partition=pl.lit("state"), cut=pl.lit(None, pl.String),
        fewest_districts=pl.min_horizontal(fewest), shares_withheld=pl.lit(False),
    )  # fmt: skip
    rows = compare_sides(rows, with_breaks, drawn=DRAWN, needs_all=True)
    told = [name for name in ("definition_hash",) if name in rows.columns]
    return rows.select(*COLUMNS, *told).sort(_ROW)


def _figures(placed: pl.DataFrame) -> pl.DataFrame:
    """Per school and group: students on its side, and those of all and of the rest where its side is known."""
    everyone = pl.when(pl.col("side").is_not_null()).then("enrolled")
    rest = everyone - pl.col("on_side").fill_null(0)
    names = ("school_year", "group_id", "org_code", "side", "on_side", "why_nobody")
    return placed.select(*names, everyone=everyone, rest=rest, district="district_code")


def students_with(students: int, counted: Decimal, teachers: Decimal) -> Decimal:
    """Of so many students of one school, how many have a teacher as counted, as the sums have it.

    >>> students_with(150, Decimal("2.0000"), Decimal("7.0000"))
    Decimal('42.8571')
    """
    whole = Fraction(students) * Fraction(counted) / Fraction(teachers) * SCALE
    return Decimal(floor(whole + Fraction(1, 2))).scaleb(-4)


def _of_teachers(sums: pl.DataFrame) -> pl.DataFrame:
    """Per school, measure and window: teachers counted and all of them, and flags to be summed."""
    order = {code: rank for rank, code in enumerate(reasons.ORDER)}
    return with_flags(sums).select(
        "school_year", "org_code", "measure_id", "window", *_PEOPLE, *YEARS,
        counted_teachers="numerator",
        teachers="denominator",
        is_known=pl.col("reason").is_null(),
        is_empty=(pl.col("reason") == reasons.ZERO_DENOMINATOR).fill_null(False),
        why=pl.col("reason").replace_strict(order, default=None, return_dtype=pl.UInt8),
    )  # fmt: skip


def _weighed(found: pl.DataFrame, students: str) -> pl.DataFrame:
    """The schools that have such students, or of which that is not known: amounts of these, null without a figure."""
    weight, n, d = (pl.col(name).cast(pl.Int128) for name in (students, "counted_teachers", "teachers"))
    rows = found.filter((pl.col(students) > 0).fill_null(True))
    is_in = pl.col("is_known") & pl.col(students).is_not_null()
    counted = (2 * weight * n * SCALE + d) // (2 * d)
    return rows.with_columns(
        pl.when(is_in).then(pl.col("counted_teachers", "teachers")),
        *(pl.col(name) & is_in for name in YEARS),
        numerator=pl.when(is_in).then(counted).cast(pl.Int64),
        denominator=pl.when(is_in).then(weight * SCALE).cast(pl.Int64),
        schools=is_in.cast(pl.UInt32),
        empty=pl.col("is_empty").cast(pl.UInt32),
    )


def _side(found: pl.DataFrame, side: str) -> pl.DataFrame:
    rows = _weighed(found.filter(pl.col("side") == side, _are_told()), "on_side").with_columns(products())
    sums = rows.group_by(_ROW).agg(
        pl.col(*_ADDED, *_SQUARES).sum(),
        pl.col("why").min(),
        pl.col(YEARS).any(),
        fewest_in_a_year("district", YEARS).alias("districts"),
    )
    return sums.select(*_ROW, pl.exclude(_ROW).name.prefix(f"{side}_"))


def _all(found: pl.DataFrame) -> pl.DataFrame:
    rows = _weighed(found.filter(pl.col("side").is_not_null()), "everyone")
    sums = rows.group_by(_ROW).agg(
        pl.col(_ADDED).sum(), pl.col("why").min(), pl.col(YEARS).any(), districts=fewest_in_a_year("district", YEARS)
    )
    return sums.select(*_ROW, pl.exclude(_ROW).name.prefix("all_"))


def _rest(found: pl.DataFrame) -> pl.DataFrame:
    """What is left of all when both sides are taken away: of how many districts it is."""
    rows = _weighed(found.filter(pl.col("side").is_not_null()), "rest")
    return rows.group_by(_ROW).agg(rest_districts=fewest_in_a_year("district", YEARS))


def _sizes(placed: pl.DataFrame) -> pl.DataFrame:
    """Per year and group: how many schools have students on each side, or may have, and how many have students."""
    sizes = {FOCAL: _is_on(FOCAL) & _are_told(), REFERENCE: _is_on(REFERENCE) & _are_told(), SIDES[2]: _asked()}
    counted = [is_there.sum().alias(f"{side}_size") for side, is_there in sizes.items()]
    return placed.group_by(_PLACE).agg(*counted, pl.col("why_nobody").first())


def _first_years() -> pl.DataFrame:
    rows = [(name, MEASURES[name].first_year or 0) for name in MEASURES_NAMED]
    return pl.DataFrame(rows, schema={"measure_id": pl.String, "first_year": pl.Int16}, orient="row")
