"""The processes that web and worker fork end with the one that forked them, also when it is killed outright.

Otherwise they would hold the page's port, or do jobs that nobody waits for any more, beside those that are started in
their place. gunicorn reads this file as its configuration; `equityplan.celery` connects the worker.
"""

from __future__ import annotations

import os
import signal
from typing import Any

from equityplan.embedded.process import follow


def post_fork(server: Any, process: Any) -> None:
    """gunicorn's hook, in each new process."""
    end_with_parent()


def end_with_parent(**_: Any) -> None:
    follow(os.getppid(), signal.SIGKILL)
