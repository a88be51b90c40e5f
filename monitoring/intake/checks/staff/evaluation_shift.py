"""W-EVALUATION-SHIFT: ratings are distributed otherwise than last year."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.checks.staff.rating_counts import rating_shares
from monitoring.intake.layouts.evaluation import REPORT
from monitoring.intake.sheet import Effect, Sheet

POINTS, FEWEST = 10, 20  # percentage points; educators rated in both years


def find(sheet: Sheet) -> pl.DataFrame:
    before = sheet.past.records.get(REPORT.id)
    if before is None:
        return nothing()
    was = rating_shares(before).select(pl.col("school_year") + 1, "overall", was="share", before="of")
    pairs = rating_shares(sheet.rows).join(was, on=["school_year", "overall"])
    enough = pl.min_horizontal("of", "before") >= FEWEST
    shifted = pairs.filter(enough, (pl.col("share") - pl.col("was")).abs() > POINTS)
    told = pl.format("{} % after {} %", pl.col("share").round(1), pl.col("was").round(1))
    return shifted.select("school_year", value="overall", other=told)


RULE = Rule(
    "W-EVALUATION-SHIFT",
    title="Ratings are distributed otherwise than last year",
    message="In {year} the rating {value} has another share than the year before: {other}.",
    fix="See whether the codes were taken for one another; if it is right, say why.",
    stage=Stage.HISTORY,
    effect=Effect.NONE,
    find=find,
    reads=("rating_type", "overall"),
    rank=6,
    layout=REPORT.id,
    quotes=False,
)
