"""One noun a file. Rows of a TenantModel belong to one district; the rest is shared by all."""

from districts.wall import TenantModel

from .api_token import ApiToken
from .audit_event import AuditEvent
from .chain_check import ChainCheck
from .district import District, Region
from .invitation import Invitation
from .job import Job
from .membership import Membership
from .person import Person
from .plan import PlanCycle, PlanText
from .school import School

__all__ = [
    "ApiToken",
    "AuditEvent",
    "ChainCheck",
    "District",
    "Invitation",
    "Job",
    "Membership",
    "Person",
    "PlanCycle",
    "PlanText",
    "Region",
    "School",
    "TenantModel",
]
