"""Where to go after signing in, and the plan for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from districts import queries
from districts.access import open_to_all, signed_in
from districts.models import Membership, School
from districts.roles import may
from districts.wall import in_district


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One membership: straight to its page. Several: a choice. None: how to get one."""
    memberships = queries.memberships_of(request.user.pk)
    if len(memberships) == 1:
        return redirect(start_page(memberships[0]))
    places = [(membership, start_page(membership)) for membership in memberships]
    return render(request, "districts/home.html", {"places": places})


@open_to_all
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """The text that is asked for, else the newest; and all there are."""
    texts = queries.plan_texts_for_all()
    asked = request.GET.get("text", str(texts[0].pk) if texts else "")
    shown = next((one for one in texts if str(one.pk) == asked), None)
    if shown is None:
        raise Http404("There is no such text of the plan.")
    return render(request, "districts/plan.html", {"text": shown, "texts": texts})


def start_page(membership: Membership) -> str:
    """The page that a member's work begins on."""
    org_code = membership.district.org_code
    if may(membership, "state.view"):
        return reverse("state")
    if membership.district.is_state:
        return reverse("people", kwargs={"org_code": org_code})
    if membership.school_id and not may(membership, "figures.view"):
        with in_district(membership.district_id):
            school = School.objects.get(pk=membership.school_id)
        return reverse("school", kwargs={"org_code": org_code, "school_org": school.org_code})
    return reverse("district", kwargs={"org_code": org_code})
