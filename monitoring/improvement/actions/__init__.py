from .adopt import Terms, adopt_strategy, record_step
from .keep_evidence import keep_evidence, refuse_file, remove_evidence
from .keep_resource import keep_resource, note_support
from .log_progress import Entry, log_progress, set_milestone
from .ship_strategies import ship_strategies
from .write_plan import write_plan
from .write_strategy import retire_strategy, write_own_strategy, write_strategy

__all__ = [
    "Entry",
    "Terms",
    "adopt_strategy",
    "keep_evidence",
    "keep_resource",
    "log_progress",
    "note_support",
    "record_step",
    "refuse_file",
    "remove_evidence",
    "retire_strategy",
    "set_milestone",
    "ship_strategies",
    "write_own_strategy",
    "write_plan",
    "write_strategy",
]
