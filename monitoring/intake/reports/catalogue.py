"""Every report and layout, made from the modules of two folders: a new file with a REPORT is a new one."""

from __future__ import annotations

import importlib
import pkgutil

import monitoring.intake.layouts
import monitoring.intake.reports
from monitoring.intake.reports.declaration import Report

FOLDERS = (monitoring.intake.layouts, monitoring.intake.reports)


def _load() -> dict[str, Report]:
    found = [(folder.__name__, one.name) for folder in FOLDERS for one in pkgutil.iter_modules(folder.__path__)]
    modules = [importlib.import_module(f"{folder}.{name}") for folder, name in sorted(found) if name != "catalogue"]
    return {module.REPORT.id: module.REPORT for module in modules if hasattr(module, "REPORT")}


REPORTS: dict[str, Report] = _load()


def own_layouts() -> list[Report]:
    """The layouts that districts and the agency fill in themselves, in the order of their numbers."""
    return sorted((report for report in REPORTS.values() if report.number), key=lambda report: report.number)


def published_reports() -> list[Report]:
    """The reports that are taken as the state publishes them."""
    return [report for report in REPORTS.values() if not report.number]
