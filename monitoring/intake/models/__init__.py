"""What intake keeps: files as they came, what checks found in them, what was accepted, what waits for a decision."""

from .column_proposal import ColumnProposal
from .cross_finding import CrossFinding
from .finding import Finding
from .snapshot import Snapshot
from .upload import Upload

__all__ = ["ColumnProposal", "CrossFinding", "Finding", "Snapshot", "Upload"]
