"""How many were evaluated, by school: never how anybody was rated."""

from __future__ import annotations

import polars as pl

from monitoring.intake.layouts.evaluation import RATINGS
from monitoring.intake.summaries.summary import SMALL, TOTAL, Figure, Files, Summary, people, placed


def build(files: Files) -> pl.DataFrame:
    """Grain: place. `hidden` where fewer than ten people stand behind a figure, and, where that is one place alone, at
    the next smallest, since the district's total would tell it.

    Twelve people at A, eleven with a summative rating, and three of no one school: A 12 and 11; the three are hidden,
    and so is A.
    """
    rated = (pl.col("rating_type") == "SUMMATIVE") & pl.col("overall").is_in(RATINGS)
    counted = (
        placed(files["evaluation"]).group_by("place").agg(people=people("mepid"), evaluated=people("mepid", rated))
    )
    is_small = pl.min_horizontal("people", "evaluated") < SMALL
    is_place = pl.col("place").ne_missing(TOTAL)
    marked = counted.with_columns(hidden=is_small).sort("people", "place")
    alone = marked.filter(is_place)["hidden"].sum() == 1
    next_one = pl.lit(alone) & is_place & ~pl.col("hidden")
    return marked.with_columns(hidden=pl.col("hidden") | (next_one & (next_one.cum_sum() == 1)))


SUMMARY = Summary(
    "evaluations",
    title="Evaluations by school",
    note="How many people have an evaluation in the file, and how many of them a summative rating; never which. What "
    "fewer than ten people stand behind is left out, with a second school where the total would tell it.",
    reads={"evaluation": ("mepid", "rating_type", "overall")},
    figures=(Figure("people", "People"), Figure("evaluated", "With a summative rating")),
    build=build,
)
