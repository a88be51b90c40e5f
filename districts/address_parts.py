"""A part of addresses that rooms share: school years as people write them."""

from __future__ import annotations

from django.urls import register_converter

from districts.school_year import SchoolYear


class SchoolYearInAddress:
    """'2020-21' in the address, the ending year 2021 in the view."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(SchoolYear.parse(value))

    def to_url(self, value: int) -> str:
        return str(SchoolYear(value))


register_converter(SchoolYearInAddress, "school_year")
