"""CSV of any sane dialect to text cells, whole columns at a time; ragged rows and stray quotes are set aside, not
guessed at.
"""

from __future__ import annotations

import codecs
import io
import re

import polars as pl

from monitoring.intake.reading.encoding import decode
from monitoring.intake.reading.limits import Limits
from monitoring.intake.reading.refusal import FileRefused, Note
from monitoring.intake.reading.regular import is_evenly_spaced, is_plain, parse_regular
from monitoring.intake.reading.table import NARROW, Table, number_rows

SEPARATORS = (",", ";", "\t", "|")
SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
QUOTED = r'"(?:[^"]|"")*"'
SAMPLE_LINES = 200
END = "\x1a"  # by which old programs end a file


def read_delimited(content: io.BytesIO, limits: Limits) -> Table:
    """Grain out: one row a record, blank records included, so that row numbers are those a spreadsheet shows. The
    content is closed, for its memory is needed.
    """
    if regular := _read_regular(content.getvalue(), limits):
        return regular
    text, notes = decode(content.getvalue())
    content.close()
    text = text.removesuffix(END)
    if not text or text.isspace():
        raise FileRefused("E-FILE-EMPTY")
    return _read_text(text, notes, limits)


def _read_text(text: str, notes: list[Note], limits: Limits) -> Table:
    """With a look at each line."""
    is_quoted = '"' in text  # without quotation marks each line is a record, and each separator is one
    lines = _lines(text, limits)
    records = _records(lines) if is_quoted else pl.DataFrame({"text": lines})
    separator = find_separator(records["text"].head(SAMPLE_LINES).to_list())
    sound = pl.col("text").str.contains(_sound_record(separator)) if is_quoted else pl.lit(True)
    measured = records.with_columns(fields=_field_count(separator, is_quoted=is_quoted), sound=sound)
    width = int(measured.filter("sound")["fields"].max() or 1)  # type: ignore[arg-type]
    if width > limits.columns:
        raise FileRefused("E-FILE-TOO-MANY-COLUMNS", f"{width:,}", f"{limits.columns:,}")
    numbered = measured.with_row_index("row_number", offset=1)
    return Table(
        cells=number_rows(
            _parse(measured, separator, width, is_quoted=is_quoted),
            is_tidy=_is_tidy(text.encode(), separator),
        ),
        format="csv",
        dialect=SEPARATOR_NAMES[separator],
        has_at="@" in text,
        notes=tuple(notes),
        broken_rows=tuple(numbered.filter(~pl.col("sound"))["row_number"]),
        cut_row=None if text.endswith(("\n", "\r")) else _cut_row(measured),
        narrow=numbered.filter("sound", pl.col("fields") < width, pl.col("text") != "")
        .select(list(NARROW))
        .cast(NARROW),  # type: ignore[arg-type]
    )


def _read_regular(data: bytes, limits: Limits) -> Table | None:
    """The same of content that is regular; None of all other."""
    data = data.removeprefix(codecs.BOM_UTF8)
    if not is_plain(data) or data.isspace():
        return None
    sample = [line.decode("ascii") for line in data.split(b"\n", SAMPLE_LINES)[:SAMPLE_LINES]]
    separator = find_separator(sample)
    cells = parse_regular(data, separator, limits)
    if cells is None:
        return None
    return Table(
        cells=number_rows(cells, is_tidy=is_evenly_spaced(data, separator)),
        format="csv",
        dialect=SEPARATOR_NAMES[separator],
        has_at=b"@" in data,
    )


def find_separator(lines: list[str]) -> str:
    """The separator that cuts the most lines into the same number of fields; the comma where none does."""

    def score(separator: str) -> tuple[float, int]:
        counts = [re.sub(QUOTED, "", line).count(separator) for line in lines if line.strip()]
        split = [count for count in counts if count]
        if not split:
            return 0.0, 0
        common = max(set(split), key=split.count)
        return split.count(common) / len(counts), common

    return max(SEPARATORS, key=score)


def _lines(text: str, limits: Limits) -> pl.Series:
    if "\n" not in text and "\r" in text:
        text = text.replace("\r", "\n")
    lines = pl.Series("text", [text]).str.split("\n").explode(keep_nulls=False, empty_as_null=False)
    lines = lines.str.strip_suffix("\r") if "\r" in text else lines
    if lines.len() > limits.rows:
        raise FileRefused("E-FILE-TOO-MANY-ROWS", f"{lines.len():,}", f"{limits.rows:,}")
    longest = int(lines.str.len_bytes().max() or 0)  # type: ignore[arg-type]
    if longest > limits.line_characters:
        where = int(lines.str.len_bytes().arg_max() or 0) + 1
        raise FileRefused("E-FILE-LONG-LINE", f"{longest:,}", f"{limits.line_characters:,}", where)
    return lines


def _records(lines: pl.Series) -> pl.DataFrame:
    """Lines joined to records: a line break inside quotes does not end one. Grain out: one row a record."""
    frame = pl.DataFrame({"text": lines}).with_columns(quotes=pl.col("text").str.count_matches('"', literal=True))
    if frame["quotes"].sum() % 2:
        odd = frame.with_row_index("line", offset=1).filter(pl.col("quotes") % 2 == 1)
        raise FileRefused("E-FILE-OPEN-QUOTE", row_number=int(odd["line"][-1]))
    if not (frame["quotes"] % 2 == 1).any():
        return frame.select("text")
    open_before = pl.col("quotes").cum_sum().shift(1, fill_value=0) % 2 == 1
    frame = frame.with_columns(record=(~open_before).cum_sum())
    return frame.group_by("record", maintain_order=True).agg(pl.col("text").str.join("\n")).select("text")


def _field_count(separator: str, *, is_quoted: bool) -> pl.Expr:
    bare = pl.col("text").str.replace_all(QUOTED, "") if is_quoted else pl.col("text")
    return (bare.str.count_matches(separator, literal=True) + 1).cast(pl.UInt32)


def _cut_row(measured: pl.DataFrame) -> int | None:
    """The last record, where it has fewer fields than the one before; some programs leave out the last end of line, but
    none leaves out separators in the last record alone.
    """
    last = measured["fields"].tail(2).to_list()
    return measured.height if len(last) == 2 and last[1] < last[0] else None


def _sound_record(separator: str) -> str:
    """A record whose quotes enclose whole fields (RFC 4180). Anything else cannot be cut without guessing."""
    sep = re.escape(separator)
    field = rf'(?:"(?:[^"]|"")*"{_blanks(separator)}*|[^"{sep}]*)'
    return rf"(?s)\A{field}(?:{sep}{field})*\z"


def _blanks(separator: str) -> str:
    """What may stand after a closing quotation mark."""
    return " " if separator == "\t" else r"[ \t]"


def _is_tidy(data: bytes, separator: str) -> bool:
    return is_plain(data) and is_evenly_spaced(data, separator)


def _parse(measured: pl.DataFrame, separator: str, width: int, *, is_quoted: bool) -> pl.DataFrame:
    """Cells as text; the columns are c0, c1, … Records that are not sound come out blank."""
    columns = {f"c{position}": pl.String for position in range(width)}
    whole = pl.col("text").str.replace_all(rf'"{_blanks(separator)}+({re.escape(separator)}|$)', '"$1')
    sound = pl.when("sound").then(whole).otherwise(pl.lit(""))
    blob = measured.select(sound if is_quoted else "text").to_series().str.join("\n")[0]
    if not blob.strip("\n"):
        return pl.DataFrame({name: [None] * measured.height for name in columns}, schema=columns)
    cells = pl.read_csv(
        (blob + "\n").encode(),
        has_header=False,
        separator=separator,
        schema=columns,
        missing_columns="insert",
        truncate_ragged_lines=True,
        quote_char='"',
    )
    if cells.height != measured.height:
        raise FileRefused("E-FILE-UNREADABLE", f"{cells.height:,} of {measured.height:,} rows")
    return cells
