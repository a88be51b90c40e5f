"""Examples of mappings in the API's description: an invented export in the shape of real answers."""

from __future__ import annotations

from typing import Any

from monitoring.api.examples import example

MAPPING_ID = "9d0c7f11-52aa-4d0e-8a77-1b6f0e5d3c44"
SCHOOLS = {"NHS": "00350505", "12": "00350510"}  # own codes of schools
_MAPPING = {
    "id": MAPPING_ID,
    "version": 2,
    "name": "Days of absence from our HR system",
    "layout": "staff_attendance",
    "layout_title": "Staff attendance by year",
    "is_retired": False,
    "saved_by": "A Data Steward",
    "saved_at": "2026-09-10T10:12:00.310000-04:00",
    "last_used": "2026-09-14T08:29:51.020000-04:00",
    "headings": ["Emp ID", "Bldg", "Contract Days", "Days Out", "Dept"],
    "matches": [
        {"column": "school_year", "heading": None, "value": None, "source": "upload", "codes": {}},
        *(
            {"column": column, "heading": heading, "value": None, "source": None, "codes": codes}
            for column, heading, codes in (
                ("mepid", "Emp ID", {}),
                ("org_code", "Bldg", SCHOOLS),
                ("days_expected", "Contract Days", {}),
                ("days_absent", "Days Out", {}),
            )
        ),
    ],
}
NEW_MAPPING: dict[str, Any] = {
    "name": _MAPPING["name"],
    "layout": _MAPPING["layout"],
    "matches": [
        {"column": "school_year", "source": "upload"},
        {"column": "mepid", "heading": "Emp ID"},
        {"column": "org_code", "heading": "Bldg", "codes": SCHOOLS},
        {"column": "days_expected", "heading": "Contract Days"},
        {"column": "days_absent", "heading": "Days Out"},
    ],
}
MAPPING = example("Days of absence", _MAPPING, "200", "201")
