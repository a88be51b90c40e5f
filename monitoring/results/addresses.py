"""Parts of addresses: organization codes, and the names of things that have a definition."""

from __future__ import annotations

from django.urls import register_converter

from districts import address_parts  # noqa: F401 - registers school years
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES


class OrgCode:
    regex = "[0-9]{8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Named:
    """One of a fixed set of names; anything else is no address at all."""

    names: tuple[str, ...] = ()
    regex = "[A-Za-z0-9_]+"

    def to_python(self, value: str) -> str:
        if value not in self.names:
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


class MeasureName(Named):
    names = tuple(MEASURES)


class GroupName(Named):
    names = tuple(GROUPS)


class WindowName(Named):
    names = ("1", "pooled3")


CONVERTERS: dict[str, type[OrgCode | Named]] = {
    "org_code": OrgCode,
    "measure": MeasureName,
    "group": GroupName,
    "window": WindowName,
}
for name, converter in CONVERTERS.items():
    register_converter(converter, name)
