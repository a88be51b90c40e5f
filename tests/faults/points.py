"""The named points: places in the code where a process can be killed exactly there, and what surviving it proves.

The one table of them. `interposer.py` puts itself there; the product knows nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal["before", "after", "before commit", "after commit"]
Program = Literal["web", "worker"]

RECEIVE = "monitoring.intake.actions.receive_upload"
CHECK = "monitoring.intake.actions.check_upload"
DURABLE = "monitoring.intake.durable"
FILES = "monitoring.intake.files"
OUTBOX = "districts.outbox"
WRITING = "monitoring.results.writing"
FRAMES = "monitoring.results.database_frames"


@dataclass(frozen=True)
class Point:
    """`place` of a call of `function`; or of the commit of the transaction in which it was called."""

    name: str
    program: Program
    place: Place
    module: str
    function: str
    proves: str


POINTS = {
    point.name: point
    for point in (
        Point("synced", "web", "before", RECEIVE, "wait_for", "bytes without a name are nobody's, and are swept"),
        Point("unnamed", "web", "before", DURABLE, "move_into_place", "until it has its name a file is not there"),
        Point("named", "web", "after", DURABLE, "move_into_place", "a name without a row is swept, or taken over"),
        Point("settled", "web", "after", DURABLE, "settle", "the same, once the folders are synced"),
        Point("recorded", "web", "before commit", RECEIVE, "_record", "row, event and job stand or fall together"),
        Point("promised", "web", "after commit", RECEIVE, "_record", "what is committed is done, though never sent"),
        Point("marked", "web", "before", OUTBOX, "_hand_over", "a job marked as sent and not sent is sent again"),
        Point("unanswered", "web", "after", OUTBOX, "_hand_over", "sent and not answered: the key finds it again"),
        Point("relay-marked", "worker", "before", OUTBOX, "_hand_over", "the relay marks first, and sends again"),
        Point("relay-sent", "worker", "after", OUTBOX, "_hand_over", "a relay that dies after sending doubles nothing"),
        Point("leased", "worker", "after", OUTBOX, "_take_lease", "a lease without a worker is taken back"),
        Point("judged", "worker", "before", CHECK, "freeze_snapshot", "a check that ends half-way left nothing"),
        Point("frozen", "worker", "after", FILES, "keep_snapshot", "a snapshot's file without a row is swept or used"),
        Point("concluded", "worker", "after", CHECK, "_conclude", "between freezing and commit nothing is in force"),
        Point("finished", "worker", "before commit", OUTBOX, "_end", "effects and the end of their job are one commit"),
        Point("unheard", "worker", "after commit", OUTBOX, "_end", "delivered again after its end, a job does nothing"),
        Point("copied", "worker", "after", FRAMES, "stage_rows", "COPY that breaks off leaves the results alone"),
        Point("half-written", "worker", "after", WRITING, "write_years", "tables of results change together"),
    )
}

# Done wrong, once, to see the ledger go red; never part of a campaign. By point: what is done there instead.
SABOTAGE = {
    Point("no job", "web", "before", RECEIVE, "enqueue", "an upload whose check nobody promised"): "leave out",
    Point("no event", "web", "before", RECEIVE, "record", "an upload without its event"): "leave out",
    Point("no file", "web", "after", DURABLE, "move_into_place", "an upload whose bytes are lost"): "lose",
    Point("no commit", "web", "before commit", RECEIVE, "_record", "acknowledged and not there"): "leave out",
    Point("doubled rows", "worker", "before", CHECK, "freeze_snapshot", "a snapshot with each row twice"): "double",
}
