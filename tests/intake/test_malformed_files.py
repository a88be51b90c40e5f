"""What the reading process is held to, whatever file it is given. The kinds of files are in test_malformed_corpus."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.reading.door import read_table
from monitoring.intake.reading.limits import DEFAULT
from monitoring.intake.reading.refusal import Note
from tests.intake.malformed.files import damaged_files

# What these tests try, and what would be no rule's file.
BY_LIMITS = {"E-FILE-TOO-LARGE", "E-FILE-TOO-MUCH-MEMORY", "E-FILE-TOO-SLOW", "E-FILE-UNREADABLE"}


def test_of_a_file_over_the_limit_no_more_is_read(tmp_path: Path) -> None:
    pieces = iter([b"A,B\n" * 100] * 3)
    limits = replace(DEFAULT, file_bytes=400)
    assert read_table(pieces, limits=limits) == Note("E-FILE-TOO-LARGE", "more than 0.0 MB", "0.0 MB")
    assert len(list(pieces)) == 1


def test_reading_that_takes_too_long_is_ended() -> None:
    assert read_table([b"A,B\n1,2\n"], limits=replace(DEFAULT, seconds=0)) == Note("E-FILE-TOO-SLOW", "0")


def test_reading_that_takes_too_much_memory_is_ended() -> None:
    limits = replace(DEFAULT, resident_bytes=20 * 1024 * 1024)
    assert read_table([b"A,B\n", b"1,2\n" * 1_000_000], limits=limits) == Note("E-FILE-TOO-MUCH-MEMORY", "20")


def test_a_good_file_passes_through_the_reading_process_unchanged() -> None:
    table = read_table([b"A,B\n1,", b"", b"\xe9t\xe9\n"])
    assert not isinstance(table, Note)
    assert (table.cells.rows(), [note.rule_id for note in table.notes]) == (
        [(1, "A", "B"), (2, "1", "été")],
        ["I-FILE-ENCODING"],
    )


def test_every_rule_that_reading_can_give_is_in_the_catalogue() -> None:
    import re

    import monitoring.intake.reading as reading

    folder = Path(str(reading.__path__[0]))
    named = {rule for path in folder.glob("*.py") for rule in re.findall(r'"([EWI]-FILE-[A-Z-]+)"', path.read_text())}
    assert {rule for rule in named if rule[0] == "E"} - {one.error for (one, _), *_ in damaged_files()} == BY_LIMITS
    assert named - set(RULES) == set()
