"""Files that cannot be read: each gets its own message, none an exception, and the reading process may do no harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.examination import examine
from monitoring.intake.files import chunks_of
from monitoring.intake.reading.door import read_table
from monitoring.intake.reading.limits import DEFAULT
from monitoring.intake.reading.refusal import Note
from tests.intake.examining import refused_as
from tests.intake.tables import write_xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def workbook(tmp_path: Path) -> bytes:
    return write_xlsx(tmp_path / "whole.xlsx", [["A", "B"], ["1", "2"]]).read_bytes()


def repacked(data: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """The workbook with each part passed through `change`, and further parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return buffer.getvalue()


def same(name: str, content: bytes) -> bytes:
    return content


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, content: content.replace(old, new) if "worksheets/" in name else content


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


SIMPLE = {
    "E-FILE-EMPTY": b"",
    "E-FILE-OLD-EXCEL": OLE + "Workbook".encode("utf-16-le"),
    "E-FILE-ENCRYPTED": OLE + "EncryptedPackage".encode("utf-16-le"),
    "E-FILE-WEB-PAGE": b"\n <HTML><table><tr><td>School</td></tr></table></HTML>",
    "E-FILE-XML": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "E-FILE-BINARY": bytes(range(256)) * 40,
    "E-FILE-OPEN-QUOTE": b'A,B\n"never closed,1\nx,2\n',
    "E-FILE-LONG-LINE": b"A,B\n" + b"x" * 300_000 + b"\n",
    "E-FILE-TOO-MANY-COLUMNS": b",".join([b"a"] * 60_000) + b"\n",
    "E-FILE-ENCODING": "École,1\nÉtude,2\nÉté,3\nGarçon,4\n".encode() * 3 + b"broken \xff\xfe here\n",
    "E-FILE-ZIP": zipped({"report.csv": b"A,B\n"}),
    "E-FILE-OPEN-DOCUMENT": zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
    "E-FILE-BINARY-WORKBOOK": zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""}),
}


@pytest.mark.parametrize("rule_id", SIMPLE)
def test_each_kind_of_bad_file_has_its_own_rule(tmp_path: Path, rule_id: str) -> None:
    (tmp_path / "upload.csv").write_bytes(SIMPLE[rule_id])
    assert refused_as(tmp_path / "upload.csv") == rule_id


@pytest.mark.parametrize(
    ("head", "what"),
    [(b"%PDF-1.7", "a PDF document"), (b"\x1f\x8b\x08", "a compressed file (gzip)"), (b'{"a": 1}', "a JSON file")],
)
def test_other_formats_are_called_by_name(tmp_path: Path, head: bytes, what: str) -> None:
    (tmp_path / "upload.xlsx").write_bytes(head)
    assert examine(chunks_of(tmp_path / "upload.xlsx")).findings[0].details["message"].to_list() == [
        f"The file is {what}, not a table."
    ]


def test_whatever_is_cut_off_a_workbook_it_is_damaged(tmp_path: Path) -> None:
    whole = workbook(tmp_path)
    for part in (0.1, 0.5, 0.9, 0.99):
        (tmp_path / "a.xlsx").write_bytes(whole[: int(len(whole) * part)])
        assert refused_as(tmp_path / "a.xlsx") == "E-FILE-DAMAGED"


def test_a_flipped_byte_is_noticed(tmp_path: Path) -> None:
    def flipped(name: str, content: bytes) -> bytes:
        return content.replace(b"</sheetData>", b"</sheetDatX>")

    (tmp_path / "a.xlsx").write_bytes(repacked(workbook(tmp_path), flipped))
    assert refused_as(tmp_path / "a.xlsx") == "E-FILE-DAMAGED"


def test_entities_of_its_own_refuse_a_workbook(tmp_path: Path) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet'
    (tmp_path / "a.xlsx").write_bytes(repacked(workbook(tmp_path), in_sheet(b"<worksheet", laughs)))
    assert refused_as(tmp_path / "a.xlsx") == "E-FILE-ENTITIES"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = {"xl/media/bomb.bin": b"\0" * (DEFAULT.unpacked_bytes // 8)}
    (tmp_path / "a.xlsx").write_bytes(repacked(workbook(tmp_path), same, bomb))
    limits = replace(DEFAULT, unpacked_bytes=DEFAULT.unpacked_bytes // 10)
    assert refused_as(tmp_path / "a.xlsx", limits) == "E-FILE-UNPACKS-TOO-LARGE"


def test_a_hundred_thousand_parts_are_too_many(tmp_path: Path) -> None:
    many = {f"xl/extra/{number}.xml": b"" for number in range(2_000)}
    (tmp_path / "a.xlsx").write_bytes(repacked(workbook(tmp_path), same, many))
    assert refused_as(tmp_path / "a.xlsx") == "E-FILE-TOO-MANY-PARTS"


def test_paths_out_of_the_archive_refuse_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(repacked(workbook(tmp_path), same, {"../../etc/passwd": b"x"}))
    assert refused_as(tmp_path / "a.xlsx") == "E-FILE-UNSAFE-PATH"


@pytest.mark.parametrize(
    ("cell", "rule_id"),
    [(b'r="XFD1"', "E-FILE-TOO-MANY-COLUMNS"), (b'r="ABC2"', "E-FILE-TOO-MANY-COLUMNS")],
)
def test_a_single_cell_far_to_the_right_is_refused_before_it_is_laid_out(
    tmp_path: Path, cell: bytes, rule_id: str
) -> None:
    (tmp_path / "a.xlsx").write_bytes(repacked(workbook(tmp_path), in_sheet(b'r="B2"', cell)))
    assert refused_as(tmp_path / "a.xlsx") == rule_id


def test_a_workbook_with_only_hidden_data_says_so(tmp_path: Path) -> None:
    def hidden(name: str, content: bytes) -> bytes:
        return (
            content.replace(b"<sheet name=", b'<sheet state="hidden" name=') if name == "xl/workbook.xml" else content
        )

    (tmp_path / "a.xlsx").write_bytes(repacked(workbook(tmp_path), hidden))
    assert refused_as(tmp_path / "a.xlsx") == "E-FILE-NO-SHEET"


def test_of_a_file_over_the_limit_no_more_is_read(tmp_path: Path) -> None:
    pieces = iter([b"A,B\n" * 100] * 3)
    limits = replace(DEFAULT, file_bytes=400)
    assert read_table(pieces, limits=limits) == Note("E-FILE-TOO-LARGE", "more than 0.0 MB", "0.0 MB")
    assert len(list(pieces)) == 1


def test_reading_that_takes_too_long_is_ended() -> None:
    assert read_table([b"A,B\n1,2\n"], limits=replace(DEFAULT, seconds=0.01)) == Note("E-FILE-TOO-SLOW", "0.01")


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
    assert named >= SIMPLE.keys()
    assert named - set(RULES) == set()
