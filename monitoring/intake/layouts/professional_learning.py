"""Layout 12: professional learning of a person, or of a whole school."""

from __future__ import annotations

import dataclasses

from monitoring.intake.layouts.shared_columns import MEPID, ORG_CODE, SCHOOL_YEAR, YES_NO
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

REPORT = Report(
    id="professional_learning",
    number=12,
    title="Professional learning",
    publisher="equityplan",
    definition="A person, or all of a school, at an event of professional learning.",
    unit="any",
    columns=(
        SCHOOL_YEAR,
        dataclasses.replace(MEPID, required=False, filled=False, definition=f"{MEPID.definition} Or org_code."),
        dataclasses.replace(
            ORG_CODE, required=False, filled=False, definition=f"{ORG_CODE.definition} Or mepid.", example=""
        ),
        Column(
            "event_id",
            Kind.TEXT,
            ("event_id",),
            filled=True,
            pattern=r"^.{1,40}$",
            form="at most 40 characters",
            definition="The event.",
            example="udl-2024-11",
        ),
        Column(
            "goal_aligned",
            Kind.CODE,
            ("goal_aligned",),
            filled=True,
            codes=YES_NO,
            definition="Whether it serves a goal of the educator's or the school's plan.",
        ),
        Column(
            "hours",
            Kind.FTE,
            ("hours",),
            filled=True,
            highest=1000,
            definition="Hours.",
            asked_for="To see how learning is spread between schools.",
            example="6",
        ),
        Column(
            "funding_usd",
            Kind.USD,
            ("funding_usd",),
            required=False,
            definition="Cost.",
            example="120",
        ),
        Column(
            "funding_source",
            Kind.TEXT,
            ("funding_source",),
            required=False,
            definition="Like Title II-A.",
            asked_for="To see which grants pay for it.",
            example="Title II-A",
        ),
    ),
    key=("mepid", "event_id"),
    dataset="professional_learning",
    optional_in=("EOY",),
    judged=False,
)
