"""Every report and layout, made from the modules of this folder: a new file with a REPORT is a new report."""

from __future__ import annotations

import importlib
import pkgutil

import monitoring.intake.reports as folder
from monitoring.intake.reports.declaration import Report

_NOT_REPORTS = {"catalogue", "column", "declaration", "keys"}


def _load() -> dict[str, Report]:
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__) if module.name not in _NOT_REPORTS)
    reports = [importlib.import_module(f"{folder.__name__}.{name}").REPORT for name in names]
    return {report.id: report for report in reports}


REPORTS: dict[str, Report] = _load()


def own_layouts() -> list[Report]:
    """The layouts that districts fill in themselves."""
    return [report for report in REPORTS.values() if report.dataset and report.unit != "none"]


def published_reports() -> list[Report]:
    """The reports that are taken as the state publishes them."""
    return [report for report in REPORTS.values() if report not in own_layouts()]
