"""What intake keeps: files as they came, what checks found in them, what was accepted, what that changed, what waits
for a decision, what people are typing in, did with collections and were reminded of, how long these took them, whom
several districts report, how a district's own exports are read.
"""

from .certification_event import CertificationEvent
from .collection_dates import CollectionDates
from .column_proposal import ColumnProposal
from .comparison import Comparison
from .cross_finding import CrossFinding
from .entry_draft import EntryDraft
from .explanation import Explanation
from .finding import Finding
from .minutes import MinutesEstimate, MinutesSpread
from .reminder import Reminder, ReminderChoice
from .saved_mapping import SavedMapping
from .shared_staff import SharedStaff, SharedStaffCheck, SharedStaffResolution
from .snapshot import Snapshot
from .stand_in import StandIn
from .upload import Upload

__all__ = [
    "CertificationEvent",
    "CollectionDates",
    "ColumnProposal",
    "Comparison",
    "CrossFinding",
    "EntryDraft",
    "Explanation",
    "Finding",
    "MinutesEstimate",
    "MinutesSpread",
    "Reminder",
    "ReminderChoice",
    "SavedMapping",
    "SharedStaff",
    "SharedStaffCheck",
    "SharedStaffResolution",
    "Snapshot",
    "StandIn",
    "Upload",
]
