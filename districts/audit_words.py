"""Audit events as sentences. Each room says its own verbs, in its AppConfig; `{…}` is a part of an event's detail."""

from collections.abc import Iterable
from typing import Any

from districts.models import AuditEvent, Invitation, Membership
from districts.roles import role_title

PHRASES = {
    "issued districts.ApiToken": "issued an API token for “{name}”",
    "withdrew districts.ApiToken": "withdrew the API token for “{name}”",
    "invited districts.Invitation": "invited {whom} as {role}",
    "withdrew districts.Invitation": "withdrew the invitation of {whom} as {role}",
    "joined districts.Membership": "gave {whom} the role {role}",
    "ended access of districts.Membership": "ended the access of {whom}, {role}, and withdrew {tokens} API tokens",
    "opened districts.District": "opened {name}, {org_code}",
    "opened districts.School": "opened the school {name}, {org_code}",
}


class _Detail(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence_of(event: AuditEvent, whom: str = "") -> str:
    """'Alice Admin invited dave@example.org as Certifier.' A verb that no room explains is given as it is stored."""
    named = f"{event.verb} {event.object_type}"
    detail = _Detail(event.detail)
    detail |= {"role": role_title(str(detail["role"])), "whom": whom or "someone"}
    if named == "joined districts.Membership" and whom == event.actor_name:
        return f"{whom} joined as {detail['role']}."
    return f"{event.actor_name} {PHRASES.get(named, named).format_map(detail)}."


def sentences_for_admins(events: Iterable[AuditEvent]) -> list[tuple[AuditEvent, str]]:
    """Each event with its sentence; whom it is about is looked up, since an event itself names nobody. Two queries."""
    events = list(events)
    whom = {
        **{("districts.Membership", str(pk)): name for pk, name in _known(Membership, "name", events)},
        **{("districts.Invitation", str(pk)): email for pk, email in _known(Invitation, "email", events)},
    }
    return [(event, sentence_of(event, whom.get((event.object_type, event.object_id), ""))) for event in events]


def _known(model: type[Membership | Invitation], field: str, events: list[AuditEvent]) -> Iterable[tuple[int, str]]:
    ids = [event.object_id for event in events if event.object_type == model._meta.label]
    return model.objects.filter(pk__in=ids).order_by().values_list("pk", field) if ids else []
