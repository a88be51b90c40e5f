from .adoptions import (
    Adopted,
    adoption_by_number,
    adoptions_of_district,
    evidence_of,
    log_of,
    milestones_of,
)
from .catalogue import (
    Listed,
    own_strategies_of_district,
    own_strategy_by_number,
    resources_for_all,
    strategies_for_all,
    strategy_by_key,
)
from .gaps_aimed_at import gaps_aimed_at
from .support import support_of
from .uptake import uptake_for_ese

__all__ = [
    "Adopted",
    "Listed",
    "adoption_by_number",
    "adoptions_of_district",
    "evidence_of",
    "gaps_aimed_at",
    "log_of",
    "milestones_of",
    "own_strategies_of_district",
    "own_strategy_by_number",
    "resources_for_all",
    "strategies_for_all",
    "strategy_by_key",
    "support_of",
    "uptake_for_ese",
]
