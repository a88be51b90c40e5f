"""Damage to a CSV file as bytes: encodings, dialects, quotation marks, lines, and files that are something else."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from monitoring.intake.reading.limits import DEFAULT, Limits
from tests.intake.malformed.good import Good
from tests.intake.tables import csv_text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
Change = Callable[[str], bytes]


@dataclass(frozen=True)
class Bytes:
    """What is done to a file's bytes. `error`: the one rule that refuses it; else its rows are those of the plain file.
    `errors`: rules that refuse rows of it, which are `lost` (lines from the end).
    """

    name: str
    make: Callable[[Good], bytes]
    error: str = ""
    errors: frozenset[str] = frozenset()
    remarks: frozenset[str] = frozenset()
    lost: tuple[int, ...] = ()
    tables: int = 3
    limits: Limits = DEFAULT
    keeps: bool = True

    @property
    def wanted(self) -> str:
        return "refused" if self.error else "accepted_in_part" if self.errors else "accepted"


def plain(good: Good) -> str:
    return csv_text(good.table)


def titled(good: Good) -> str:
    """With a letter beyond ASCII above the table."""
    return f"Élan — {good.title or 'export'}\n{csv_text(good.rows)}"


def text(name: str, change: Change, error: str = "", **more: object) -> Bytes:
    remarks = frozenset(more.pop("remarks", ()))  # type: ignore[call-overload]
    errors = frozenset(more.pop("errors", ()))  # type: ignore[call-overload]
    return Bytes(name, lambda good: change(plain(good)), error, errors, remarks, **more)  # type: ignore[arg-type]


def encoded(name: str, encoding: str, error: str = "", *remarks: str) -> Bytes:
    return Bytes(name, lambda good: titled(good).encode(encoding), error, remarks=frozenset(remarks))


def written(name: str, error: str = "", **how: str) -> Bytes:
    return Bytes(name, lambda good: csv_text(good.table, **how).encode(), error)


def whole(name: str, data: bytes, error: str) -> Bytes:
    return Bytes(name, lambda good: data, error, tables=1)


def in_line(number: int, change: Callable[[str], str]) -> Change:
    """A change of one line, counted from the end."""

    def changed(content: str) -> bytes:
        lines = content.split("\n")[:-1]
        lines[-number] = change(lines[-number])
        return ("\n".join(lines) + "\n").encode()

    return changed


def all_lines(change: Callable[[str], str]) -> Change:
    return lambda content: "".join(f"{change(line)}\n" for line in content.split("\n")[:-1]).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def quoted(line: str) -> str:
    return ",".join(f'"{cell}"' for cell in line.split(",")) if '"' not in line else line


def last_cut(content: str) -> bytes:
    """Without the end of the last row, as a broken transfer leaves it."""
    return content.rstrip("\n").rpartition(",")[0].encode()


ENCODINGS = [
    encoded("UTF-8 with a mark", "utf-8-sig"),
    encoded("UTF-16 with a mark", "utf-16"),
    Bytes("UTF-16 big-endian with a mark", lambda good: b"\xfe\xff" + titled(good).encode("utf-16-be")),
    encoded("UTF-16 without a mark", "utf-16-le"),
    encoded("UTF-16 big-endian without a mark", "utf-16-be"),
    encoded("UTF-32 with a mark", "utf-32"),
    Bytes("UTF-32 big-endian with a mark", lambda good: b"\x00\x00\xfe\xff" + titled(good).encode("utf-32-be")),
    encoded("UTF-32 without a mark", "utf-32-le", "E-FILE-BINARY"),
    encoded("UTF-32 big-endian without a mark", "utf-32-be", "E-FILE-BINARY"),
    encoded("Windows-1252", "cp1252", "", "I-FILE-ENCODING"),
    text("two marks", lambda content: b"\xef\xbb\xbf" * 2 + content.encode()),
    text("a mark within", lambda content: content.replace(",", ",\ufeff", 3).encode()),
    text("a NUL byte within", lambda content: content.replace(",", "\0,", 1).encode(), "E-FILE-BINARY"),
    text("NUL bytes at the end", lambda content: content.encode() + b"\0" * 4096, "E-FILE-BINARY"),
    text("NUL bytes alone", lambda content: b"\0" * len(content), "E-FILE-BINARY"),
    text("a NUL character in UTF-16", lambda content: content.replace(",", "\0,", 1).encode("utf-16"), "E-FILE-BINARY"),
    text("half a byte pair", lambda content: content.encode("utf-16")[:-1], "E-FILE-ENCODING"),
    text(
        "a lone surrogate in UTF-16",
        lambda content: b"\xff\xfe" + content.replace("\n", "\ud800\n", 1).encode("utf-16-le", "surrogatepass"),
        "E-FILE-ENCODING",
    ),
    text(
        "a lone surrogate in UTF-8",
        lambda content: content.replace("\n", "\ud83d\n", 1).encode("utf-8", "surrogatepass"),
        "E-FILE-ENCODING",
    ),
    text(
        "pairs of surrogates in UTF-8",
        lambda content: b"\xed\xa0\xbd\xed\xb8\x80\n" + content.encode(),
        "E-FILE-ENCODING",
    ),
    text(
        "broken UTF-8", lambda content: "Éé Àà Öö Üü\n".encode() + content.encode() + b"\xff\xfe\n", "E-FILE-ENCODING"
    ),
    text(
        "UTF-8 cut within a letter",
        lambda content: "Éé Àà Öö\n".encode() + content.encode() + b"\xc3",
        "E-FILE-ENCODING",
    ),
    text("EBCDIC", lambda content: content.encode("cp037"), "E-FILE-ENCODING"),
    text("UTF-7", lambda content: re.sub("(^|,)", r"\1+AGE-", content, flags=re.MULTILINE).encode(), "E-FILE-UNKNOWN"),
    text("control characters", lambda content: "".join(f"\x07{sign}" for sign in content).encode(), "E-FILE-BINARY"),
]

DIALECTS = [
    *(
        written(f"separated by {name}", separator=sign)
        for name, sign in (("semicolon", ";"), ("tab", "\t"), ("bar", "|"))
    ),
    written("lines ended as Windows does", line_end="\r\n"),
    written("lines ended as old Macintosh did", line_end="\r"),
    Bytes(
        "semicolons and Windows' encoding",
        lambda good: csv_text(good.table, separator=";", line_end="\r\n").encode("cp1252"),
    ),
    text("lines ended in two ways", lambda content: content.replace("\n", "\r\n", 2).encode()),
    text("no end of the last line", lambda content: content.rstrip("\n").encode()),
    text("every cell quoted", all_lines(quoted)),
    text("blanks after separators", all_lines(lambda line: line if '"' in line else line.replace(",", ", "))),
    text("separators at the end of lines", all_lines(lambda line: line + ",,,")),
    text("blank lines between", all_lines(lambda line: line + "\n")),
    text("lines of separators between", all_lines(lambda line: f"{line}\n{',' * line.count(',')}")),
    text("blank lines first", lambda content: b"\n\n\n" + content.encode()),
    text("blank lines last", lambda content: content.encode() + b"\n \n\t\n"),
    text("Excel's line on separators", lambda content: b"sep=,\n" + content.encode()),
    text("titles above", lambda content: b"Export\nof our system\n\n" + content.encode()),
    text("a control sign at the end", lambda content: content.encode() + b"\x1a"),
]

LINES = [
    text("an open quotation mark", in_line(2, lambda line: '"' + line), "E-FILE-OPEN-QUOTE"),
    text("an open quotation mark at the end", lambda content: content.encode() + b'"', "E-FILE-OPEN-QUOTE"),
    text(
        "quotation marks within a cell",
        in_line(2, lambda line: 'a "b" c' + line),
        errors=["E-ROW-QUOTES"],
        lost=(-2,),
    ),
    text("the last row cut", last_cut, errors=["E-ROW-CUT"], lost=(-1,)),
    text("a row with a cell too many", in_line(2, lambda line: line + ",5"), errors=["E-ROW-SHIFTED"], lost=(-2,)),
    text("a line too long", lambda content: content.encode() + b"x" * 300_000 + b"\n", "E-FILE-LONG-LINE", tables=1),
    text(
        "no ends of lines", lambda content: (content.replace("\n", ",") * 5_000).encode(), "E-FILE-LONG-LINE", tables=1
    ),
    text("701 columns", all_lines(lambda line: line + ",x" * 701), "E-FILE-TOO-MANY-COLUMNS", tables=1),
    text("60,000 columns", all_lines(lambda line: line + "," * 60_000), "E-FILE-TOO-MANY-COLUMNS", tables=1),
    text("a million columns", all_lines(lambda line: line + "," * 1_000_000), "E-FILE-LONG-LINE", tables=1),
    text("rows without their last cells", all_lines(lambda line: line.split(",")[0]), "E-FILE-UNKNOWN"),
    text("only separators", lambda content: b",,,\n" * 9, "E-FILE-EMPTY", tables=1),
]

OTHER_FILES = [
    whole("nothing", b"", "E-FILE-EMPTY"),
    whole("a mark alone", b"\xef\xbb\xbf", "E-FILE-EMPTY"),
    whole("a mark of UTF-16 alone", b"\xff\xfe", "E-FILE-EMPTY"),
    whole("blanks alone", b" \r\n\t\n \n", "E-FILE-EMPTY"),
    whole("random bytes", bytes(range(256)) * 40, "E-FILE-BINARY"),
    whole("old Excel", OLE + "Workbook".encode("utf-16-le"), "E-FILE-OLD-EXCEL"),
    whole("a workbook with a password", OLE + "EncryptedPackage".encode("utf-16-le"), "E-FILE-ENCRYPTED"),
    whole("a web page", b"\n <HTML><table><tr><td>School</td></tr></table></HTML>", "E-FILE-WEB-PAGE"),
    whole(
        "a web page of Excel", b'<?xml version="1.0"?><html xmlns:x="urn:x"><table></table></html>', "E-FILE-WEB-PAGE"
    ),
    whole("an XML spreadsheet", b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "E-FILE-XML"),
    whole("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "E-FILE-OTHER-FORMAT"),
    whole("a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "E-FILE-OTHER-FORMAT"),
    whole("a photograph", b"\xff\xd8\xff\xe0\0\x10JFIF", "E-FILE-OTHER-FORMAT"),
    whole("rich text", b"{\\rtf1\\ansi School\\par}", "E-FILE-OTHER-FORMAT"),
    whole("Parquet", b"PAR1" + b"\x15\x04" * 40, "E-FILE-OTHER-FORMAT"),
    whole("a database", b"SQLite format 3\0" + b"\x10\x00" * 40, "E-FILE-OTHER-FORMAT"),
    whole("a program", b"MZ\x90\0\x03" + b"\0" * 64, "E-FILE-OTHER-FORMAT"),
    whole("a Word document", zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "E-FILE-OTHER-FORMAT"),
    whole("slides", zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "E-FILE-OTHER-FORMAT"),
    whole("Apple Numbers", zipped({"Index/Document.iwa": b""}), "E-FILE-OTHER-FORMAT"),
    whole(
        "OpenDocument", zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "E-FILE-OPEN-DOCUMENT"
    ),
    whole("a binary workbook", zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "E-FILE-BINARY-WORKBOOK"),
    whole("an archive of nothing", zipped({}), "E-FILE-ZIP"),
    text("a ZIP folder", lambda content: zipped({"report.csv": content.encode()}), "E-FILE-ZIP"),
    text("packed by gzip", lambda content: gzip.compress(content.encode(), mtime=0), "E-FILE-OTHER-FORMAT"),
    text("packed by bzip2", lambda content: bz2.compress(content.encode()), "E-FILE-OTHER-FORMAT"),
    text("packed by xz", lambda content: lzma.compress(content.encode()), "E-FILE-OTHER-FORMAT"),
    text("JSON", lambda content: json.dumps([content.split("\n")]).encode(), "E-FILE-OTHER-FORMAT"),
    text("base64", lambda content: base64.encodebytes(content.encode()), "E-FILE-UNKNOWN"),
    text("an address", lambda content: quote(content).encode(), "E-FILE-UNKNOWN"),
    text("a letter", lambda content: b"Dear all,\nplease find our figures, as asked.\nYours\n", "E-FILE-UNKNOWN"),
]

KINDS = [*ENCODINGS, *DIALECTS, *LINES, *OTHER_FILES]
