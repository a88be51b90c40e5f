"""Links to districts, schools and to where a number comes from, at the address that the reader of the page may open."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context

from districts.known_addresses import address
from districts.models import District, School
from districts.roles import may
from districts.school_year import SchoolYear
from monitoring.analysis.cuts import WITHIN_DISTRICT
from monitoring.analysis.tables.table import Address, Cell
from monitoring.results.exploration import Place, within
from monitoring.results.models import (
    DistrictBand,
    DistrictGap,
    DistrictMove,
    DistrictValue,
    SchoolBand,
    SchoolValue,
    StateGap,
    StateMove,
    StateValue,
)
from monitoring.results.models.gaps import GapFields
from monitoring.results.page_queries import OwnSchool
from monitoring.results.queries import Origin
from monitoring.results.selection import Selection

register = template.Library()


def _for_ese(context: Context) -> bool:
    request = context.get("request")
    return bool(request is not None and request.district is not None and request.district.is_state)


def prefix(context: Context) -> str:
    return "state-" if _for_ese(context) else ""


@register.simple_tag(takes_context=True)
def district_link(context: Context, district: District) -> str:
    return address(f"{prefix(context)}district", kwargs={"org_code": district.org_code})


@register.simple_tag(takes_context=True)
def summary_link(context: Context, district: District, selection: Selection, kind: str = "") -> str:
    """A district's page in brief of the chosen year, or, as `kind`, its PDF."""
    name = f"{prefix(context)}district-summary{f'-{kind}' if kind else ''}"
    return address(name, kwargs={"org_code": district.org_code}) + _of_year(selection)


@register.simple_tag(takes_context=True)
def experiences_link(context: Context, district: District, selection: Selection) -> str:
    """A district's report on experiences of the chosen year."""
    return address(f"{prefix(context)}experiences", kwargs={"org_code": district.org_code}) + _of_year(selection)


def _of_year(selection: Selection) -> str:
    return f"?{urlencode({'year': str(SchoolYear(selection.year))})}" if selection.year else ""


@register.simple_tag(takes_context=True)
def explore_link(context: Context, gap: StateGap | DistrictGap | None = None, district: District | None = None) -> str:
    """The explorer of gaps: at this comparison, or among the schools of a district; for whom it is open."""
    request = context["request"]
    if not may(request.membership, "figures.view"):
        return ""
    page = (
        address("state-explore") if _for_ese(context) else address("explore", {"org_code": request.district.org_code})
    )
    if gap is None:
        return f"{page}?{urlencode({'place': within(district).key})}" if district else page
    place = Place(gap.scope, gap.partition, "", "").key
    year = str(SchoolYear(gap.school_year))
    named = {"year": year, "window": gap.window, "group": gap.group, "measure": gap.measure, "place": place}
    return f"{page}?{urlencode(named)}"


@register.simple_tag(takes_context=True)
def school_link(context: Context, district: District, school: School | OwnSchool) -> str:
    kwargs = {"org_code": district.org_code, "school_org": school.org_code}
    return address(f"{prefix(context)}school", kwargs=kwargs)


@register.simple_tag(takes_context=True)
def measure_link(context: Context, measure_id: str) -> str:
    """The page of a measure: with the state's figures for members, the definition alone for everybody else."""
    request = context.get("request")
    district = getattr(request, "district", None)
    if district is None:
        return address("measure", kwargs={"measure": measure_id})
    if district.is_state:
        return address("state-measure", kwargs={"measure": measure_id})
    return address("district-measure", kwargs={"measure": measure_id, "org_code": district.org_code})


@register.simple_tag(takes_context=True)
def source_link(context: Context, result: Any, district: District | None = None, school: School | None = None) -> str:
    """Where this value or gap comes from; nothing for what is not stored. `district` and `school` are those it belongs
    to.
    """
    if result is None:
        return ""
    figure: dict[str, Any] = {"year": result.school_year, "window": result.window, "measure": result.measure}
    if isinstance(result, StateGap):
        return _gap_link(context, result)
    if isinstance(result, StateValue):
        return _of_state(context, "value", figure)
    if district is None:
        raise ValueError("say which district the figure belongs to")
    if isinstance(result, DistrictGap):
        return _gap_link(context, result, district.org_code)
    own = {**figure, "org_code": district.org_code}
    if isinstance(result, SchoolValue) and school is not None:
        return address(f"{prefix(context)}school-value", kwargs={**own, "school_org": school.org_code})
    if isinstance(result, DistrictValue):
        return address(f"{prefix(context)}district-value", kwargs=own)
    raise ValueError(f"no page says where {result!r} comes from")


def _gap_link(context: Context, gap: GapFields | Address, district: str = "") -> str:
    """Where a gap comes from: one of the state, or one within the district with this code; nothing for whom that page,
    which names other schools, is closed.
    """
    if not may(context["request"].membership, "figures.view"):
        return ""
    named = {"year": gap.school_year, "window": gap.window, "measure": gap.measure, "group": gap.group}
    if district:
        return address(f"{prefix(context)}district-gap", kwargs={**named, "org_code": district})
    place = {"method": gap.method, "scope": gap.scope, "partition": gap.partition}
    return _of_state(context, "gap", {**named, **place})


def cell_link(context: Context, cell: Cell) -> str:
    """Where the number of a cell of the plan's tables comes from; nothing for a cell without one."""
    if cell.number is None:
        return ""
    of = cell.address
    return _gap_link(context, of, of.partition if of.scope == WITHIN_DISTRICT.id else "")


@register.simple_tag(takes_context=True)
def share_link(context: Context, band: SchoolBand | DistrictBand | None) -> str:
    """Where a school's share of a student group comes from; a district's share is summed from its schools'."""
    if not isinstance(band, SchoolBand):
        return ""
    place = {"org_code": band.district.org_code, "school_org": band.school.org_code}
    return address(f"{prefix(context)}school-share", kwargs={**place, "year": band.school_year, "group": band.group})


@register.simple_tag(takes_context=True)
def move_link(context: Context, move: DistrictMove | StateMove) -> str:
    """Where a number that moved comes from; nothing where it is no longer there."""
    if move.now is None and not move.now_reason:
        return ""
    if isinstance(move, StateMove):
        return source_link(context, StateGap(**_named(move)) if move.group else StateValue(**_named(move)))
    if move.kind == DistrictMove.Kind.SHARE:
        return share_link(context, SchoolBand(district=move.district, school=move.school, **_named(move)))
    model = DistrictGap if move.group else SchoolValue if move.school else DistrictValue
    return source_link(context, model(**_named(move)), move.district, move.school)


def _named(move: DistrictMove | StateMove) -> dict[str, Any]:
    """What names the number, as far as it has a part in its name."""
    names = ("method", "scope", "partition", "school_year", "window", "measure", "group")
    return {name: getattr(move, name) for name in names if getattr(move, name)}


@register.simple_tag(takes_context=True)
def not_in_sum_link(context: Context, value: StateValue) -> str:
    """The districts of which nothing is in a sum of the state, for ESE; districts are not told of one another."""
    if not _for_ese(context):
        return ""
    figure = {"year": str(SchoolYear(value.school_year)), "measure": value.measure, "window": value.window}
    return f"{address('state-districts')}?{urlencode({**figure, 'which': 'measure'})}"


@register.simple_tag(takes_context=True)
def upload_link(context: Context, origin: Origin) -> str:
    """The upload that a number's file came in, where the reader may open it: the agency's for ESE, a district's for its
    members.
    """
    if _for_ese(context) != origin.of_agency or not may(context["request"].membership, "upload.view"):
        return ""
    kwargs: dict[str, Any] = {"upload_id": origin.upload_id}
    if not origin.of_agency:
        kwargs["org_code"] = context["request"].district.org_code
    return address("state-upload" if origin.of_agency else "upload", kwargs=kwargs)


def _of_state(context: Context, kind: str, kwargs: dict[str, Any]) -> str:
    if _for_ese(context):
        return address(f"state-{kind}", kwargs=kwargs)
    return address(f"district-state-{kind}", kwargs={**kwargs, "org_code": context["request"].district.org_code})
