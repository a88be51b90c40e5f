"""Layout 10: answers to a survey on the climate of a school, counted by item."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import ORG_CODE, SCHOOL_YEAR
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

REPORT = Report(
    id="climate_survey",
    number=10,
    title="Climate survey",
    publisher="equityplan",
    definition="The answers to one item at a school.",
    unit="any",
    columns=(
        SCHOOL_YEAR,
        ORG_CODE,
        Column(
            "item_code",
            Kind.TEXT,
            ("item_code",),
            filled=True,
            pattern=r"^[\w.-]{1,40}$",
            form="at most 40 letters and digits",
            definition="The item of the survey.",
            example="safe-1",
        ),
        Column(
            "respondents", Kind.COUNT, ("respondents",), filled=True, definition="People who answered.", example="30"
        ),
        Column("eligible", Kind.COUNT, ("eligible",), filled=True, definition="People who were asked.", example="40"),
        Column(
            "favourable",
            Kind.COUNT,
            ("favourable", "favorable"),
            filled=True,
            definition="People whose answer is favorable.",
            example="20",
        ),
        Column(
            "themes",
            Kind.TEXT,
            ("themes",),
            required=False,
            definition="Themes of free answers, without names.",
            asked_for="To see what stands behind the answers, where there are free ones.",
            example="safety",
        ),
    ),
    key=("item_code",),
    parts=(("favourable", "respondents"), ("respondents", "eligible")),
    dataset="climate_survey",
    optional_in=("EOY",),
    judged=False,
)
