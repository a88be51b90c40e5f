"""The room of definitions."""

from django.apps import AppConfig

EVENTS = {  # how this room's audit events read
    "definition.draft definitions.StoredDefinition": "drafted version {version} of the definition of {measure}",
    "definition.change definitions.StoredDefinition": "changed the draft of version {version} of {measure}",
    "definition.evidence definitions.StoredDefinition": "put evidence of {about} on record for version {version} of"
    " {measure}",
    "definition.put_forward definitions.StoredDefinition": "put version {version} of {measure} forward",
    "definition.send_back definitions.StoredDefinition": "sent version {version} of {measure} back",
    "definition.put_off definitions.StoredDefinition": "let version {version} of {measure} wait until {due}",
    "definition.take_up definitions.StoredDefinition": "took version {version} of {measure} up",
    "definition.withdraw definitions.StoredDefinition": "withdrew the draft of version {version} of {measure}",
    "definition.activate definitions.StoredDefinition": "checked and activated version {version} of {measure}",
    "definition.retire definitions.StoredDefinition": "retired version {version} of {measure}",
    "definition.end definitions.StoredDefinition": "let version {version} of {measure} end where another begins",
    "definition.dual_run definitions.StoredDefinition": "asked what version {version} of {measure} would move",
}


class DefinitionsConfig(AppConfig):
    name = "monitoring.definitions"
    label = "definitions"

    def ready(self) -> None:
        from districts.audit_words import PHRASES

        PHRASES.update(EVENTS)
