"""Which figures of ratings are hidden, by the state's five rules for reports on evaluations. Source: metrics D4.

A row is hidden where (1) fewer than six were evaluated, (2) all have the same rating, (3) all were evaluated and
exactly one differs; (4) where the row of administrators or that of teachers is hidden, all rows but that of all
educators, which is published and would give the other one away; (5) of rows with and without professional status, where
one is hidden, both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import polars as pl

from monitoring.analysis import reasons

from .catalogue import PeopleMeasure
from .places import DISTRICT, PLACE, SCHOOL, STATE, places
from .ratings import RATINGS, OfEvaluations, rating_of
from .staff_year import StaffYear, is_school
from .turnover import Turnover

FEWEST = 6
ALL, TEACHERS, ADMINISTRATORS = "all", "teachers", "administrators"
WITH_STATUS, WITHOUT_STATUS = "with_status", "without_status"
ROWS = {"TEACHER": TEACHERS, "PRINCIPAL": ADMINISTRATORS}
OTHER_ADMINISTRATOR = "OTHER_ADMIN"  # evaluated in a role that no measure is of, and in the row of administrators
_ORG = ["level", "org_code"]


def hidden_rows(counts: pl.DataFrame) -> pl.DataFrame:
    """Grain: level, org_code, row. In: asked (who was to be evaluated), evaluated, and most (how many have the rating
    that most have). Out: these with is_hidden. A row of nobody who was evaluated hides no other.

    >>> two = {"level": "school", "org_code": "00010505", "row": ["teachers", "administrators"]}
    >>> counts = pl.DataFrame({**two, "asked": [30, 1], "evaluated": [30, 1], "most": [20, 1]})
    >>> hidden_rows(counts)["is_hidden"].to_list()
    [True, True]
    """
    evaluated, most = pl.col("evaluated"), pl.col("most")
    one_differs = (evaluated == pl.col("asked")) & (most == evaluated - 1)
    tells_of_few = (evaluated < FEWEST) | (most == evaluated) | one_differs
    own = counts.with_columns(is_hidden=tells_of_few & (pl.col("asked") > 0))
    gives_away = pl.col("is_hidden") & (evaluated > 0)
    by_role = (gives_away & pl.col("row").is_in([TEACHERS, ADMINISTRATORS])).any().over(_ORG)
    of_status = pl.col("row").is_in([WITH_STATUS, WITHOUT_STATUS])
    by_status = (gives_away & of_status).any().over(_ORG)
    return own.with_columns(
        is_hidden=pl.col("is_hidden") | (by_role & (pl.col("row") != ALL)) | (by_status & of_status)
    )


def without_hidden(sums: pl.DataFrame, year: StaffYear, measures: Iterable[PeopleMeasure]) -> pl.DataFrame:
    """Sums of people, of one district or of several, without the amounts that the rules hide at schools and in
    districts, and with the reason. What a district adds to the state is no figure, and stays.
    """
    found = [_hidden(year, one) for one in measures if one.rule.is_of_ratings]
    if not found:
        return sums
    marked = sums.join(pl.concat(found).unique().with_columns(is_hidden=True), on=[*_ORG, "measure_id"], how="left")
    is_hidden = pl.col("is_hidden").fill_null(False) & pl.col("reason").is_null() & (pl.col("level") != STATE)
    return marked.with_columns(
        pl.when(~is_hidden).then(pl.col("numerator", "denominator")),
        pl.when(is_hidden).then(0).otherwise(pl.col("known", "missing", "exempt")).name.keep(),
        reason=pl.when(is_hidden).then(pl.lit(reasons.SUPPRESSED)).otherwise("reason"),
    ).select(sums.columns)


def _hidden(year: StaffYear, measure: PeopleMeasure) -> pl.DataFrame:
    """Grain: level, org_code, measure_id."""
    rule = measure.rule
    assert isinstance(rule, OfEvaluations | Turnover)  # noqa: S101 -- no other rule reads evaluations
    then = rule.counted_in(year)
    rows = hidden_rows(_counts(then, rule.kinds)).filter(pl.col("row") == ROWS[measure.role])
    parts = [rows.filter("is_hidden").select(_ORG)]
    if isinstance(rule, Turnover) and not rule.lacks(year):
        parts += _of_few(year, measure, rule)
    return pl.concat(parts).unique().with_columns(measure_id=pl.lit(measure.id))


def _counts(year: StaffYear, kinds: tuple[str, ...]) -> pl.DataFrame:
    """How those of each row were rated, at schools and in the district. Grain: level, org_code, row."""
    if not year.has("evaluation"):
        return pl.DataFrame(schema={**dict.fromkeys((*_ORG, "row"), pl.String), "asked": pl.UInt32,
                                    "evaluated": pl.UInt32, "most": pl.UInt32})  # fmt: skip
    people = pl.concat([*_in_roles(year, kinds), *_other_administrators(year, kinds)])
    of_rating = [(pl.col("rating") == one).sum() for one in RATINGS]
    return (
        people.filter(pl.col("level") != STATE)
        .unique([*PLACE, "row"], keep="first", maintain_order=True)
        .group_by(*_ORG, "row")
        .agg(
            asked=pl.col("is_evaluated").is_not_null().sum(),
            evaluated=pl.col("is_evaluated").fill_null(False).sum(),
            most=pl.max_horizontal(of_rating),
        )
    )


def _in_roles(year: StaffYear, kinds: tuple[str, ...]) -> Iterator[pl.DataFrame]:
    for role, row in (("TEACHER", TEACHERS), ("PRINCIPAL", ADMINISTRATORS)):
        rated = rating_of(year, places(year, role), role, kinds)  # type: ignore[arg-type]
        yield rated.select(*PLACE, "rating", "is_evaluated", row=pl.lit(row))


def _other_administrators(year: StaffYear, kinds: tuple[str, ...]) -> Iterator[pl.DataFrame]:
    rows = year.rows("evaluation").filter(pl.col("educator_role") == OTHER_ADMINISTRATOR)
    is_rating = pl.col("rating_type").is_in(kinds) & pl.col("overall").is_in(RATINGS)
    rating = pl.when(is_rating).then("overall")
    rated = rows.sort("evaluated_on", "overall").with_columns(rating=rating, is_evaluated=rating.is_not_null())
    told = ("mepid", "rating", "is_evaluated")
    for level, org_code, some in (
        (SCHOOL, pl.col("org_code"), rated.filter(is_school())),
        (DISTRICT, pl.col("district"), rated),
    ):
        found = some.select(level=pl.lit(level), org_code=org_code, **{name: pl.col(name) for name in told})
        yield found.with_columns(row=pl.lit(ADMINISTRATORS))


def _of_few(year: StaffYear, measure: PeopleMeasure, rule: Turnover) -> Iterator[pl.DataFrame]:
    """Where those rated so, or those rated otherwise, are few, or all or all but one of them did the same: beside the
    turnover of all, one gives the other away.
    """
    others = tuple(one for one in RATINGS if one not in rule.rated)
    for rated in (rule.rated, others):
        judged = replace(rule, rated=rated).judge(year, measure.role).filter(pl.col("level") != STATE)
        left, base = (pl.col("amount") > 0).sum(), pl.col("base").is_not_null().sum()
        counts = judged.group_by(_ORG).agg(left=left, base=base).collect().filter(pl.col("base") > 0)
        most = pl.max_horizontal("left", pl.col("base") - pl.col("left"))
        yield counts.filter((pl.col("base") < FEWEST) | (most >= pl.col("base") - 1)).select(_ORG)
