"""The wall between tenants: who may touch which rows, in the ORM and once more in PostgreSQL.

Every row of a `TenantModel` belongs to one district (the state agency is a tenant too). Code reaches such rows only
inside a scope: `in_district`, `in_state`, or, in listed modules, `across_districts`. Outside a scope the ORM raises
`OutsideScope` and the database login holds no privilege on those tables.
"""

from .operations import protect, same_district, share
from .querysets import TenantManager, TenantQuerySet
from .scope import (
    OutsideScope,
    Scope,
    across_districts,
    as_person,
    current_scope,
    in_district,
    in_job,
    in_state,
    with_token,
)
from .tenant_model import TenantModel

__all__ = [
    "OutsideScope",
    "Scope",
    "TenantManager",
    "TenantModel",
    "TenantQuerySet",
    "across_districts",
    "as_person",
    "current_scope",
    "in_district",
    "in_job",
    "in_state",
    "protect",
    "same_district",
    "share",
    "with_token",
]
