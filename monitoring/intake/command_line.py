"""What commands have in common: who sends a file that is checked and what is named beside it, school years, and tables
as CSV or JSON.
"""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.management.base import CommandError
from django.core.serializers.json import DjangoJSONEncoder

from districts.org_code import STATE_CODE
from districts.school_year import SchoolYear
from monitoring.intake.certification.catalogue import IN_FILES
from monitoring.intake.csv_table import Output, write_csv
from monitoring.intake.examination import HELD, REFUSED

NOTHING, NOT_UNDERSTOOD = 1, 2
CODES = {REFUSED: 1, HELD: 3}  # exit codes; of any other verdict 0


def add_sender(parser: ArgumentParser) -> None:
    """The option --district."""
    parser.add_argument(
        "--district", default=STATE_CODE, help="who sends the file: eight digits; the state agency if left out"
    )


def add_said(parser: ArgumentParser) -> None:
    """The options --school-year and --collection."""
    own = "for a mapping of the district's own headings that asks for it"
    parser.add_argument("--school-year", help=f"like 2024-25: {own}")
    parser.add_argument("--collection", choices=list(IN_FILES), default="", help=own)


def said(options: Mapping[str, Any]) -> dict[str, Any]:
    """The school year (ending year) and the collection that are named beside a file."""
    text = options["school_year"]
    try:
        year = int(SchoolYear.parse_both(text)) if text else None
    except ValueError as trouble:
        raise CommandError(f"--school-year {text}: {trouble}.", returncode=NOT_UNDERSTOOD) from trouble
    return {"school_year": year, "collection": options["collection"]}


def sender(options: Mapping[str, Any]) -> str:
    """The organization code of who sends the file."""
    code = str(options["district"])
    if not re.fullmatch("[0-9]{8}", code):
        raise CommandError(
            f"--district {code}: an organization code has eight digits, such as 00440000; a district's ends with four "
            "zeros. Write all eight.",
            returncode=NOT_UNDERSTOOD,
        )
    return code


def school_year(options: Mapping[str, Any]) -> int | None:
    text = options.get("school_year")
    if text is None:
        return None
    try:
        return int(SchoolYear.parse(text))
    except ValueError as trouble:
        raise CommandError(f"--school-year: {trouble}", returncode=NOT_UNDERSTOOD) from None


def write_table(
    out: Output, columns: Sequence[str], rows: Iterable[dict[str, Any]], *, style: str, hint: str = ""
) -> None:
    """The rows as CSV with a header, or as a JSON list; exit code NOTHING where there is none, with the `hint`."""
    if style == "json":
        found = list(rows)
        out.write(json.dumps(found, cls=DjangoJSONEncoder, indent=1) + "\n")
        count = len(found)
    else:
        count = write_csv(out, columns, rows)
    if count == 0:
        raise CommandError(f"Nothing matches. {hint}".strip(), returncode=NOTHING)
