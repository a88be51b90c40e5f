"""On PYTHONPATH of a city's processes only: Python imports this before anything else of theirs."""

import os

if os.environ.get("EQP_FAULT_POINTS"):
    from tests.faults import interposer

    interposer.install()
