"""What reads standing rows beside the rules and the summaries. Pure."""

from dataclasses import dataclass

from monitoring.intake.cross_checks.submission import Reads


@dataclass(frozen=True)
class Reader:
    """`reads`: by dataset the columns that it reads; it sees no other. `title`: what people see of it."""

    id: str
    title: str
    reads: Reads
