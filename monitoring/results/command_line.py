"""What the reading commands have in common: options that are checked kindly.

Exit codes: 0 something was found; 1 nothing matches; 2 an option is not understood.
"""

from __future__ import annotations

import functools
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from django.core.management.base import CommandError
from django.db.models import QuerySet

from districts.models import District, School
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.reasons import PHRASES
from monitoring.analysis.verdicts import VERDICTS
from monitoring.intake import command_line
from monitoring.intake.command_line import NOT_UNDERSTOOD as NOT_UNDERSTOOD
from monitoring.intake.command_line import NOTHING as NOTHING
from monitoring.intake.command_line import school_year as school_year

Organization = TypeVar("Organization", District, School)
WINDOWS = ("1", "pooled3")
HINT = "`manage.py values --scope state` lists what there is."
write_table = functools.partial(command_line.write_table, hint=HINT)


def add_common_options(parser: ArgumentParser) -> None:
    parser.add_argument("--school-year", help="school year, like 2020-21")
    parser.add_argument("--measure", help=f"one of {', '.join(MEASURES)}")
    parser.add_argument("--window", help="1 (one year) or pooled3 (three years)")
    parser.add_argument("--district", help="organization code of a district, eight digits")
    parser.add_argument("--reason", help="only rows without a figure for this reason, like not_submitted or withheld")
    parser.add_argument("--format", choices=("csv", "json"), default="csv")


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


def verdict(options: Mapping[str, Any]) -> str | None:
    return one_of(options, "verdict", VERDICTS)


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
