"""Examples of collections in the API's description: invented, in the shape of real answers."""

from __future__ import annotations

from monitoring.api.examples import SNAPSHOT_ID, UPLOAD_ID, example
from monitoring.intake.rule_list import RULE_TITLES

_COLLECTION = {
    "id": "00100000.2024-25.OCT",
    "address": "/api/v1/collections/00100000.2024-25.OCT/",
    "district": "00100000",
    "name": "Northfield",
    "school_year": "2024-25",
    "collection": "OCT",
    "state": "certified",
    "state_title": "Certified",
    "is_preliminary": False,
    "opens": "2024-10-01",
    "certify_by": "2024-10-25",
    "edits_until": "2024-11-01",
    "days_left": 5,
    "is_late": False,
    "since": "2024-10-20",
    "certified_on": "2024-10-20",
    "window_until": None,
    "layouts_needed": 4,
    "layouts_came": 4,
    "errors": 0,
    "warnings": 3,
    "unexplained": 0,
}
_EXPLANATION = {
    "text": "Three career changers.",
    "total": 3,
    "by": "A Data Steward",
    "role": "Data steward",
    "at": "2024-10-20T12:00:00-04:00",
}
_LICENSES = {"layout": "license", "of_agency": False, "rows": 395, "since": "2024-10-02"}
COLLECTION = example("A collection", _COLLECTION)
FINGERPRINT = "3f" * 32
ONE_COLLECTION = example(
    "A collection that is certified",
    _COLLECTION
    | {
        "lock": "It was certified by A Certifier on October 20, 2024. To change it, the certifier withdraws it by "
        "November 1, 2024; later, ESE is asked for a window.",
        "next_steps": [
            {
                "who": "an analyst of ESE",
                "what": "who is not A Certifier accepts it, or returns it with a reason",
                "about": None,
                "text": "An analyst of ESE who is not A Certifier accepts it, or returns it with a reason.",
            }
        ],
        "acts": ["withdraw"],
        "missing": [],
        "files": [
            {
                "layout": "staff_roster",
                "is_needed": True,
                "upload": UPLOAD_ID,
                "file_name": "roster.csv",
                "rows": 410,
                "errors": 0,
                "is_passed_on": False,
            }
        ],
        "beside": [_LICENSES],
        "newer_beside": [],
        "held": [],
        "put_off": [],
        "fingerprint": FINGERPRINT,
        "history": [
            {
                "act": "certify",
                "at": "2024-10-20T12:00:00-04:00",
                "by": "A Certifier",
                "role": "Certifier",
                "reason": None,
                "until": None,
                "rows": [{"layout": "staff_roster", "snapshot": SNAPSHOT_ID, "sha256": "7d" * 32}],
                "beside": [{"layout": "license", "snapshot": SNAPSHOT_ID, "sha256": "8e" * 32}],
            }
        ],
        "reminders": [
            {
                "title": "3 working days before it is due",
                "certify_by": "2024-10-25",
                "at": "2024-10-22T07:00:00-04:00",
                "by": None,
                "note": None,
                "sent_at": "2024-10-22T07:00:01-04:00",
                "people": 2,
                "unreached": 0,
            }
        ],
        "warnings_address": "/api/v1/collections/00100000.2024-25.OCT/warnings/",
        "findings_address": "/api/v1/collections/00100000.2024-25.OCT/findings/",
    },
)
WARNING = example(
    "A warning that is explained",
    {
        "layout": "staff_roster",
        "rule": "W-EXPERIENCE-AGE",
        "title": RULE_TITLES["W-EXPERIENCE-AGE"],
        "total": 3,
        "is_explained": True,
        "fingerprint": FINGERPRINT,
        "explanations": [_EXPLANATION],
    },
)
