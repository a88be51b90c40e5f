from .adoption import Adoption, AdoptionStep, steps_of
from .evidence import EvidenceFile
from .progress import Milestone, Progress
from .resource import EvaluationSupport, Resource
from .strategy import OwnStrategy, OwnStrategyVersion, Strategy, StrategyVersion, WordsOfVersion

__all__ = [
    "Adoption",
    "AdoptionStep",
    "EvaluationSupport",
    "EvidenceFile",
    "Milestone",
    "OwnStrategy",
    "OwnStrategyVersion",
    "Progress",
    "Resource",
    "Strategy",
    "StrategyVersion",
    "WordsOfVersion",
    "steps_of",
]
