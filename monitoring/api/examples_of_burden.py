"""Examples of what collections cost and what columns are used for: invented figures in the shape of real answers."""

from __future__ import annotations

from monitoring.api.examples import example

COST = example(
    "A collection that is certified",
    {
        "school_year": "2024-25",
        "collection": "OCT",
        "files": 7,
        "files_refused": 1,
        "rows": 5120,
        "errors_mended": 34,
        "warnings_explained": 3,
        "people": 2,
        "first_file_on": "2024-10-03",
        "certified_on": "2024-10-21",
        "days": 18,
        "minutes": 900,
    },
)
COST_OF_ALL = example(
    "A collection of smaller districts",
    {
        "school_year": "2024-25",
        "collection": "OCT",
        "size": "2-5",
        "districts": 140,
        "files": {"districts": 140, "low": 4.0, "median": 6.0, "high": 9.0},
        "days": {"districts": 131, "low": 9.0, "median": 16.0, "high": 20.5},
        "minutes": {"districts": 37, "low": 240.0, "median": 420.0, "high": 900.0},
    },
)
COLUMN_USES = example(
    "A column that a rule and a summary read",
    {
        "layout": "student",
        "column": "race_ethnicity",
        "title": "race_ethnicity",
        "definition": "Race and ethnicity.",
        "is_key": False,
        "uses": [{"kind": "summary", "id": "races", "title": "Students by school, race and ethnicity"}],
        "asked_for": None,
    },
)
