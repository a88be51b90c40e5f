from .adoption import Adoption, AdoptionStep, steps_of
from .cause import Cause, CauseLink, CauseVersion, Claim, Evidence, GapStudy, NamedCause
from .evidence import EvidenceFile
from .progress import Milestone, Progress
from .resource import EvaluationSupport, Resource
from .strategy import OwnStrategy, OwnStrategyVersion, Strategy, StrategyVersion, WordsOfVersion

__all__ = [
    "Adoption",
    "AdoptionStep",
    "Cause",
    "CauseLink",
    "CauseVersion",
    "Claim",
    "EvaluationSupport",
    "Evidence",
    "EvidenceFile",
    "GapStudy",
    "Milestone",
    "NamedCause",
    "OwnStrategy",
    "OwnStrategyVersion",
    "Progress",
    "Resource",
    "Strategy",
    "StrategyVersion",
    "WordsOfVersion",
    "steps_of",
]
