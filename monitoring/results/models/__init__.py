"""What was computed, and from what. One noun a file."""

from .bands import DistrictBand, SchoolBand
from .delay import Delay
from .dual_run import DualRun
from .facts import DistrictFacts
from .gaps import DistrictGap, StateGap
from .moves import DistrictMove, StateMove
from .people import PartialSum, PersonYear, SummedFiles
from .runs import Run
from .sources import DistrictSource, StateSource
from .values import DistrictValue, SchoolValue, StateValue

__all__ = [
    "Delay",
    "DistrictBand",
    "DistrictFacts",
    "DistrictGap",
    "DistrictMove",
    "DistrictSource",
    "DistrictValue",
    "DualRun",
    "PartialSum",
    "PersonYear",
    "Run",
    "SchoolBand",
    "SchoolValue",
    "StateGap",
    "StateMove",
    "StateSource",
    "StateValue",
    "SummedFiles",
]
