"""One detail of a finding, as it is kept, shown and downloaded."""

from __future__ import annotations

from typing import Any

from districts.school_year import show_school_year


def shown(detail: dict[str, Any]) -> dict[str, Any]:
    """row, column, school_year as people write it, value, message, how_to_fix; from a row of the checks' details."""
    year = detail["school_year"]
    return {
        "row": detail["row_number"],
        "column": detail["column"],
        "school_year": show_school_year(year) if year is not None else None,
        "value": detail["value"],
        "message": detail["message"],
        "how_to_fix": detail["how_to_fix"],
    }
