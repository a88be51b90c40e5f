"""What a file is, told by its first bytes. The name of a file is never asked: people rename files."""

from __future__ import annotations

import io
import re
import zipfile

from monitoring.intake.reading.refusal import FileRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Excel, and every password-protected new one
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")

OTHER_FORMATS = {
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"BZh": "a compressed file (bzip2)",
    b"\xfd7zXZ": "a compressed file (xz)",
    b"7z\xbc\xaf": "a compressed file (7-Zip)",
    b"Rar!": "a compressed file (RAR)",
    b"\x28\xb5\x2f\xfd": "a compressed file (zstd)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a text document (RTF)",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}
WEB_PAGE = re.compile(rb"\s*(<!doctype\s+html|<html|<head|<body|<table|<meta|<script|<style|<!--)", re.IGNORECASE)
XML = re.compile(rb"\s*<\?xml", re.IGNORECASE)


def recognize_kind(content: io.BytesIO) -> str:
    """'workbook' or 'text'. Everything else is refused with the kind of file it is and what to do about it."""
    head = content.read(8192)
    content.seek(0)
    if not head:
        raise FileRefused("E-FILE-EMPTY")
    if head.startswith(OLE):
        raise FileRefused("E-FILE-ENCRYPTED" if ENCRYPTED_PACKAGE in content.getvalue() else "E-FILE-OLD-EXCEL")
    if head.startswith(b"PK"):
        return _kind_of_zip(content)
    for mark, name in OTHER_FORMATS.items():
        if head.startswith(mark):
            raise FileRefused("E-FILE-OTHER-FORMAT", name)
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> str:
    if head.startswith(TEXT_MARKS):
        return "text"
    if not head.strip():
        return "text"
    if WEB_PAGE.match(head):
        raise FileRefused("E-FILE-WEB-PAGE")
    if XML.match(head):
        raise FileRefused("E-FILE-WEB-PAGE" if b"<html" in head.lower() else "E-FILE-XML")
    if head.lstrip()[:1] in (b"{", b"["):
        raise FileRefused("E-FILE-OTHER-FORMAT", "a JSON file")
    controls = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 32)))
    if controls > max(1, len(head) // 50):
        raise FileRefused("E-FILE-BINARY")
    return "text"


def _kind_of_zip(content: io.BytesIO) -> str:
    try:
        with zipfile.ZipFile(content) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                _refuse_open_document(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise FileRefused("E-FILE-DAMAGED", "workbook") from error
    if "xl/workbook.xml" in names:
        return "workbook"
    if "xl/workbook.bin" in names:
        raise FileRefused("E-FILE-BINARY-WORKBOOK")
    if any(name.startswith("word/") for name in names):
        raise FileRefused("E-FILE-OTHER-FORMAT", "a Word document")
    if any(name.startswith("ppt/") for name in names):
        raise FileRefused("E-FILE-OTHER-FORMAT", "a PowerPoint presentation")
    if any(name.endswith(".iwa") for name in names):
        raise FileRefused("E-FILE-OTHER-FORMAT", "an Apple Numbers file")
    if any(name.startswith("xl/") for name in names) or "[Content_Types].xml" in names:
        raise FileRefused("E-FILE-DAMAGED", "workbook")
    raise FileRefused("E-FILE-ZIP", "1 file" if len(names) == 1 else f"{len(names):,} files")


def _refuse_open_document(archive: zipfile.ZipFile) -> None:
    with archive.open("mimetype") as member:
        if b"opendocument" in member.read(200):
            raise FileRefused("E-FILE-OPEN-DOCUMENT")
