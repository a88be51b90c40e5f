"""Giving and ending people's roles."""

from django.db import transaction
from django.utils import timezone

from districts import audit
from districts.models import ApiToken, District, Membership, Person, School
from districts.roles import roles_for


class RoleNotPossible(ValueError):
    """This role cannot be given here."""


def check_role(*, district: District, role: str, school: School | None) -> None:
    """A role that this kind of tenant has; a school just for a school leader, and one of this district."""
    possible = [one.id for one in roles_for(is_state=district.is_state)]
    if role not in possible:
        raise RoleNotPossible(f"The role {role!r} cannot be given in {district.name}; there are {', '.join(possible)}.")
    if (school is not None) != (role == "school_leader"):
        raise RoleNotPossible("Name the school of a school leader, and of nobody else.")
    if school is not None and school.district_id != district.id:
        raise RoleNotPossible("The school is not one of this district.")


@transaction.atomic
def add_member(
    *, district: District, person: Person, role: str, school: School | None = None, by: Membership | str | None
) -> Membership:
    """Give a person a role in a district; a person has one there. Runs in that district's scope."""
    check_role(district=district, role=role, school=school)
    membership = Membership.objects.filter(district=district, person_id=person.pk).select_for_update().first()
    membership = membership or Membership(district=district, person_id=person.pk)
    membership.name, membership.email = person.name, person.email
    membership.role, membership.school, membership.active = role, school, True
    membership.save()
    detail = {"role": role, "school": school.org_code if school else None}
    audit.record(verb="joined", obj=membership, detail=detail, by=by)
    return membership


@transaction.atomic
def deactivate_membership(*, membership: Membership, by: Membership) -> Membership:
    """End a person's access to this district, and withdraw their tokens. The row stays, so history keeps its names."""
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    if not locked.active:
        return locked
    if locked.pk == by.pk:
        raise RoleNotPossible("Nobody ends their own access; ask another administrator.")
    locked.active = False
    locked.save()
    tokens = ApiToken.objects.filter(membership=locked, withdrawn_at__isnull=True)
    withdrawn = tokens.update(withdrawn_at=timezone.now())
    audit.record(verb="ended access of", obj=locked, detail={"role": locked.role, "tokens": withdrawn}, by=by)
    return locked
