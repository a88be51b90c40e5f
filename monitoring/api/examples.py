"""Examples of the API's description: invented figures in the shape of real answers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from monitoring.analysis.definitions.in_force import shipped_in_force
from monitoring.analysis.groups import GROUPS
from monitoring.api.serializers.catalogue import GroupSerializer, MeasureSerializer
from monitoring.api.serializers.description import AddressesSerializer

RUN_ID = "0b9a7c1e-4f43-4c8e-9d4f-2f0a4a9a1c11"
UPLOAD_ID = "6f1e3a52-9a51-4f0e-8f0b-3a1f6a0d2b22"
SNAPSHOT_ID = "c0a6b3d4-1f7e-4b3f-a5a9-77e0e2f3c933"


def example(name: str, value: dict[str, Any], *statuses: str) -> OpenApiExample:
    return OpenApiExample(name, value=value, response_only=True, status_codes=statuses or ("200",))


def _definition(name: str) -> dict[str, Any]:
    if name in GROUPS:
        return dict(GroupSerializer(GROUPS[name]).data)
    known = shipped_in_force()
    return dict(MeasureSerializer(known.entry(known.newest(name))).data)


_RUN = {
    "id": RUN_ID,
    "number": 12,
    "school_years": ["2019-20", "2020-21"],
    "trigger": "upload",
    "state": "done",
    "inputs_hash": "9f" * 32,
    "definitions_hash": "1c" * 32,
    "code_version": "4be1a0c2d3f45566",
    "counts": {"SchoolValue": {"added": 120, "changed": 4, "removed": 0, "same": 22500}},
    "started_at": "2026-09-14T08:30:02.114000-04:00",
    "finished_at": "2026-09-14T08:30:09.872000-04:00",
    "previous": None,
}
_VALUE = {
    "id": "00350000.T_EXP_LT3.2020-21.1",
    "scope": "district",
    "organization": "00350000",
    "name": "Boston",
    "district": "00350000",
    "school_year": "2020-21",
    "measure": "T_EXP_LT3",
    "window": "1",
    "unit": "FTE",
    "numerator": 642.5,
    "denominator": 4411.3,
    "rate": 0.14564867499376600,
    "reason": None,
    "reason_text": None,
    "years_used": ["2020-21"],
    "basis": "pooled",
    "people_known": None,
    "people_missing": None,
    "schools": 117,
    "schools_with_figure": 116,
    "districts": None,
    "districts_with_figure": None,
    "is_preliminary": False,
    "break_text": None,
    "definition_hash": "5a0d91b7c2e84f36",
    "run": RUN_ID,
    "provenance": "/api/v1/values/00350000.T_EXP_LT3.2020-21.1/provenance/",
}
_SIDE = {
    "units": 455,
    "missing": 2,
    "numerator": 3020.4,
    "denominator": 18911.7,
    "rate": 0.15971065,
    "reason": None,
    "reason_text": None,
}
_GAP = {
    "id": "Q.state.state.low_income.T_EXP_LT3.2020-21.1",
    "method": "Q",
    "scope": "state",
    "partition": "state",
    "district": None,
    "school_year": "2020-21",
    "window": "1",
    "measure": "T_EXP_LT3",
    "group": "low_income",
    "cut": "1/4",
    "unit": "FTE",
    "focal": _SIDE,
    "reference": _SIDE | {"numerator": 1602.2, "denominator": 19340.1, "rate": 0.08284342},
    "all": _SIDE | {"units": 1825, "missing": 9, "numerator": 8411.0, "denominator": 76020.5, "rate": 0.11064121},
    "difference": 0.07686723,
    "difference_low": 0.068,
    "difference_high": 0.086,
    "ratio": 1.92786,
    "ratio_low": 1.78,
    "ratio_high": 2.08,
    "people_to_close": 1454,
    "interval_reason": None,
    "interval_reason_text": None,
    "verdict": "higher",
    "verdict_text": "clearly higher",
    "years_used": ["2020-21"],
    "reason": None,
    "reason_text": None,
    "ratio_reason": None,
    "ratio_reason_text": None,
    "is_preliminary": False,
    "break_text": None,
    "definition_hash": "5a0d91b7c2e84f36",
    "grouping_hash": "d17c0a5e9b2f4431",
    "run": RUN_ID,
    "provenance": "/api/v1/gaps/Q.state.state.low_income.T_EXP_LT3.2020-21.1/provenance/",
}
_ORIGIN = {
    "snapshot": SNAPSHOT_ID,
    "upload": UPLOAD_ID,
    "file_name": "teacher_data_2020-21.csv",
    "report": "dese_teacher_data",
    "dataset": "metric_aggregate",
    "school_year": "2020-21",
    "uploaded_at": "2026-09-14T08:29:51.020000-04:00",
    "content_hash": "7d" * 32,
    "of_agency": True,
    "row": 1214,
    "rows": [],
    "is_current": True,
    "is_exchanged": False,
}

_UPLOAD: dict[str, Any] = {
    "id": UPLOAD_ID,
    "status": f"/api/v1/uploads/{UPLOAD_ID}/",
    "state": "received",
    "why_held": None,
    "is_overtaken": False,
    "has_ended": False,
    "district": "00100000",
    "file_name": "teacher_data_2020-21.csv",
    "size": 48211,
    "sha256": "3b" * 32,
    "sent_by": "A Data Steward",
    "is_typed": False,
    "received_at": "2026-09-14T08:29:51.020000-04:00",
    "checked_at": None,
    "report": None,
    "report_title": "",
    "read_through": None,
    "school_years": [],
    "rows": 0,
    "rows_accepted": 0,
    "errors": 0,
    "warnings": 0,
    "infos": 0,
    "findings": f"/api/v1/uploads/{UPLOAD_ID}/findings/",
}
_CHECKED = _UPLOAD | {
    "state": "accepted_in_part",
    "has_ended": True,
    "checked_at": "2026-09-14T08:29:58.640000-04:00",
    "report": "metric_aggregate",
    "report_title": "Measure aggregates",
    "school_years": ["2020-21"],
    "rows": 410,
    "rows_accepted": 409,
    "errors": 1,
    "progress": None,
    "reason": None,
    "overtaken_by": None,
    "snapshots": [
        {
            "id": SNAPSHOT_ID,
            "dataset": "metric_aggregate",
            "school_year": "2020-21",
            "collection": None,
            "rows": 409,
            "sha256": "7d" * 32,
            "is_current": True,
            "superseded_by": None,
        }
    ],
    "proposals": [],
}

MEASURE = example("Inexperienced teachers", _definition("T_EXP_LT3"))
GROUP = example("Low-income students", _definition("low_income"))
ORGANIZATION = example(
    "A school",
    {
        "code": "00350505",
        "name": "An Example High School",
        "kind": "SCHOOL",
        "district": "00350000",
        "level": "HIGH",
        "grades_served": "09,10,11,12",
        "title1_status": "SWP",
        "region": None,
        "opened_year": "2003-04",
        "closed_year": None,
        "successor": None,
    },
)
VALUE = example("A district's value", _VALUE)
GAP = example("The state's gap", _GAP)
RUN = example("A run", _RUN)
_PROVENANCE = {
    "measure": _definition("T_EXP_LT3"),
    "group": None,
    "version": 1,
    "definition_hash": "5a0d91b7c2e84f36",
    "definition_is_current": True,
    "run": _RUN,
    "origins": [_ORIGIN],
    "other_files": 0,
    "mean_rate": None,
    "is_damaged": False,
}
PROVENANCE = example("A value's sources", _PROVENANCE)
GAP_PROVENANCE = example(
    "A gap's sources", _PROVENANCE | {"values": "/api/v1/gaps/Q.state.state.low_income.T_EXP_LT3.2020-21.1/values/"}
)
END_VALUE = example("A value at one end", _VALUE | {"end": "focal"})
ME = example(
    "A data steward",
    {
        "name": "A Data Steward",
        "email": "carol@example.org",
        "signed_in_by": "token",
        "district": {"code": "00100000", "name": "Northfield", "kind": "DISTRICT"},
        "school": None,
        "role": "district_steward",
        "role_title": "Data steward",
        "sees": "district",
        "permissions": ["figures.view", "school.view", "upload.view", "upload.create"],
    },
)
UPLOAD = example("A file on receipt", _UPLOAD, "200", "202")
UPLOAD_STATUS = example("A file that was checked", _CHECKED)
FINDING = example(
    "A cell that is no number",
    {
        "rule_id": "E-CELL-NUMBER",
        "severity": "E",
        "file": "teacher_data_2020-21.csv",
        "row": 17,
        "column": "Numerator",
        "school_year": "2020-21",
        "value": "12,3x",
        "message": "Row 17, column “Numerator”: 12,3x is no number.",
        "how_to_fix": "Write a number with a point for the decimals.",
        "total": 1,
    },
)
CHANGED_ROW = example(
    "A cell that is another",
    {
        "dataset": "metric_aggregate",
        "school_year": "2020-21",
        "collection": None,
        "change": "changed",
        "row": 17,
        "earlier_row": 18,
        "organization": "00100001",
        "of": "Inexperienced teachers, TEACHER",
        "column": "Numerator",
        "was": "12",
        "now": "13",
    },
)
MOVE = example(
    "A district's value",
    {
        "kind": "value",
        "organization": "00100000",
        "school_year": "2020-21",
        "window": "1",
        "measure": "T_EXP_LT3",
        "group": None,
        "unit": "FTE",
        "was": 0.1456,
        "was_reason": None,
        "now": 0.1481,
        "now_reason": None,
        "number": "/api/v1/values/00100000.T_EXP_LT3.2020-21.1/",
    },
)
PROPOSAL = example(
    "Two columns that stand in each other's place",
    {
        "id": "a1f4c0de-52b3-4f0a-9c53-8f1c1f6be001",
        "state": "proposed",
        "district": "00000000",
        "upload": UPLOAD_ID,
        "file_name": "teacher_data.csv",
        "report": "dese_teacher_data",
        "school_year": "2020-21",
        "columns": {"Percent Licensed": "Percent in field", "Percent in field": "Percent Licensed"},
        "evidence": "Read as proposed, both columns fit their other years.",
        "proposed_at": "2026-09-14T08:29:58.640000-04:00",
        "decided_at": None,
        "decided_by": None,
    },
)
ADDRESSES = example(
    "Where everything is",
    {name: f"/api/v1/{name.replace('_', '-')}/" for name in map(str, AddressesSerializer().fields)},
)
