"""Why a job did not succeed: a code and a plain sentence for people, a place in the code for the operator.

The text of an exception goes nowhere: a database quotes rows in it, a reader cells.
"""

import traceback

from celery.exceptions import SoftTimeLimitExceeded
from django.db import Error as DatabaseTrouble

STOPPED, TIME, MEMORY, DATABASE, STORAGE, LEASE, UNEXPECTED = (
    "stopped",
    "time",
    "memory",
    "database",
    "storage",
    "lease",
    "unexpected",
)
SENTENCES = {
    STOPPED: "The service stopped in the middle of it each time; it may be too much for this machine.",
    TIME: "It took longer than it may.",
    MEMORY: "It needed more memory than there is.",
    DATABASE: "The database did not take what was to be written.",
    STORAGE: "A stored file could not be read or written.",
    LEASE: "It was taken over while it was still at work.",
    UNEXPECTED: "Something went wrong in the service itself.",
}


class StoppedFromOutside(RuntimeError):
    """A process that this work needs was ended by somebody else: an operator, or a system short of memory."""


class LeaseLost(RuntimeError):
    """Another worker took the job over while this one was at it; nothing of this run is kept."""


class TookTooLong(RuntimeError):
    """A bound of time was reached by work that is known to need less: the machine is too busy."""


KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (LeaseLost, LEASE),
    (StoppedFromOutside, STOPPED),
    (SoftTimeLimitExceeded, TIME),
    (TookTooLong, TIME),
    (MemoryError, MEMORY),
    (DatabaseTrouble, DATABASE),
    (OSError, STORAGE),
)


def code_of(trouble: BaseException) -> str:
    """
    >>> code_of(FileNotFoundError("of Ann Lee")), code_of(KeyError("Ann Lee"))
    ('storage', 'unexpected')
    """
    return next((code for kind, code in KINDS if isinstance(trouble, kind)), UNEXPECTED)


def sentence_of(code: str) -> str:
    """What people read; nothing where there is no trouble.

    >>> sentence_of("time")
    'It took longer than it may. (time)'
    """
    return f"{SENTENCES[code]} ({code})" if code in SENTENCES else SENTENCES[UNEXPECTED] if code else ""


def place_of(trouble: BaseException) -> str:
    """For the log: the kinds of the exception and of what caused it, and the lines they came through, without a word of
    their texts.
    """
    told: list[str] = []
    seen: BaseException | None = trouble
    while seen and len(told) < 5:
        frames = traceback.extract_tb(seen.__traceback__)
        lines = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        told.append(f"{type(seen).__module__}.{type(seen).__qualname__} at {lines}")
        seen = seen.__cause__ or seen.__context__
    return "; from ".join(told)
