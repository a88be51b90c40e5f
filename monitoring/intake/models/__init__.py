"""What intake keeps: files as they came, what checks found in them, what was accepted, what waits for a decision, what
people did with collections.
"""

from .certification_event import CertificationEvent
from .collection_dates import CollectionDates
from .column_proposal import ColumnProposal
from .cross_finding import CrossFinding
from .explanation import Explanation
from .finding import Finding
from .snapshot import Snapshot
from .upload import Upload

__all__ = [
    "CertificationEvent",
    "CollectionDates",
    "ColumnProposal",
    "CrossFinding",
    "Explanation",
    "Finding",
    "Snapshot",
    "Upload",
]
