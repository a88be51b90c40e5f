"""Bands: which schools are compared with which. Method Q: rank schools by a group's share, take both ends, tied schools
together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from operator import attrgetter

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.cuts import QUARTILES, Cut, Scope, ends_of
from monitoring.analysis.groups import GROUPS, MINIMUM_ENROLLED, Grouping
from monitoring.analysis.missing import is_incomplete

FOCAL, MIDDLE, REFERENCE, LEFT_OUT = "focal", "middle", "reference", "left_out"

LEFT_OUT_PHRASES: dict[str, str] = {
    "withheld": "its student shares are withheld until a question about the file's columns is settled",
    "no_share": "its share of the group is not known",
    "no_teachers": "it has no teachers",
    "no_students_of_group": "it has no students of the group",
    "too_few_students": f"it has fewer than {MINIMUM_ENROLLED} students, or their number is not known",
    "no_title1_status": "its Title I status is not known",
    "small_district": "the district is small and listed separately",
    reasons.TOO_FEW_SCHOOLS: "too few schools take part",
    reasons.TOO_MANY_UNKNOWN: "the share of the group is not known for more than a fifth of all",
}

_OUT = (
    "school_year",
    "group_id",
    "scope",
    "partition",
    "org_code",
    "share",
    "position",
    "cut",
    "band",
    "left_out_reason",
    "why_nobody",
)
PARTS = (attrgetter("numerator"), attrgetter("denominator"))  # of an end, a fraction
_WITHIN = ("school_year", "group_id", "partition")


def compute_bands(shares: pl.DataFrame, *, scope: Scope, groups: Mapping[str, Grouping] = GROUPS) -> pl.DataFrame:
    """Place every school of every (school_year, group_id, partition) in a band, or say why it is left out.

    In: one row per (school_year, group_id, org_code): share Float64 percent or null, enrolled Int64 or null, fte Int64
    ten-thousandths or null; optional partition (level or district code; default "state") and missing_reason
    ("withheld"). Out: the same rows, sorted: scope, partition, share, position = (rank - 0.5) / N by unrounded share
    with average ranks for ties, cut (its id, null none), band focal | middle | reference | left_out, left_out_reason;
    why_nobody: why no school of the place is compared, null where they are. Focal: position > 1 - top; reference:
    position <= bottom; compared in whole numbers. The cut and who takes part are fields of the grouping, how many units
    it takes is one of the scope; nobody takes part where more than 20 % of those that have students have no known
    share, since the ends of the rest are not those of the whole. Source: Method Q (S2:23; Massachusetts' high- and
    low-poverty schools).

    >>> four = pl.DataFrame({"org_code": list("abcd"), "share": [9.0, 40.0, 20.0, 61.0]})
    >>> frame = four.with_columns(school_year=2021, group_id=pl.lit("low_income"), enrolled=300, fte=250_000)
    >>> from monitoring.analysis.cuts import STATEWIDE
    >>> compute_bands(frame, scope=STATEWIDE)["band"].to_list()
    ['reference', 'middle', 'middle', 'focal']
    """
    whole = _completed(shares, groups)
    cuts = {group.id: group.cut for group in groups.values()}
    reason = _left_out_reason()
    ranked = whole.with_columns(left_out_reason=reason).with_columns(
        _taking=pl.when(pl.col("left_out_reason").is_null()).then("share")
    )
    twice_rank = (2 * pl.col("_taking").rank("average").over(_WITHIN)).cast(pl.Int64)
    ranked = ranked.with_columns(
        _odd=twice_rank - 1,
        _n=pl.col("_taking").count().over(_WITHIN).cast(pl.Int64),
    ).with_columns(cut=_cut(scope, cuts))
    ranked = ranked.with_columns(why_nobody=_why_nobody(scope, cuts))
    return (
        ranked.with_columns(
            scope=pl.lit(scope.id),
            position=pl.col("_odd") / (2 * pl.col("_n")),
            band=_band({step.id for one in (*cuts.values(), QUARTILES) for _, step in scope.steps(one)}),
            left_out_reason=pl.coalesce("left_out_reason", "why_nobody"),
        )
        .select(_OUT)
        .sort("school_year", "group_id", "partition", "org_code")
    )


def _completed(shares: pl.DataFrame, groups: Mapping[str, Grouping]) -> pl.DataFrame:
    """Add the optional columns where they are not given, and each grouping's participation rule."""
    defaults = {"partition": pl.lit("state"), "missing_reason": pl.lit(None, pl.String)}
    added = shares.with_columns(expr.alias(name) for name, expr in defaults.items() if name not in shares.columns)
    rules = {grouping.id: grouping.participation for grouping in groups.values()}
    return added.with_columns(
        pl.col("school_year").cast(pl.Int16),
        pl.col("share").cast(pl.Float64),
        _rule=pl.col("group_id").replace_strict(rules, default="default", return_dtype=pl.String),
    )


def _left_out_reason() -> pl.Expr:
    """Why a school does not take part by its grouping's rule; null where it does."""
    published, default = pl.col("_rule") == "published", pl.col("_rule") == "default"
    return (
        pl.when(pl.col("share").is_null() & (pl.col("missing_reason") == "withheld"))
        .then(pl.lit("withheld"))
        .when(pl.col("missing_reason") == "small_district")
        .then(pl.lit("small_district"))
        .when(pl.col("share").is_null())
        .then(pl.lit("no_share"))
        .when(published & (pl.col("fte") <= 0).fill_null(False))
        .then(pl.lit("no_teachers"))
        .when(published & (pl.col("share") <= 0))
        .then(pl.lit("no_students_of_group"))
        .when(default & ~(pl.col("enrolled") >= MINIMUM_ENROLLED).fill_null(False))
        .then(pl.lit("too_few_students"))
    )


def _why_nobody(scope: Scope, cuts: Mapping[str, Cut]) -> pl.Expr:
    """Why a place is not divided, the first that applies: no share is known, there would be too few schools were all
    shares known, too many are not known, too few take part. In the count of what is not known are neither those that
    have no students nor districts that stand aside for being small.
    """
    usual, of_groups = scope.steps(QUARTILES)[-1][0], {group: scope.steps(cut)[-1][0] for group, cut in cuts.items()}
    fewest = pl.col("group_id").replace_strict(of_groups, default=usual, return_dtype=pl.Int64)
    known, is_small = pl.col("share").is_not_null(), pl.col("left_out_reason").eq_missing("small_district")
    unknown = ~known & ~is_small & (pl.col("enrolled") != 0).fill_null(True)
    most = pl.col("_n") + (unknown & _could_take_part()).sum().over(_WITHIN)
    too_many = is_incomplete((known & ~is_small).sum().over(_WITHIN), unknown.sum().over(_WITHIN))
    return (
        pl.when(~known.any().over(_WITHIN))
        .then(pl.lit(reasons.NO_SHARES))
        .when(most < fewest)
        .then(pl.lit(reasons.TOO_FEW_SCHOOLS))
        .when(too_many)
        .then(pl.lit(reasons.TOO_MANY_UNKNOWN))
        .when(pl.col("cut").is_null())
        .then(pl.lit(reasons.TOO_FEW_SCHOOLS))
    )


def _could_take_part() -> pl.Expr:
    """Whether nothing but its share, if that, keeps a school from taking part."""
    no_teachers = (pl.col("_rule") == "published") & (pl.col("fte") <= 0)
    too_few_students = (pl.col("_rule") == "default") & (pl.col("enrolled") < MINIMUM_ENROLLED)
    return ~(no_teachers | too_few_students).fill_null(False)


def _cut(scope: Scope, cuts: Mapping[str, Cut]) -> pl.Expr:
    """The cut for `_n` schools taking part; null where too few."""
    found = _step(scope, QUARTILES)
    for cut in sorted(set(cuts.values()), key=lambda cut: cut.id):
        groups = [group for group, one in cuts.items() if one == cut]
        found = pl.when(pl.col("group_id").is_in(groups)).then(_step(scope, cut)).otherwise(found)
    return found


def _step(scope: Scope, cut: Cut) -> pl.Expr:
    found = pl.lit(None, pl.String)
    for fewest, step in reversed(scope.steps(cut)):
        found = pl.when(pl.col("_n") >= fewest).then(pl.lit(step.id)).otherwise(found)
    return found


def _band(cut_ids: Collection[str]) -> pl.Expr:
    """Band by position, in whole numbers: (2 rank - 1) / 2N against 1 - top and bottom."""
    ends = {cut_id: ends_of(cut_id) for cut_id in cut_ids}
    top, top_of = (_of_cut({cut_id: part(one[0]) for cut_id, one in ends.items()}) for part in PARTS)
    bottom, bottom_of = (_of_cut({cut_id: part(one[1]) for cut_id, one in ends.items()}) for part in PARTS)
    twice = 2 * pl.col("_n")
    return (
        pl.when(pl.col("_taking").is_null() | pl.col("why_nobody").is_not_null())
        .then(pl.lit(LEFT_OUT))
        .when(pl.col("_odd") * top_of > twice * (top_of - top))
        .then(pl.lit(FOCAL))
        .when(pl.col("_odd") * bottom_of <= twice * bottom)
        .then(pl.lit(REFERENCE))
        .otherwise(pl.lit(MIDDLE))
    )


def _of_cut(numbers: Mapping[str, int]) -> pl.Expr:
    return pl.col("cut").replace_strict(numbers, return_dtype=pl.Int64)
