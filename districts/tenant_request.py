"""The request as a view under a tenant's address gets it, for the type checker and the reader."""

from django.http import HttpRequest

from districts.models import District, Membership, Person
from districts.wall import Scope


class TenantRequest(HttpRequest):
    """TenantMiddleware has signed these in: whose address it is, who asks, and the scope that is open."""

    user: Person
    membership: Membership
    district: District
    scope: Scope
