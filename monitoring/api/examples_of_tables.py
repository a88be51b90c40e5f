"""An example of the plan's tables: invented figures in the shape of a real answer."""

from __future__ import annotations

from monitoring.api.examples import example

_ADDRESS = {
    "method": "Q",
    "measure": "T_UNQ",
    "window": "1",
    "group": "low_income",
    "scope": "state",
    "partition": "state",
    "school_year": "2014-15",
    "statistic": "difference",
}
_CELL = {
    "address": _ADDRESS,
    "number": 0.006,
    "text": "0.6 (clearly higher)",
    "verdict": "higher",
    "reason": None,
    "reason_text": None,
    "notes": [],
}
PLAN_TABLE = example(
    "Part of Table 2",
    {
        "number": 2,
        "title": "Table 2. Difference and ratio in three statutory measures across schools in the state, 2014-15",
        "columns": [{"measure": "T_UNQ", "title": "Unqualified teachers", "window": "1", "width": 2, "notes": [1]}],
        "parts": ["Difference, points", "Ratio"],
        "rows": [
            {
                "heading": "Schools with the most against those with the fewest low-income students",
                "size": "750 against 750 schools",
                "is_gap": False,
                "cells": [
                    _CELL,
                    {
                        **_CELL,
                        "address": {**_ADDRESS, "statistic": "ratio"},
                        "number": 2.0,
                        "text": "2.00 times as large",
                        "verdict": "",
                    },
                ],
                "notes": [2],
            }
        ],
        "notes": ["Unqualified teachers: …", "Low-income students: …"],
        "general_notes": ["A difference is that of the end with the largest shares …"],
        "why_empty": "",
        "named_gaps": [],
    },
)
