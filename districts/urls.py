"""Addresses of the districts room. `org_code` names the tenant (districts.middleware)."""

from django.urls import path

from districts.views import audit, home, people, tokens

urlpatterns = [
    path("", home.home, name="home"),
    path("plan/", home.plan, name="plan"),
    path("invitations/<str:token>/", people.invitation, name="invitation"),
    path("d/<str:org_code>/people/", people.people, name="people"),
    path(
        "d/<str:org_code>/people/invitations/<int:invitation_id>/withdraw/",
        people.withdraw_invitation,
        name="withdraw-invitation",
    ),
    path("d/<str:org_code>/people/<int:membership_id>/end/", people.end_access, name="end-access"),
    path("d/<str:org_code>/tokens/", tokens.tokens, name="tokens"),
    path("d/<str:org_code>/tokens/<int:token_id>/withdraw/", tokens.withdraw_token, name="withdraw-token"),
    path("d/<str:org_code>/audit/", audit.audit_events, name="audit"),
]
