from .adoption import Adoption, AdoptionStep, steps_of
from .progress import Milestone, Progress
from .resource import EvaluationSupport, Resource
from .strategy import OwnStrategy, OwnStrategyVersion, Strategy, StrategyVersion, WordsOfVersion

__all__ = [
    "Adoption",
    "AdoptionStep",
    "EvaluationSupport",
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
