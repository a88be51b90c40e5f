"""What the reading commands have in common: options that are checked kindly, and tables as CSV or JSON.

Exit codes: 0 something was found; 1 nothing matches; 2 an option is not understood.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from django.core.management.base import CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from districts.models import District, School
from districts.school_year import SchoolYear
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.reasons import PHRASES
from monitoring.intake.command_line import NOT_UNDERSTOOD
from monitoring.intake.csv_table import Output, write_csv

Organization = TypeVar("Organization", District, School)
WINDOWS = ("1", "pooled3")
NOTHING = 1


def add_common_options(parser: ArgumentParser) -> None:
    parser.add_argument("--school-year", help="school year, like 2020-21")
    parser.add_argument("--measure", help=f"one of {', '.join(MEASURES)}")
    parser.add_argument("--window", help="1 (one year) or pooled3 (three years)")
    parser.add_argument("--district", help="organization code of a district, eight digits")
    parser.add_argument("--reason", help="only rows without a figure for this reason, like not_submitted or withheld")
    parser.add_argument("--format", choices=("csv", "json"), default="csv")


def school_year(options: Mapping[str, Any]) -> int | None:
    text = options.get("school_year")
    if text is None:
        return None
    try:
        return int(SchoolYear.parse(text))
    except ValueError as trouble:
        raise CommandError(f"--school-year: {trouble}", returncode=NOT_UNDERSTOOD) from None


def one_of(options: Mapping[str, Any], name: str, known: Iterable[str]) -> str | None:
    """The option's value, if it is one that is known; otherwise a message that names what it may have meant."""
    value, known = options.get(name), list(known)
    if value is None or value in known:
        return value
    close = get_close_matches(value.upper(), known, n=1) or get_close_matches(value, known, n=1)
    meant = f" Did you mean {close[0]}?" if close else ""
    raise CommandError(f"--{name}: there is no {value!r}.{meant} Known: {', '.join(known)}.", returncode=NOT_UNDERSTOOD)


def measure(options: Mapping[str, Any]) -> str | None:
    return one_of(options, "measure", MEASURES)


def group(options: Mapping[str, Any]) -> str | None:
    return one_of(options, "group", GROUPS)


def reason(options: Mapping[str, Any]) -> str | None:
    return one_of(options, "reason", PHRASES)


def window(options: Mapping[str, Any]) -> str | None:
    return one_of(options, "window", WINDOWS)


def district(options: Mapping[str, Any]) -> District | None:
    """The district that the option names. Needs a scope."""
    return _by_code(options, "district", District.objects.exclude(kind=District.Kind.STATE))


def school(options: Mapping[str, Any]) -> School | None:
    """The school that the option names. Needs a scope."""
    return _by_code(options, "school", School.objects.all())


def _by_code(options: Mapping[str, Any], kind: str, known: QuerySet[Organization]) -> Organization | None:
    """The one with just this code. No zeros are filled up, for 35 may stand for 00350000 as well as for 00000035; what
    may have been meant is named.
    """
    code = options.get(kind)
    if code is None:
        return None
    found = known.filter(org_code=code).first()
    if found is None:
        near = known.filter(org_code__in=(code.zfill(8), f"{code.zfill(4)}0000")).order_by("org_code")
        meant = " or ".join(f"{one.org_code} ({one.name})" for one in near)
        hint = f" Did you mean {meant}?" if meant else ""
        raise CommandError(
            f"--{kind}: no {kind} has the code {code}; codes have eight digits.{hint}", returncode=NOT_UNDERSTOOD
        )
    return found


def write_table(out: Output, columns: Sequence[str], rows: Iterable[dict[str, Any]], *, style: str) -> None:
    """The rows as CSV with a header, or as a JSON list."""
    if style == "json":
        found = list(rows)
        out.write(json.dumps(found, cls=DjangoJSONEncoder, indent=1) + "\n")
        count = len(found)
    else:
        count = write_csv(out, columns, rows)
    if count == 0:
        raise CommandError("Nothing matches. `manage.py values --scope state` lists what there is.", returncode=NOTHING)
