"""Findings as CSV or JSON: for download, for the commands.

Text that a spreadsheet would run as a formula is escaped.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Protocol

from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.checks.run import Finding
from monitoring.intake.details import shown
from monitoring.intake.queries import FINDING_COLUMNS, FindingRow

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00")


class Output(Protocol):
    """Standard output, a response, or any file."""

    def write(self, text: str, /) -> Any: ...


def write_findings(out: Output, rows: Iterable[FindingRow], *, style: str) -> int:
    """The rows with the stable columns FINDING_COLUMNS, as CSV with a header or as a JSON list. Returns how many."""
    records = [asdict(row) for row in rows]
    if style == "json":
        out.write(json.dumps(records, indent=1, ensure_ascii=False) + "\n")
        return len(records)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FINDING_COLUMNS)
    writer.writerows([escaped(record[name]) for name in FINDING_COLUMNS] for record in records)
    return len(records)


def escaped(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers.

    >>> escaped("=1+1"), escaped(-3), escaped("+")
    ("'=1+1", -3, "'+")
    """
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def rows_of(findings: Iterable[Finding], file_name: str) -> Iterable[FindingRow]:
    """Findings of a file that was only examined, in the same columns as those of an upload."""
    order = {"E": 0, "W": 1, "I": 2}
    for finding in sorted(findings, key=lambda finding: order[finding.rule.severity]):
        for record in finding.details.iter_rows(named=True):
            detail: dict[str, Any] = shown(record)
            yield FindingRow(
                rule_id=finding.rule.id,
                severity=finding.rule.severity,
                file=file_name,
                how_to_fix=RULES[finding.rule.id].fix,
                total=finding.total,
                **detail,
            )
