"""The client's ledger: what was sent, what was answered, what was done to the city. Every line is on disk at once."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.files_sent import Content


@dataclass
class Sent:
    """One file that somebody sent once, or under one key until it was acknowledged.

    `cut`: the connection was closed before the body was whole. `answers`: the status of each try, 0 where none came.
    """

    number: int
    district: str
    person: str
    content: Content
    key: str | None = None
    cut: bool = False
    answers: list[int] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    @property
    def is_acknowledged(self) -> bool:
        return bool(self.ids)

    @property
    def may_exist(self) -> bool:
        """Without an acknowledgement: only where the last word was none, or of trouble that is the server's."""
        return not self.cut and any(status == 0 or status >= 500 for status in self.answers)


class Ledger:
    """Written by several threads."""

    def __init__(self, path: Path) -> None:
        self.sent: list[Sent] = []
        self.faults: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._began = time.monotonic()
        self._file = path.open("w")

    def write(self, what: str, **told: Any) -> None:
        line = {"second": round(time.monotonic() - self._began, 3), "what": what, **told}
        with self._lock:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()

    def sending(self, district: str, person: str, content: Content, *, key: str | None, cut: bool) -> Sent:
        with self._lock:
            one = Sent(len(self.sent) + 1, district, person, content, key, cut)
            self.sent.append(one)
        rows = {f"{dataset} {year}": [rows.count, rows.sums] for (dataset, year), rows in content.rows.items()}
        told = {"number": one.number, "person": person, "kind": content.kind, "sha256": content.sha256, "rows": rows}
        self.write("sending", **told, key=key, cut=cut)
        return one

    def answered(self, one: Sent, status: int, upload_id: str = "") -> None:
        with self._lock:
            one.answers.append(status)
            if upload_id:
                one.ids.add(upload_id)
        self.write("answered", number=one.number, status=status, id=upload_id)

    @property
    def answers(self) -> int:
        """How many tries are over."""
        return sum(len(one.answers) for one in self.sent)

    def fault(self, name: str, *, happened: bool, took: float) -> None:
        with self._lock:
            (self.faults if happened else self.missed)[name] += 1
        self.write("fault", name=name, happened=happened, took=round(took, 2))

    def close(self) -> None:
        self._file.close()
