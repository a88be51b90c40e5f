"""Examples of definitions in the API's description: the real first version of one, invented figures."""

from __future__ import annotations

from monitoring.analysis.definitions.difference import rule_in_words
from monitoring.analysis.definitions.shipped import shipped
from monitoring.api.examples import example

_ONE = next(one for one in shipped() if one.id == "T_ABS_GT10.1")
_PAIR = {"school_year": "2024-25", "of": "", "before": 0.182, "after": 0.141}
_STORED = {
    "id": _ONE.id,
    "measure": _ONE.measure_id,
    "version": 1,
    "state": "active",
    "due": None,
    "first_year": None,
    "last_year": "2024-25",
    "levels": list(_ONE.levels),
    "rule": _ONE.rule.as_data if _ONE.rule else None,
    "rule_in_words": [{"title": title, "text": text} for title, text in rule_in_words(_ONE)],
    "words": {},
    "rationale": _ONE.rationale,
    "author": "equityplan",
    "checker": None,
    "review_date": "2027-06-30",
    "definition_hash": _ONE.definition_hash,
}
DEFINITION = example("Teachers absent more than ten days", _STORED)
DIFFERENCE = example(
    "Twelve days in the place of ten",
    {
        "id": "T_ABS_GT10.2",
        "other": "T_ABS_GT10.1",
        "changes": [
            {"field": "more_than", "title": "Absent on", "before": "more than 10 days", "after": "more than 12 days"}
        ],
    },
)
DUAL_RUN = example(
    "What twelve days would move",
    {
        "id": "2d0b7f0e-5a51-4c7e-9f63-6b8d6f2f4a10",
        "definition": "T_ABS_GT10.2",
        "state": "done",
        "asked_by": "Ana Analyst",
        "asked_at": "2026-03-02T09:00:00-05:00",
        "finished_at": "2026-03-02T09:01:12-05:00",
        "reason": None,
        "comparisons": [{
            "window": "pooled3",
            "levels": [
                {"level": "district", "school_year": "2024-25", "figures": 291, "moved": 288, "largest": 0.094,
                 "median": 0.038, "came": 0, "went": 0},
            ],
            "state": [_PAIR],
            "gaps": [{**_PAIR, "of": "low_income", "before": 0.061, "after": 0.055}],
            "districts": [{**_PAIR, "of": "00350000", "before": 0.24, "after": 0.146}],
        }],
    },
)  # fmt: skip
