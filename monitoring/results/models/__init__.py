"""What was computed, and from what. One noun a file."""

from .bands import DistrictBand, SchoolBand
from .delay import Delay
from .dual_run import DualRun
from .experiences import ExperienceReport, ExperienceTable, ScheduleYear, SharedExperiences, StateExperiences
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
    "ExperienceReport",
    "ExperienceTable",
    "PartialSum",
    "PersonYear",
    "Run",
    "ScheduleYear",
    "SchoolBand",
    "SchoolValue",
    "SharedExperiences",
    "StateExperiences",
    "StateGap",
    "StateMove",
    "StateSource",
    "StateValue",
    "SummedFiles",
]
