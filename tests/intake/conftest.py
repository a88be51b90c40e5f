"""In these tests a rule sees nothing but the columns that it declares to read."""

from __future__ import annotations

import pytest

from monitoring.intake.checks import run
from monitoring.intake.checks.rule import Rule
from monitoring.intake.cross_checks import run as cross_run
from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.sheet import Sheet


@pytest.fixture(autouse=True)
def rules_see_what_they_declare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "shown_to", _declared)
    monkeypatch.setattr(cross_run, "shown_to", _declared_between)


def _declared(rule: Rule, sheet: Sheet) -> Sheet:
    columns = rule.columns_of(sheet.report)
    return sheet if columns is None else sheet.seeing(columns)


def _declared_between(rule: CrossRule, sent: Submission) -> Submission:
    return sent.seeing(rule.reads)
