"""Which state the demo shows, and which of its districts people belong to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from districts.models import District, School
from districts.models.district import INVENTED_AGENCY

from .invented_state import write_invented_state

REPORTS = Path("data", "ma-dese-profiles")
LARGE = (
    30  # schools; a demo district is the largest with at most so many, so that its page can still be read at a glance
)


@dataclass(frozen=True)
class Files:
    """The files to import, and what the agency that sends them is called."""

    folder: Path
    agency: str
    is_real: bool


def find_files() -> Files:
    """Real published reports where a folder with them is at hand ($EQP_SHARED), else the invented state, written
    out.
    """
    shared = Path(os.environ.get("EQP_SHARED") or settings.BASE_DIR.parent / "shared")
    if (shared / REPORTS).is_dir():
        return Files(shared / "data", "Department of Elementary and Secondary Education", is_real=True)
    folder = Path(settings.EQP_HOME) / "demo-state"
    write_invented_state(folder)
    return Files(folder, INVENTED_AGENCY, is_real=False)


def pick_districts(wanted: int) -> list[tuple[District, School]]:
    """The largest district of moderate size, then those after it, so many, each with a school; fewer where there are
    not so many.

    Needs a scope that sees all.
    """
    sizes = (
        School.objects.order_by()
        .values("district_id")
        .annotate(schools=Count("id"))
        .filter(schools__lte=LARGE)
        .order_by("-schools", "district__org_code")
    )
    districts = [District.objects.get(pk=row["district_id"]) for row in sizes[:wanted]]
    return [(one, School.objects.filter(district=one).order_by("org_code")[0]) for one in districts]
