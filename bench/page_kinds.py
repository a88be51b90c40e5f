"""By kind of page an address of it, for somebody of the agency and for somebody of a district."""

from __future__ import annotations

from dataclasses import dataclass

from districts.school_year import SchoolYear
from monitoring.results.models import DistrictGap, SchoolValue, StateGap


@dataclass(frozen=True)
class Shown:
    """What the pages are of. `within` and `value` are of one district, whose schools are most; `upload`: a file of the
    agency.
    """

    gap: StateGap
    within: DistrictGap
    value: SchoolValue
    upload: str

    @property
    def of_gap(self) -> str:
        return f"{SchoolYear(self.gap.school_year)}/{self.gap.window}/{self.gap.measure}/"

    @property
    def of_value(self) -> str:
        return f"{SchoolYear(self.value.school_year)}/{self.value.window}/{self.value.measure}/"

    @property
    def of_within(self) -> str:
        return f"{SchoolYear(self.within.school_year)}/{self.within.window}/{self.within.measure}/{self.within.group}/"

    @property
    def of_share(self) -> str:
        return f"{SchoolYear(self.value.school_year)}/{self.gap.group}/"


def pages_of_ese(shown: Shown) -> dict[str, str]:
    """The agency's pages: of figures, of runs and definitions, of files and collections."""
    gap, district = shown.gap, f"/state/districts/{shown.value.district.org_code}/"
    comparison, school = f"measure={gap.measure}&group={gap.group}", f"{district}schools/{shown.value.school.org_code}/"
    return {
        "gap table": "/state/",
        "gap explorer": f"/state/explore/?{comparison}",
        "gap explorer, within a district": f"/state/explore/?place=district-{shown.within.district.org_code}",
        "gap explorer, between districts": f"/state/explore/?{comparison}&place=districts",
        "gap explorer, one school level": f"/state/explore/?{comparison}&place=level-HIGH",
        "by school level": "/state/levels/",
        "across districts": "/state/across-districts/",
        **{f"table {number} of the plan": f"/state/tables/?table={number}" for number in range(1, 6)},
        "values": "/state/values/",
        "a measure": f"/state/measures/{gap.measure}/",
        "districts": "/state/districts/",
        "a district": district,
        "a district in brief": f"{district}summary/",
        "a school": school,
        "where a gap comes from": f"/state/gaps/{gap.method}/{gap.scope}/{gap.partition}/{shown.of_gap}{gap.group}/",
        "where a district's gap comes from": f"{district}gaps/{shown.of_within}",
        "where the state's value comes from": f"/state/values/{shown.of_value}",
        "where a district's value comes from": f"{district}values/{shown.of_value}",
        "where a school's value comes from": f"{school}values/{shown.of_value}",
        "where a share comes from": f"{school}shares/{shown.of_share}",
        "runs": "/state/runs/",
        "a run": "/state/runs/1/",
        "definitions": "/state/definitions/",
        "a definition": f"/state/definitions/{gap.measure}/1/",
        "all measures, open to all": "/measures/",
        "a measure, open to all": f"/measures/{gap.measure}/",
        "uploads": "/state/uploads/",
        "an upload": f"/state/uploads/{shown.upload}/",
        "collections": "/state/collections/",
        "what collections cost": "/state/collections/burden/",
        "what files are there": "/state/sources/",
    }


def pages_of_a_district(shown: Shown) -> dict[str, str]:
    """The same and its own, as the members of the district see them."""
    gap, district = shown.gap, f"/d/{shown.value.district.org_code}/"
    school = f"{district}schools/{shown.value.school.org_code}/"
    return {
        "its own district": district,
        "its school": school,
        "its gap explorer": f"{district}explore/",
        "its gap explorer, across the state": f"{district}explore/?place=state",
        "the state": f"{district}state/",
        "its tables of the plan": f"{district}state/tables/",
        "its measure": f"{district}measures/{gap.measure}/",
        "where its gap comes from": f"{district}gaps/{shown.of_within}",
        "where its value comes from": f"{district}values/{shown.of_value}",
        "where its school's value comes from": f"{school}values/{shown.of_value}",
        "its uploads": f"{district}uploads/",
        "its collections": f"{district}collections/",
        "what its collections cost": f"{district}collections/burden/",
        "its people": f"{district}people/",
        "its record of acts": f"{district}audit/",
    }
