"""Turnover once more: each person is looked for in every district's files of both years."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tests.analysis.people.sent import State
from tests.analysis.people.slow import EXEMPT, LEADING, MISSING, TEACHING, District, Found, Place, rating


def all_districts(state: State, year: int) -> list[District]:
    """Those that sent October's assignments."""
    return [
        District(state, code, year)
        for code, of_year in state.years
        if of_year == year and District(state, code, year).has("work_assignment")
    ]


def jobs_of(d: District, person: str) -> list[tuple[str, str]]:
    """Organization and role."""
    found = []
    for row in d.october():
        if row["mepid"] == person:
            is_teaching, is_leading = row["job_class"] in TEACHING, row["job_class"] in LEADING
            found.append((row["org_code"], "TEACHER" if is_teaching else "PRINCIPAL" if is_leading else "OTHER"))
    return found


def status(d: District, person: str) -> str | None:
    """Of who has no assignment."""
    if jobs_of(d, person):
        return "01"
    return next((row["employment_status"] for row in d.rows("staff_roster", person)), None)


def said(d: District, person: str) -> str | None:
    for row in d.rows("staff_roster", person):
        if row["employment_status"] == "03":
            reason: str | None = row.get("exit_reason")
            return reason
    return None


def same_school(state: State, org: str, year: int) -> set[str]:
    """The school or district and, if it had closed, those that took its place."""
    found, last = {org}, [org]
    while last:
        row = next((one for one in state.organizations if one["org_code"] == last[-1]), {})
        is_closed = row.get("close_year") is not None and row["close_year"] < year
        heir = row.get("successor_org_code") if is_closed else None
        if heir is None or heir in found:
            break
        found.add(heir)
        last.append(heir)
    return found


def is_gone_school(state: State, org: str, year: int) -> bool:
    row = next((one for one in state.organizations if one["org_code"] == org), {})
    return row.get("close_year") is not None and row["close_year"] < year and not row.get("successor_org_code")


def whereabouts(d: District, place: Place, role: str) -> str | None:
    """retained, or where the person went; None where nobody knows."""
    now = all_districts(d.state, d.year)
    both = now + all_districts(d.state, d.year - 1)
    own = same_school(d.state, d.code, d.year)
    here = [one for one in now if one.code in own]
    elsewhere = [one for one in now if one.code not in own]
    person = place.person
    school = same_school(d.state, place.org, d.year)
    jobs = {one.code: jobs_of(one, person) for one in now}
    in_role = {one.code: [org for org, job in jobs[one.code] if job == role] for one in now}
    works_here = any(status(one, person) in ("01", "02") for one in here)
    works_elsewhere = any(status(one, person) in ("01", "02") for one in elsewhere)
    on_leave_here = any(status(one, person) == "02" for one in here)
    died = any(said(one, person) == "DECEASED" for one in both)
    told = any(said(one, person) == "OTHER_MA_DISTRICT" for one in both if one.code in own)

    if place.level == "school":
        everywhere = [job for code in jobs for job in jobs[code]]
        if on_leave_here or any(org in school and job == role for org, job in everywhere):
            return "retained"
        if any(org in school for org, _ in everywhere):
            return "other_role"
        if works_here:
            return "other_school"
    if place.level == "district":
        if on_leave_here or any(in_role[one.code] for one in here):
            return "retained"
        if works_here:
            return "other_role"
    if place.level == "state":
        if any(in_role.values()) or any(status(one, person) == "02" for one in now):
            return "retained"
        if works_here or works_elsewhere:
            return "other_role"
        return "died" if died else None if told else "exit"
    if works_elsewhere:
        return "other_district"
    return "died" if died else "other_district" if told else "exit"


def turnover(to: str | None = None, rated: tuple[str, ...] = ()) -> Callable[[District, Place, str], Found]:
    def judge(d: District, place: Place, role: str) -> Found:
        if place.level != "state" and is_gone_school(d.state, place.org, d.year):
            return EXEMPT
        if rated:
            found = rating(District(d.state, d.code, d.year - 1), place, role)
            if found is None:
                return MISSING
            if found not in rated:
                return EXEMPT
        went = whereabouts(d, place, role)
        if went is None:
            return MISSING
        return Fraction(went == to if to else went != "retained"), Fraction(1)

    return judge


def lacks(d: District, *, rated: bool) -> bool:
    before = District(d.state, d.code, d.year - 1)
    return not (d.has("work_assignment") and before.has("work_assignment") and (before.has("evaluation") or not rated))
