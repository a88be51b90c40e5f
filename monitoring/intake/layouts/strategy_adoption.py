"""Layout 15: strategies that a district has adopted."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import DISTRICT, YES_NO
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

ENDED = "ENDED"

REPORT = Report(
    id="strategy_adoption",
    number=15,
    title="Adopted strategies",
    publisher="equityplan",
    definition="A strategy as a district adopted it on a day.",
    unit="any",
    columns=(
        DISTRICT,
        Column(
            "strategy_key",
            Kind.TEXT,
            ("strategy_key",),
            filled=True,
            pattern=r"^[\w-]{1,60}$",
            form="a key of the catalogue of strategies",
            definition="The strategy's key in the catalogue.",
            example="educator-preparation",
        ),
        Column("adopted_on", Kind.DATE, ("adopted_on",), filled=True, definition="Day of adoption.", begun=True),
        Column(
            "status",
            Kind.CODE,
            ("status",),
            filled=True,
            codes=("CONSIDERING", "ADOPTED", "IMPLEMENTING", "SUSTAINED", "PAUSED", ENDED),
            definition="State of the adoption.",
        ),
        Column(
            "is_pilot",
            Kind.CODE,
            ("is_pilot",),
            required=False,
            codes=YES_NO,
            definition="Whether it is a pilot.",
            asked_for="To tell trials from strategies that a district keeps.",
        ),
        Column(
            "schools",
            Kind.TEXT,
            ("schools",),
            required=False,
            definition="Codes of the schools, commas between.",
            asked_for="To look at the figures of just these schools before and after.",
            example="00350505, 00350510",
        ),
        Column(
            "lead",
            Kind.TEXT,
            ("lead",),
            required=False,
            definition="Office or role that leads; no name.",
            asked_for="So that districts find whom to ask in another district’s office.",
            example="Human Resources",
        ),
        Column(
            "objective_tags",
            Kind.TEXT,
            ("objective_tags",),
            required=False,
            definition="Tags, commas between.",
            asked_for="To find strategies by what they are for.",
            example="recruitment",
        ),
        Column(
            "end_reason",
            Kind.TEXT,
            ("end_reason",),
            required=False,
            definition="Why it ended.",
            example="",
            prose=True,
        ),
    ),
    key=("strategy_key", "adopted_on"),
    dataset="strategy_adoption",
    year_in_file=False,
    judged=False,
)
