"""Why a file cannot be read at all, as a value that crosses processes, and as the exception that carries it."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Note:
    """One remark about the file itself.

    `rule_id` names a rule of the catalogue; `value` and `other` fill its message.
    """

    rule_id: str
    value: str = ""
    other: str = ""
    row_number: int | None = None


class FileRefused(Exception):
    """The file cannot be read. Raised only while reading; callers of `read_table` receive the note as a value."""

    def __init__(self, rule_id: str, value: object = "", other: object = "", row_number: int | None = None) -> None:
        super().__init__(rule_id)
        self.note = Note(rule_id, str(value), str(other), row_number)
