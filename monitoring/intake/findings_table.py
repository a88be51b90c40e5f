"""Findings as CSV or JSON: for download, for the commands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from monitoring.intake.checks.run import Finding
from monitoring.intake.csv_table import Output, write_csv
from monitoring.intake.details import shown
from monitoring.intake.queries.uploads import FINDING_COLUMNS, FindingRow


def write_findings(out: Output, rows: Iterable[FindingRow], *, style: str) -> int:
    """The rows with the stable columns FINDING_COLUMNS, as CSV with a header or as a JSON list. Returns how many."""
    records = [asdict(row) for row in rows]
    if style == "json":
        out.write(json.dumps(records, indent=1, ensure_ascii=False) + "\n")
        return len(records)
    return write_csv(out, FINDING_COLUMNS, records)


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
                total=finding.total,
                **detail,
            )
