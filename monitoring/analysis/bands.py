"""Bands: which schools are compared with which. Method Q: rank schools by a group's share, take both ends, tied schools
together.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.groups import GROUPS, MINIMUM_ENROLLED
from monitoring.analysis.missing import is_incomplete

FOCAL, MIDDLE, REFERENCE, LEFT_OUT = "focal", "middle", "reference", "left_out"

LEFT_OUT_PHRASES: dict[str, str] = {
    "withheld": "its student shares are withheld until a question about the file's columns is settled",
    "no_share": "its share of the group is not known",
    "no_teachers": "it has no teachers",
    "no_students_of_group": "it has no students of the group",
    "too_few_students": f"it has fewer than {MINIMUM_ENROLLED} students, or their number is not known",
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
    "parts",
    "band",
    "left_out_reason",
    "why_nobody",
)
_WITHIN = ("school_year", "group_id", "partition")


@dataclass(frozen=True)
class Cut:
    """How schools are divided: for each (at least so many schools, into so many parts), the first that fits; both ends
    alike (AN5).
    """

    scope: str
    steps: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        """Refuse a cut whose two ends could overlap or stay empty."""
        if any(parts < 2 or fewest < parts for fewest, parts in self.steps):
            raise ValueError("a cut needs at least two parts, and at least as many schools as parts")


STATEWIDE = Cut("state", ((4, 4),))
WITHIN_LEVEL = Cut("level", ((4, 4),))
WITHIN_DISTRICT = Cut("district", ((8, 4), (4, 2)))
ACROSS_DISTRICTS = Cut("districts", ((4, 4),))


def compute_bands(shares: pl.DataFrame, *, cut: Cut) -> pl.DataFrame:
    """Place every school of every (school_year, group_id, partition) in a band, or say why it is left out.

    In: one row per (school_year, group_id, org_code): share Float64 percent or null, enrolled Int64 or null, fte Int64
    ten-thousandths or null; optional partition (level or district code; default "state") and missing_reason
    ("withheld"). Out: the same rows, sorted: scope, partition, share, position = (rank - 0.5) / N by unrounded share
    with average ranks for ties, parts (4 quartiles, 2 halves, null none), band focal | middle | reference | left_out,
    left_out_reason; why_nobody: why no school of the place is compared, null where they are. Focal: position > 1 -
    1/parts; reference: position <= 1/parts; compared in whole numbers. Who takes part is a field of the grouping;
    nobody does where more than 20 % of those that have students have no known share, since the ends of the rest are not
    those of the whole. Source: Method Q (S2:23; Massachusetts' high- and low-poverty schools).

    >>> four = pl.DataFrame({"org_code": list("abcd"), "share": [9.0, 40.0, 20.0, 61.0]})
    >>> frame = four.with_columns(school_year=2021, group_id=pl.lit("low_income"), enrolled=300, fte=250_000)
    >>> compute_bands(frame, cut=STATEWIDE)["band"].to_list()
    ['reference', 'middle', 'middle', 'focal']
    """
    whole = _completed(shares)
    reason = _left_out_reason()
    ranked = whole.with_columns(left_out_reason=reason).with_columns(
        _taking=pl.when(pl.col("left_out_reason").is_null()).then("share")
    )
    twice_rank = (2 * pl.col("_taking").rank("average").over(_WITHIN)).cast(pl.Int64)
    ranked = ranked.with_columns(
        _odd=twice_rank - 1,
        _n=pl.col("_taking").count().over(_WITHIN).cast(pl.Int64),
    ).with_columns(parts=_parts(cut))
    ranked = ranked.with_columns(why_nobody=_why_nobody(cut))
    return (
        ranked.with_columns(
            scope=pl.lit(cut.scope),
            position=pl.col("_odd") / (2 * pl.col("_n")),
            band=_band(),
            left_out_reason=pl.coalesce("left_out_reason", "why_nobody"),
        )
        .select(_OUT)
        .sort("school_year", "group_id", "partition", "org_code")
    )


def _completed(shares: pl.DataFrame) -> pl.DataFrame:
    """Add the optional columns where they are not given, and each grouping's participation rule."""
    defaults = {"partition": pl.lit("state"), "missing_reason": pl.lit(None, pl.String)}
    added = shares.with_columns(expr.alias(name) for name, expr in defaults.items() if name not in shares.columns)
    rules = {grouping.id: grouping.participation for grouping in GROUPS.values()}
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


def _why_nobody(cut: Cut) -> pl.Expr:
    """Why a place is not divided, the first that applies: no share is known, there would be too few schools were all
    shares known, too many are not known, too few take part. In the count of what is not known are neither those that
    have no students nor districts that stand aside for being small.
    """
    known, is_small = pl.col("share").is_not_null(), pl.col("left_out_reason").eq_missing("small_district")
    unknown = ~known & ~is_small & (pl.col("enrolled") != 0).fill_null(True)
    most = pl.col("_n") + (unknown & _could_take_part()).sum().over(_WITHIN)
    too_many = is_incomplete((known & ~is_small).sum().over(_WITHIN), unknown.sum().over(_WITHIN))
    return (
        pl.when(~known.any().over(_WITHIN))
        .then(pl.lit(reasons.NO_SHARES))
        .when(most < min(fewest for fewest, _ in cut.steps))
        .then(pl.lit(reasons.TOO_FEW_SCHOOLS))
        .when(too_many)
        .then(pl.lit(reasons.TOO_MANY_UNKNOWN))
        .when(pl.col("parts").is_null())
        .then(pl.lit(reasons.TOO_FEW_SCHOOLS))
    )


def _could_take_part() -> pl.Expr:
    """Whether nothing but its share, if that, keeps a school from taking part."""
    no_teachers = (pl.col("_rule") == "published") & (pl.col("fte") <= 0)
    too_few_students = (pl.col("_rule") == "default") & (pl.col("enrolled") < MINIMUM_ENROLLED)
    return ~(no_teachers | too_few_students).fill_null(False)


def _parts(cut: Cut) -> pl.Expr:
    """The number of parts the cut gives for `_n` schools taking part; null where too few."""
    parts = pl.lit(None, pl.Int64)
    for fewest, count in sorted(cut.steps):
        parts = pl.when(pl.col("_n") >= fewest).then(pl.lit(count, pl.Int64)).otherwise(parts)
    return parts


def _band() -> pl.Expr:
    """Band by position, in whole numbers: (2 rank - 1) / 2N against 1/parts and 1 - 1/parts."""
    scaled = pl.col("_odd") * pl.col("parts")
    return (
        pl.when(pl.col("_taking").is_null() | pl.col("why_nobody").is_not_null())
        .then(pl.lit(LEFT_OUT))
        .when(scaled > 2 * pl.col("_n") * (pl.col("parts") - 1))
        .then(pl.lit(FOCAL))
        .when(scaled <= 2 * pl.col("_n"))
        .then(pl.lit(REFERENCE))
        .otherwise(pl.lit(MIDDLE))
    )
