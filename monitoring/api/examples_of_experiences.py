"""Examples of students' experiences: invented figures in the shape of real answers."""

from __future__ import annotations

from monitoring.analysis.decomposition_words import gap_parts_sentence
from monitoring.api.examples import example

_OF_ANY = {
    "school_year": "2024-25",
    "history": 3,
    "measure": "T_EXP_LT3",
    "group": "low_income",
}
_OF_REPORT = {**_OF_ANY, "district": "00350000", "is_preliminary": False}
_OF_STATE = {**_OF_ANY, "reports": 394}
REPORT = example(
    "A report on certified files",
    {
        "district": "00350000",
        "name": "Boston",
        "school_year": "2024-25",
        "years": ["2022-23", "2023-24", "2024-25"],
        "is_preliminary": False,
        "made_at": "2026-09-14T08:30:09.872000-04:00",
        "rows": "/api/v1/experiences/00350000/2024-25/",
        "decomposition": "/api/v1/experiences/00350000/2024-25/decomposition/",
    },
)
_COUNTED = {
    "rate": 0.24,
    "having": 1200,
    "known": 5000,
    "weighted_rate": 0.25,
    "weighted_having": 1150.0,
    "weighted_known": 4600.0,
    "students": 800,
}
_MET = {"asked": 5100, "met": 560, "met_known": 790, "twice": 130, "twice_known": 610}
_FEWER = {"rate": 0.12, "having": 600, "weighted_rate": 0.125, "weighted_having": 575.0}
_FEWER_MET = {**_FEWER, "met": 310}
_RATIO = {"ratio": 2.0, "is_gap": True, "reason": None, "reason_text": None, "weighted_ratio": 2.0}
_INTERVAL = {
    "ratio_low": 1.6120744,
    "ratio_high": 2.4812752,
    "interval_reason": None,
    "interval_reason_text": None,
}
_FOCAL = {**_COUNTED, **_MET, "teachers_having": 40, "teachers_without": 150}
ROW = example(
    "A district",
    {
        **_OF_REPORT,
        "organization": "00350000",
        **_RATIO,
        **_INTERVAL,
        "focal": _FOCAL,
        "reference": _FOCAL | _FEWER_MET,
        "teachers": 196,
        "teachers_having": 41,
        "teachers_without": 155,
        "seats": 9400,
        "seats_taught": 9310,
    },
)
PARTS = example(
    "A gap that lies mostly between schools",
    {
        **_OF_REPORT,
        "gap": 0.12,
        "between_schools": 0.09,
        "within_schools": 0.03,
        "reason": None,
        "reason_text": None,
        "sentence": "Of a gap of 12.0 points, 9.0 lie between schools and 3.0 within schools.",
    },
)
STATE_ROW = example(
    "The state",
    {
        **_OF_STATE,
        **_RATIO,
        "focal": {**_COUNTED, **_MET, "districts": 390},
        "reference": {**_COUNTED, **_MET, **_FEWER_MET, "districts": 394},
        "seats": 9400,
        "seats_taught": 9310,
    },
)
STATE_PARTS = example(
    "A gap that lies mostly between districts",
    {
        **_OF_STATE,
        "gap": 0.12,
        "between_districts": 0.07,
        "between_schools": 0.03,
        "within_schools": 0.02,
        "reason": None,
        "reason_text": None,
        "sentence": gap_parts_sentence(
            0.12, {"between_districts": 0.07, "between_schools": 0.03, "within_schools": 0.02}
        ),
    },
)
DISTRICT_OF_STATE = example(
    "A district",
    {
        **_OF_STATE,
        "district": "00350000",
        **_RATIO,
        **_INTERVAL,
        "focal": _COUNTED,
        "reference": _COUNTED | _FEWER,
    },
)
