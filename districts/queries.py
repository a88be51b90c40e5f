"""Reads of the districts room, named for whose eyes they serve."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from districts.models import ApiToken, AuditEvent, ChainCheck, District, Invitation, Membership, PlanText, School
from districts.roles import may, sees_only_one_school
from districts.wall import as_person, current_scope


def memberships_of(person_id: int | None) -> list[Membership]:
    """A signed-in person's own active memberships in all districts, the agency first."""
    if person_id is None:
        return []
    with as_person(person_id):
        own = Membership.objects.filter(active=True).select_related("district")
        return sorted(own, key=lambda membership: (not membership.district.is_state, membership.district.name))


def people_for_admins() -> QuerySet[Membership]:
    return Membership.objects.select_related("school").order_by("-active", "name", "id")


def open_invitations_for_admins() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


def tokens_of(membership: Membership) -> QuerySet[ApiToken]:
    """A member's tokens that were not withdrawn, the expired ones too."""
    return ApiToken.objects.filter(membership=membership, withdrawn_at__isnull=True)


def audit_events_for_admins() -> QuerySet[AuditEvent]:
    return AuditEvent.objects.order_by("-number")


def last_check_for_admins() -> ChainCheck | None:
    """What the last walk along the whole record found; None before the first."""
    return ChainCheck.objects.first()


def schools_for(membership: Membership) -> QuerySet[School]:
    """The schools of the scope whose figures the member may see."""
    if sees_only_one_school(membership):
        return School.objects.filter(pk=membership.school_id) if membership.school_id else School.objects.none()
    return School.objects.all()


def districts_for(membership: Membership) -> QuerySet[District]:
    """The districts whose figures the member may see: their own and the state agency; in the state's scope, all."""
    scope = current_scope()
    if scope is not None and scope.kind == "state":
        return District.objects.all()
    return District.objects.filter(Q(pk=membership.district_id) | Q(kind=District.Kind.STATE))


def school_for(membership: Membership, org_code: str) -> School:
    """One school of the scope: 404 where there is none, 403 where there is one that is not the member's own."""
    school = School.objects.filter(org_code=org_code).first()
    if school is None:
        raise Http404("There is no such school here.")
    is_others = sees_only_one_school(membership) and membership.school_id != school.pk
    if is_others or not may(membership, "school.view"):
        raise PermissionDenied("A school leader sees their own school.")
    return school


def district_by_code(org_code: str) -> District | None:
    return District.objects.filter(org_code=org_code).first()


def plan_texts_for_all() -> list[PlanText]:
    """Every version of each plan cycle's text, newest cycle and version first."""
    return list(PlanText.objects.select_related("cycle").order_by("-cycle__start_year", "-version"))
