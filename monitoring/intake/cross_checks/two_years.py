"""People of two years' files beside each other. Not a rule."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.submission import Submission


def in_both(sent: Submission, dataset: str, person: str, columns: list[str]) -> pl.DataFrame:
    """Grain: a person of both years with one row in each. The columns as they are now, and as `<name>_was`."""
    now, was = (
        files[dataset].select(person, *columns).filter(pl.col(person).is_unique())
        for files in (sent.files, sent.before)
    )
    return now.join(was, on=person, suffix="_was")


def there_again(sent: Submission, dataset: str, person: str) -> tuple[int, int]:
    """How many of the people of the year before are in the file, of how many."""
    was = sent.before[dataset].select(person).unique()
    return was.join(sent.files[dataset], on=person, how="semi").height, was.height


def whole(count: int, of: int, *, is_found: bool) -> pl.DataFrame:
    """The answer of a rule on a whole file: `value` of `other`, or nothing."""
    return pl.DataFrame({"value": [f"{count:,}"], "other": [f"{of:,}"]}).filter(pl.lit(is_found))


def after(now: str, was: str) -> pl.Expr:
    """'12 after 34'."""
    return pl.format("{} after {}", now, was)
