"""Damage to a workbook as an archive and as markup."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

from monitoring.intake.reading.limits import DEFAULT
from tests.intake.malformed.good import Good
from tests.intake.malformed.workbooks import (
    BOOK,
    SHEET,
    STRINGS,
    book,
    in_part,
    parts,
    repacked,
    with_part,
    without,
    workbook,
)

SMALL = replace(DEFAULT, unpacked_bytes=4 << 20)
DAMAGED, FAR = "E-FILE-DAMAGED", "E-FILE-TOO-MANY-COLUMNS"


def cut(share: float) -> Callable[[Good], bytes]:
    return lambda good: workbook(good)[: max(4, int(len(workbook(good)) * share))]


def flipped(nth: int) -> Callable[[Good], bytes]:
    """A bit of the packed sheet is another."""

    def make(good: Good) -> bytes:
        data = bytearray(workbook(good))
        with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
            one = archive.getinfo(SHEET)
        start = one.header_offset + 30 + len(one.filename)
        data[start + one.compress_size * nth // 7] ^= 0x10
        return bytes(data)

    return make


def flagged(good: Good) -> bytes:
    """Every member says that it is encrypted."""
    data = bytearray(workbook(good))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def doctype(text: str, part: str = SHEET, encoding: str = "utf-8") -> Callable[[Good], bytes]:
    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        head, _, rest = content.decode().partition("?>")
        return f"{head}?>{text}{rest}".replace("UTF-8", encoding.upper(), 1).encode(encoding)

    return parts(change)


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {two} '{f'&{one};' * 10}'>" for one, two in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x PUBLIC "-//x//EN" "http://127.0.0.1:1/x.dtd">'


def in_strict_form(good: Good) -> bytes:
    """As Excel's “Strict Open XML Spreadsheet” names things."""
    strict = b"http://purl.oclc.org/ooxml"

    def change(name: str, content: bytes) -> bytes:
        for old, new in (
            (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", strict + b"/spreadsheetml/main"),
            (b"http://schemas.openxmlformats.org/officeDocument/2006", strict + b"/officeDocument"),
        ):
            content = content.replace(old, new)
        return content

    return repacked(workbook(good), change)


def renamed_sheet(new: str) -> Callable[[Good], bytes]:
    """The part of the sheet has another name, which a relation tells."""

    def make(good: Good) -> bytes:
        data = repacked(workbook(good))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read(SHEET)
        links = "xl/_rels/workbook.xml.rels"

        def change(name: str, old: bytes) -> bytes | None:
            linked = old.replace(b"worksheets/sheet1.xml", new.encode()) if name == links else old
            return None if name == SHEET else linked

        return repacked(data, change, extra=[(f"xl/{new}", content)])

    return make


def a_sheet_twice(good: Good) -> bytes:
    return with_part((SHEET.replace("1", "X"), b"<worksheet/>"))(good).replace(b"sheetX.xml", b"sheet1.xml")


def doctyped(data: bytes, part: str) -> bytes:
    return repacked(data, lambda name, old: old.replace(b"?>", b"?>" + OUTSIDE.encode(), 1) if name == part else old)


ARCHIVES = [
    *(
        book(f"cut at {share:.1%}", cut(share), DAMAGED)
        for share in (0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 0.999)
    ),
    *(book(f"bit {nth} of the sheet flipped", flipped(nth), DAMAGED) for nth in range(1, 7)),
    book("encrypted members", flagged, "E-FILE-ENCRYPTED"),
    book("paths above", with_part(("../../etc/passwd", b"x")), "E-FILE-UNSAFE-PATH"),
    book("paths above within", with_part(("xl/../../x", b"x")), "E-FILE-UNSAFE-PATH"),
    book("paths from the root", with_part(("/etc/passwd", b"x")), "E-FILE-UNSAFE-PATH"),
    book("paths of Windows", with_part(("C:\\x", b"x")), "E-FILE-UNSAFE-PATH"),
    book("paths above of Windows", with_part(("..\\..\\x", b"x")), "E-FILE-UNSAFE-PATH"),
    book("a bomb", with_part(("xl/media/bomb.bin", b"\0" * (9 << 20))), "E-FILE-UNPACKS-TOO-LARGE", limits=SMALL),
    book(
        "many small bombs",
        with_part(*((f"xl/media/{n}.bin", b"\0" * (1 << 20)) for n in range(9))),
        "E-FILE-UNPACKS-TOO-LARGE",
        limits=SMALL,
    ),
    book(
        "2,000 members",
        with_part(*((f"xl/extra/{n}.xml", b"") for n in range(2_000))),
        "E-FILE-TOO-MANY-PARTS",
        tables=1,
    ),
    book("100,000 members", with_part(*((f"{n}", b"") for n in range(100_000))), "E-FILE-TOO-MANY-PARTS", tables=1),
    book("a sheet twice", a_sheet_twice, DAMAGED),
    *(book(f"without {name}", without(name), DAMAGED) for name in (BOOK, SHEET, STRINGS, "xl/_rels/workbook.xml.rels")),
    book("without styles", without("xl/styles.xml")),
    book("without types", without("[Content_Types].xml")),
    book("not packed", parts(method=zipfile.ZIP_STORED)),
    book("packed by bzip2", parts(method=zipfile.ZIP_BZIP2), DAMAGED),
    book("packed by LZMA", parts(method=zipfile.ZIP_LZMA), DAMAGED),
    book("folders as members", with_part(("xl/", b""), ("xl/media/", b""))),
    book("a comment at its end", lambda good: workbook(good)[:-2] + b"\x05\x00hello"),
    book("macros", with_part(("xl/vbaProject.bin", OLE := b"\xd0\xcf\x11\xe0" * 9)), "", "I-FILE-MACROS"),
    book(
        "objects and links",
        with_part(("xl/embeddings/oleObject1.bin", OLE), ("xl/externalLinks/externalLink1.xml", b"<x/>")),
    ),
]

MARKUP = [
    book("markup broken", in_part(SHEET, b"</sheetData>", b"</sheetDatX>"), DAMAGED),
    book("an end of a row left out", in_part(SHEET, b"</row>", b"")),
    book("billion laughs", doctype(LAUGHS), "E-FILE-ENTITIES"),
    book("billion laughs in texts", doctype(LAUGHS, STRINGS), "E-FILE-ENTITIES"),
    book("an outside entity", doctype(OUTSIDE), "E-FILE-ENTITIES"),
    book("an outside entity in the book", doctype(OUTSIDE, BOOK), "E-FILE-ENTITIES"),
    book("an outside entity in texts", doctype(OUTSIDE, STRINGS), "E-FILE-ENTITIES"),
    book("a remote definition", doctype(REMOTE), "E-FILE-ENTITIES"),
    book("entities in UTF-16", doctype(OUTSIDE, SHEET, "utf-16"), DAMAGED),
    book("a text that is not there", in_part(SHEET, b"<v>0</v>", b"<v>99999</v>"), DAMAGED),
    book("a cell far to the right", in_part(SHEET, b'r="B2"', b'r="XFD2"'), FAR),
    book("a cell at AAA", in_part(SHEET, b'r="B2"', b'r="AAA2"'), FAR),
    book("a far cell in other quotes", in_part(SHEET, b'<c r="B2"', b"<c r='XFD2'"), FAR),
    book("a far cell behind its style", in_part(SHEET, b'<c r="B2"', b'<c s="0" r="XFD2"'), FAR),
    book("a row far below", in_part(SHEET, b'<row r="2"', b'<row r="1100002"'), "E-FILE-TOO-MANY-ROWS"),
    book("another extent", in_part(SHEET, b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')),
    book("in strict form", in_strict_form),
    book("a sheet of another name", renamed_sheet("worksheets/data.XML")),
    book(
        "entities in a sheet of another name",
        lambda good: doctyped(renamed_sheet("data.bin")(good), "xl/data.bin"),
        "E-FILE-ENTITIES",
    ),
]
