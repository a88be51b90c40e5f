"""Random states for comparing implementations: few schools, few years, many ties, zeros and gaps in the data."""

from __future__ import annotations

import polars as pl
from hypothesis import strategies as st

from tests.analysis.alternative_implementations import Sent, Share

YEARS = (2019, 2020, 2021, 2022)
MEASURE_IDS = ("T_EXP_LT3", "T_OOF_80", "T_TURN", "P_TURN", "SAL_AVG", "T_SATIS", "T_UNQ")
GROUP_IDS = ("low_income", "english_learners")
SHARES = (0.0, 5.5, 5.5, 12.25, 40.000001, 88.8, 100.0)
ORGS = tuple(f"0001{number:04d}" for number in range(1, 13))

amounts = st.integers(0, 40).map(lambda tens: tens * 2_500)
missing = st.sampled_from([None, None, None, None, "suppressed", "withheld", "not_reported"])


@st.composite
def sent_rows(draw: st.DrawFn) -> list[Sent]:
    """Rows as they arrive: one at most per year, school and measure; the numerator no larger than the denominator."""
    keys = [(year, org, measure) for year in YEARS for org in ORGS for measure in MEASURE_IDS]
    rows = []
    for year, org, measure in draw(st.lists(st.sampled_from(keys), unique=True, max_size=120)):
        denominator = draw(amounts)
        why = draw(missing)
        numerator = draw(st.integers(0, denominator))
        amounts_sent = (None, None) if why else (numerator, denominator)
        rows.append(Sent(year, org, measure, amounts_sent[0], amounts_sent[1], why))
    return rows


@st.composite
def share_rows(draw: st.DrawFn) -> list[Share]:
    """One share per year, group and school, schools divided among two partitions."""
    years = draw(st.lists(st.sampled_from(YEARS), unique=True, min_size=1, max_size=2))
    orgs = draw(st.lists(st.sampled_from(ORGS), unique=True, min_size=1))
    rows = []
    for year in years:
        for group in GROUP_IDS:
            for place, org in enumerate(orgs):
                share = draw(st.sampled_from([*SHARES, *SHARES, None]))
                enrolled = draw(st.one_of(st.none(), st.just(0), st.integers(5, 30)))
                fte = draw(st.one_of(st.none(), amounts))
                why = draw(st.sampled_from([None, "withheld"])) if share is None else None
                rows.append(Share(year, group, org, "one" if place % 3 else "two", share, enrolled, fte, why))
    return rows


def sent_frame(rows: list[Sent]) -> pl.DataFrame:
    """As compute_values takes it."""
    names = {
        "school_year": pl.Int16,
        "org_code": pl.String,
        "metric_id": pl.String,
        "numerator": pl.Int64,
        "denominator": pl.Int64,
        "missing_reason": pl.String,
    }
    return pl.DataFrame([tuple(vars(row).values()) for row in rows], schema=names, orient="row")


def share_frame(rows: list[Share]) -> pl.DataFrame:
    """As compute_bands takes it."""
    names = {
        "school_year": pl.Int16,
        "group_id": pl.String,
        "org_code": pl.String,
        "partition": pl.String,
        "share": pl.Float64,
        "enrolled": pl.Int64,
        "fte": pl.Int64,
        "missing_reason": pl.String,
    }
    return pl.DataFrame([tuple(vars(row).values()) for row in rows], schema=names, orient="row")
