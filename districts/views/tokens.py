"""A member's own API tokens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from districts import actions, queries
from districts.access import needs
from districts.forms import TokenForm
from districts.tenant_request import TenantRequest


@needs("tokens.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: TenantRequest, org_code: str) -> HttpResponse:
    """The member's tokens; POST issues one, and the answer to it is the only page that ever shows the token."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    shown_once = ""
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        _, shown_once = actions.issue_token(membership=request.membership, name=name, by=request.membership)
        form = TokenForm()
    shown = {"form": form, "tokens": queries.tokens_of(request.membership), "shown_once": shown_once}
    response = render(request, "districts/tokens.html", shown)
    response["Cache-Control"] = "no-store"
    return response


@needs("tokens.manage")
@require_POST
def withdraw_token(request: TenantRequest, org_code: str, token_id: int) -> HttpResponse:
    token = get_object_or_404(queries.tokens_of(request.membership), pk=token_id)
    actions.withdraw_token(token=token, by=request.membership)
    messages.success(request, f"The token “{token.name}” no longer works.")
    return redirect("tokens", org_code=org_code)
