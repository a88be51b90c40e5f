from .adopt import Terms, adopt_strategy, record_step
from .keep_evidence import keep_evidence, refuse_file, remove_evidence
from .keep_resource import keep_resource, note_support
from .log_progress import Entry, log_progress, set_milestone
from .look_for_causes import Item, OwnCause, Thought, add_evidence, link_causes, name_cause, say_of_cause, study_gap
from .ship_strategies import ship_strategies
from .write_cause import ship_causes, write_cause
from .write_plan import write_plan
from .write_strategy import retire_strategy, write_own_strategy, write_strategy

__all__ = [
    "Entry",
    "Item",
    "OwnCause",
    "Terms",
    "Thought",
    "add_evidence",
    "adopt_strategy",
    "keep_evidence",
    "keep_resource",
    "link_causes",
    "log_progress",
    "name_cause",
    "note_support",
    "record_step",
    "refuse_file",
    "remove_evidence",
    "retire_strategy",
    "say_of_cause",
    "set_milestone",
    "ship_causes",
    "ship_strategies",
    "study_gap",
    "write_cause",
    "write_own_strategy",
    "write_plan",
    "write_strategy",
]
