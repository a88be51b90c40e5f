"""The contents of the results tables, apart from ids of rows, runs and snapshots, which differ from one database to
another.
"""

from __future__ import annotations

import hashlib

from django.db import models

from districts.models import District, School
from districts.wall import across_districts
from monitoring.results.actions import TABLES

LEFT_OUT = {"id", "run_id", "sources", "source_rows", "district_id", "school_id", "edition"}


def contents(*, everything: bool = False) -> dict[str, str]:
    """One hash over all rows of each table that everybody may see who may see any; with `everything` also over ids,
    runs and sources.
    """
    with across_districts(reason="tests: read all results"):
        codes = {
            "district_id": dict(District.objects.values_list("id", "org_code")),
            "school_id": dict(School.objects.values_list("id", "org_code")),
        }
        return {model.__name__: _hash(model, codes, everything) for model in TABLES}


def _hash(model: type[models.Model], codes: dict[str, dict[int, str]], everything: bool) -> str:
    lines = []
    for row in model._default_manager.order_by().values():
        named = {name: of[row[name]] for name, of in codes.items() if name in row}
        kept = row if everything else {name: value for name, value in row.items() if name not in LEFT_OUT}
        lines.append(repr(sorted({**kept, **named}.items())))
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
