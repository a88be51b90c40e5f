"""What districts' own systems name: ids of rules, and of layouts the columns. They may be added to; none goes away, and
none comes to mean something else under another's name.
"""

from __future__ import annotations

from pathlib import Path

from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.cross_checks.catalogue import CROSS_RULES
from monitoring.intake.reports.catalogue import own_layouts

PUBLISHED = Path(__file__).parent.parent / "golden" / "published_names.txt"
ADD = f"write it into {PUBLISHED.name}, a line a name, sorted"


def published() -> list[str]:
    return PUBLISHED.read_text().splitlines()


def in_use() -> list[str]:
    columns = [f"{layout.id}.{column.name}" for layout in own_layouts() for column in layout.columns]
    return sorted([*RULES, *CROSS_RULES, *columns])


def test_no_rule_and_no_column_that_was_published_has_gone() -> None:
    assert sorted({*published()} - {*in_use()}) == []


def test_every_rule_and_column_is_published_by_its_name_once() -> None:
    assert sorted({*in_use()} - {*published()}) == [], ADD
    assert published() == sorted({*published()}), ADD
