"""The reading process, `python -m monitoring.intake.reading.child FILE FOLDER LIMITS`: leaves a table, or why there is
none.

It is started by exec and never by fork, may be ended by its parent at any moment, and touches nothing but FOLDER.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

from monitoring.intake.reading.delimited import read_delimited
from monitoring.intake.reading.kinds import recognize_kind
from monitoring.intake.reading.limits import Limits
from monitoring.intake.reading.refusal import FileRefused
from monitoring.intake.reading.workbook import read_workbook


def main(path: Path, folder: Path, limits: Limits) -> None:
    try:
        read = {"text": read_delimited, "workbook": read_workbook}[recognize_kind(path, limits)]
        table = read(path, limits)
        if not table.cells.height:
            raise FileRefused("E-FILE-EMPTY")
        table.write(folder)
    except FileRefused as refused:
        (folder / "refused.json").write_text(json.dumps(dataclasses.asdict(refused.note)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Limits.from_json(sys.argv[3]))
