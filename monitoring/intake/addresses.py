"""A part of addresses: collections by their names."""

from __future__ import annotations

from django.urls import register_converter

from districts import address_parts  # noqa: F401 - registers school years
from monitoring.intake.certification.catalogue import COLLECTIONS


class CollectionName:
    regex = "|".join(COLLECTIONS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CollectionName, "collection")
