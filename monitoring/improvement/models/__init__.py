from .adoption import Adoption, AdoptionStep, steps_of
from .progress import Milestone, Progress
from .strategy import OwnStrategy, OwnStrategyVersion, Strategy, StrategyVersion, WordsOfVersion

__all__ = [
    "Adoption",
    "AdoptionStep",
    "Milestone",
    "OwnStrategy",
    "OwnStrategyVersion",
    "Progress",
    "Strategy",
    "StrategyVersion",
    "WordsOfVersion",
    "steps_of",
]
