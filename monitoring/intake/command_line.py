"""What the commands that check a file have in common: who sends it."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from monitoring.intake.examination import HELD, REFUSED
from monitoring.intake.sheet import STATE_CODE

NOT_UNDERSTOOD = 2
CODES = {REFUSED: 1, HELD: 3}  # exit codes; of any other verdict 0


def add_sender(parser: ArgumentParser) -> None:
    """The option --district."""
    parser.add_argument(
        "--district", default=STATE_CODE, help="who sends the file: eight digits; the state agency if left out"
    )


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
