"""What a competent analyst would write: every measure of persons of a state's school year in pandas, by school,
district and state. Whole columns of all districts at once, no apply and no loop over rows; which bounds and lists there
are is read from the catalogue. Exact for an invented state: what cannot be known or read in real files is not provided
for, no row of the files is told, and nothing is stored but a pickle.

Amounts are whole ten-thousandths, as in the product, so that both can be compared to the last digit.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from monitoring.analysis.people.absence import Absence, AbsenceRate, AverageDaysAbsent, DaysAbsent
from monitoring.analysis.people.catalogue import CATALOGUE, PeopleMeasure
from monitoring.analysis.people.experience import Experience
from monitoring.analysis.people.grades import grade_set
from monitoring.analysis.people.job_classes import ROLE_OF_JOB
from monitoring.analysis.people.learning import LearningEvents
from monitoring.analysis.people.out_of_field import OutOfField
from monitoring.analysis.people.preparation import (
    BELOW_BACHELOR,
    DEGREE,
    EMERGENCY,
    LICENSE,
    STOPGAPS,
    Unqualified,
)
from monitoring.analysis.people.salaries import Salary
from monitoring.analysis.people.turnover import Turnover

SCALE = 10_000
COMPUTED = tuple(one for one in CATALOGUE if not one.rule.is_of_ratings)
WHO, PLACE = ["district", "mepid"], ["level", "org_code", "district", "mepid"]
GRAIN = ["school_year", "level", "org_code", "district", "measure", "unit"]
Frames = dict[str, pd.DataFrame]


def sums_of_year(year: int, now: Frames, before: Frames | None, always: Frames) -> pd.DataFrame:
    """Grain: GRAIN; numerator, denominator, known and missing in ten-thousandths; of the state what each district adds
    to it. `now`, `before`: the rows of all districts, by dataset; `always`: licenses, courses and organizations.
    """
    at_work = october(year, now)
    people = {role: places(at_work, role, always) for role in ("TEACHER", "PRINCIPAL")}
    then = october(year - 1, before) if before else None
    were = {role: places(then, role, always) for role in people} if then is not None else {}
    told = with_items(year, people["TEACHER"], people["PRINCIPAL"], at_work, now, always)
    parts = []
    for role in people:
        rules = [one for one in COMPUTED if one.role == role and one.applies_to(year)]
        parts.append(added_up(year, told[role], [one for one in rules if not isinstance(one.rule, Turnover)]))
        if then is not None and before is not None:
            left = with_whereabouts(year, were[role], role, (before, now), (then, at_work), always)
            parts.append(added_up(year, left, [one for one in rules if isinstance(one.rule, Turnover)]))
    return pd.concat([*parts, survey(year, now["climate_survey"])], ignore_index=True)


def october(year: int, files: Frames) -> pd.DataFrame:
    work, roster = files["work_assignment"], files["staff_roster"]
    gone = roster.loc[
        (roster["employment_status"] == "03") & (roster["exit_date"] < pd.Timestamp(year - 1, 10, 1)), WHO
    ]
    rows = work[work["fte"] > 0].merge(gone.assign(gone=True), on=WHO, how="left")
    rows = rows[rows["gone"].isna()].drop(columns="gone")
    return rows.assign(role=rows["job_class"].map(ROLE_OF_JOB))


def places(at_work: pd.DataFrame, role: str, always: Frames) -> pd.DataFrame:
    """Where people with a role are counted: at schools, in the district, in the state."""
    jobs = at_work[at_work["role"].notna()].groupby([*WHO, "org_code", "role"], as_index=False)["fte"].sum()
    held = jobs[jobs["role"] == role].assign(is_vacant=False)
    if role == "PRINCIPAL":
        led = set(held["org_code"])
        is_taught = (jobs["role"] == "TEACHER") & ~jobs["org_code"].str.endswith("0000")
        taught = jobs.loc[is_taught, ["district", "org_code"]]
        empty = taught[~taught["org_code"].isin(led)].drop_duplicates()
        empty = empty.assign(mepid="vacancy at " + empty["org_code"], fte=SCALE, is_vacant=True)
        held = pd.concat([held, empty], ignore_index=True)
    held["is_charter"] = held["district"].isin(always["charters"]["org_code"])
    sums = {"fte": ("fte", "sum"), "is_vacant": ("is_vacant", "any"), "is_charter": ("is_charter", "all")}
    schools = held[~held["org_code"].str.endswith("0000")].groupby(["org_code", *WHO], as_index=False).agg(**sums)
    whole = held.groupby(WHO, as_index=False).agg(**sums)
    home = whole[~whole["is_vacant"]].sort_values(["fte", "district"], ascending=[False, True]).drop_duplicates("mepid")
    state = whole.merge(home[["mepid", "district"]].rename(columns={"district": "home"}), on="mepid", how="left")
    state["counts_once"] = ~(state["home"].notna() & (state["home"] != state["district"]))
    parts = [
        schools.assign(level="school", counts_once=True),
        whole.assign(level="district", org_code=whole["district"], counts_once=True),
        state.assign(level="state", org_code="00000000").drop(columns="home"),
    ]
    return pd.concat(parts, ignore_index=True)


def with_items(
    year: int, teachers: pd.DataFrame, principals: pd.DataFrame, at_work: pd.DataFrame, now: Frames, always: Frames
) -> dict[str, pd.DataFrame]:
    """What the rules ask of each person, beside the places."""
    licenses = always["license"]
    first = pd.Timestamp(year - 1, 10, 1)
    held = licenses[
        (licenses["valid_from"] <= first)
        & (
            ((licenses["status"] == "ACTIVE") & ~(licenses["valid_to"] < first))
            | ((licenses["status"] == "EXPIRED") & (licenses["valid_to"] >= first))
        )
    ]
    roster = now["staff_roster"][[*WHO, *FROM_ROSTER]]
    attendance = now["staff_attendance"].groupby(WHO, as_index=False)[DAYS].sum()
    whole = at_work.groupby(WHO, as_index=False)["fte"].sum().rename(columns={"fte": "whole_fte"})
    learned = learning(now["professional_learning"])
    told = {}
    for role, people in (("TEACHER", teachers), ("PRINCIPAL", principals)):
        rows = people.merge(roster, on=WHO, how="left").merge(attendance, on=WHO, how="left")
        if role == "TEACHER":
            rows = rows.merge(whole, on=WHO, how="left").merge(learned, on=WHO, how="left")
            rows = rows.merge(classes(people, at_work, held, always), on=PLACE, how="left")
            for full in {one.rule.full for one in COMPUTED if isinstance(one.rule, Unqualified)}:
                rows[full] = rows["mepid"].isin(held.loc[held["type"].isin(full), "mepid"])
            rows["has_stopgap"] = rows["mepid"].isin(held.loc[held["type"].isin(STOPGAPS), "mepid"])
        told[role] = rows
    return told


FROM_ROSTER = [
    *("years_prior_teaching", "years_prior_admin", "experience_scope", "highest_degree", "hqt", "total_salary", "na"),
]
DAYS = ["days_absent", "days_expected", "days_longterm_leave"]


def learning(rows: pd.DataFrame) -> pd.DataFrame:
    aligned = rows[rows["goal_aligned"] == "Y"].groupby(WHO)["event_id"].nunique().rename("events")
    return pd.concat([aligned, rows.groupby(WHO)["funding_usd"].sum().rename("funding")], axis=1).reset_index()


def classes(people: pd.DataFrame, at_work: pd.DataFrame, held: pd.DataFrame, always: Frames) -> pd.DataFrame:
    """FTE of the assignments that need a license, and of those in field and out of it. Grain: PLACE."""
    asked = at_work[(at_work["role"] == "TEACHER") & at_work["course_code"].notna()]
    asked = asked[~asked["district"].isin(always["charters"]["org_code"])].reset_index(drop=True)
    asked["grades"] = asked["grade_span"].map({one: grade_set(one) for one in asked["grade_span"].unique()})
    fields = always["fields"]  # course_code, field, grades in which it is in field
    licensed = held.loc[held["type"] != "WAIVER", ["mepid", "field_code", "grade_span"]]
    licensed = licensed.assign(
        field=licensed["field_code"].str.upper(),
        own=licensed["grade_span"].map({one: grade_set(one) for one in licensed["grade_span"].unique()}),
    )
    pairs = asked[["mepid", "course_code"]].drop_duplicates().merge(fields, on="course_code")
    both = pairs.merge(licensed[["mepid", "field", "own"]], on=["mepid", "field"])
    both["covered"] = both["field_grades"] & both["own"]
    covered = any_of(both, ["mepid", "course_code"], "covered")
    rows = asked.merge(covered, on=["mepid", "course_code"], how="left")
    rows = rows.merge(any_of(fields, ["course_code"], "field_grades"), on="course_code", how="left")
    mine = rows["covered"].fillna(0).astype("int64")
    is_in = (rows["grades"] & mine) == rows["grades"]
    is_out = ~is_in & ((rows["grades"] & rows["field_grades"] & ~mine) != 0)
    rows = rows.assign(asked=rows["fte"], inside=rows["fte"].where(is_in, 0), outside=rows["fte"].where(is_out, 0))
    names = ["asked", "inside", "outside"]
    schools = rows[~rows["org_code"].str.endswith("0000")].groupby(["org_code", *WHO], as_index=False)[names].sum()
    whole = rows.groupby(WHO, as_index=False)[names].sum()
    parts = [schools.assign(level="school"), whole.assign(level="district", org_code=whole["district"])]
    return pd.concat([*parts, whole.assign(level="state", org_code="00000000")], ignore_index=True)


def any_of(rows: pd.DataFrame, key: list[str], bits: str) -> pd.DataFrame:
    """Sets of bits united within each key."""
    ordered = rows.sort_values(key, ignore_index=True)
    starts = np.flatnonzero(~ordered.duplicated(key))
    united: Any = np.bitwise_or.reduceat(ordered[bits].to_numpy("int64"), starts) if len(starts) else []
    return ordered.loc[starts, key].assign(**{bits: united})


def added_up(year: int, rows: pd.DataFrame, measures: list[PeopleMeasure]) -> pd.DataFrame:
    """All measures side by side, summed at once."""
    columns = {}
    for one in measures:
        amount, base, exempt = judged(rows, one, year)
        exempt = exempt & ~rows["is_vacant"]
        known = amount.notna() & ~exempt & ~rows["is_vacant"]
        for unit in one.rule.units:
            weight = rows["fte"] if unit == "FTE" else rows["counts_once"] * SCALE
            own = known * weight
            columns[one.id, unit, "numerator"] = (amount.where(known, 0).astype("int64") * weight // SCALE) * known
            columns[one.id, unit, "denominator"] = (base.where(known, 0).astype("int64") * weight // SCALE) * known
            columns[one.id, unit, "known"] = own
            columns[one.id, unit, "missing"] = (~known & ~exempt) * weight
            columns[one.id, unit, "exempt"] = exempt * weight
    wide = pd.DataFrame(columns, index=rows.index)
    sums = wide.groupby([rows["level"], rows["org_code"], rows["district"]]).sum()
    sums.columns.names = ["measure", "unit", None]
    long = sums.stack(["measure", "unit"], future_stack=True).reset_index()
    return long[long[["known", "missing", "exempt"]].sum(axis=1) > 0].assign(school_year=year)


def judged(rows: pd.DataFrame, measure: PeopleMeasure, year: int) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Amount (not known: missing), base, and who is exempt."""
    rule, one = measure.rule, pd.Series(SCALE, index=rows.index)
    nobody = pd.Series(False, index=rows.index)
    if isinstance(rule, Experience):
        years = rows[rule.column]
        yes = (years < rule.below).where(years.notna())
        if rule.scope is not None:
            yes = yes.where((rows["experience_scope"] == rule.scope) | (years < rule.below))
        return yes.astype("Float64") * SCALE, one, rows["na"].fillna("").str.contains(rule.column)
    if isinstance(rule, Unqualified):
        return unqualified(rows, rule)
    if isinstance(rule, Absence):
        return absent(rows, rule)
    if isinstance(rule, OutOfField):
        share = rule.share_of(year)
        if share is None:
            yes = (rows["outside"] > 0).where((rows["outside"] > 0) | (rows["inside"] == rows["asked"]))
        else:
            out = (rows["asked"] - rows["outside"]) * 100 < rows["asked"] * share
            yes = out.where(out | (rows["inside"] * 100 >= rows["asked"] * share))
        return yes.where(rows["asked"].notna()).astype("Float64") * SCALE, one, rows["asked"].isna()
    if isinstance(rule, Salary):
        return (rows["total_salary"] * rows["fte"] // rows["whole_fte"]).astype("Float64"), rows["fte"], nobody
    if isinstance(rule, Turnover):
        yes = rows["has_left"] & (rows["destination"] == rule.to) if rule.to else rows["has_left"]
        return yes.where(rows["is_known"]).astype("Float64") * SCALE, one, rows["is_closed"]
    column = rows["events"].fillna(0) * SCALE if isinstance(rule, LearningEvents) else rows["funding"].fillna(0)
    return column.astype("Float64"), one, nobody


def unqualified(rows: pd.DataFrame, rule: Unqualified) -> tuple[pd.Series, pd.Series, pd.Series]:
    found = {
        DEGREE: rows["highest_degree"].isin(BELOW_BACHELOR),
        LICENSE: ~rows[rule.full] if rule.full in rows else None,
        EMERGENCY: rows["has_stopgap"],
    }
    known = rows["highest_degree"].notna() if DEGREE in rule.items else pd.Series(True, index=rows.index)
    yes = pd.Series(False, index=rows.index)
    for item in rule.items:
        yes = yes | found[item]
    is_on_licenses = bool({LICENSE, EMERGENCY} & set(rule.items))
    return (
        yes.where(yes | known).astype("Float64") * SCALE,
        pd.Series(SCALE, index=rows.index),
        rows["is_charter"] & is_on_licenses,
    )


def absent(rows: pd.DataFrame, rule: Absence) -> tuple[pd.Series, pd.Series, pd.Series]:
    days, expected = rows["days_absent"], rows["days_expected"]
    if not rule.with_leave:
        days, expected = days - rows["days_longterm_leave"], expected - rows["days_longterm_leave"]
    exempt = expected < rule.expected_at_least * SCALE
    one = pd.Series(SCALE, index=rows.index)
    if isinstance(rule, AbsenceRate):
        return days.astype("Float64"), expected, exempt
    if isinstance(rule, AverageDaysAbsent):
        return days.astype("Float64"), one, exempt
    if not isinstance(rule, DaysAbsent):
        raise TypeError(f"nobody has written {type(rule).__name__} in pandas")
    yes = days > rule.more_than * SCALE if rule.more_than is not None else days >= (rule.at_least or 0) * SCALE
    return yes.where(days.notna()).astype("Float64") * SCALE, one, exempt


def with_whereabouts(
    year: int,
    people: pd.DataFrame,
    role: str,
    files: tuple[Frames, Frames],
    jobs: tuple[pd.DataFrame, pd.DataFrame],
    always: Frames,
) -> pd.DataFrame:
    """What became of the people of last year."""
    now = jobs[1][["district", "mepid", "org_code", "role"]].drop_duplicates()
    roster = files[1]["staff_roster"][[*WHO, "employment_status"]]
    away = roster[roster["employment_status"] == "02"].merge(now[WHO].drop_duplicates().assign(at=1), how="left")
    away = away.loc[away["at"].isna(), WHO]
    left = pd.concat([one["staff_roster"][[*WHO, "employment_status", "exit_reason"]] for one in files])
    left = left[left["employment_status"] == "03"]
    same = heirs(year, always["organizations"])
    in_role = now[now["role"] == role]
    there = pd.concat([people.assign(heir=people["org_code"]), people.merge(same, on="org_code")])
    there = there.loc[there["level"] == "school", ["org_code", "heir", "mepid"]]
    jobs_at = now[["mepid", "org_code", "role"]].rename(columns={"org_code": "heir"})
    found = there.merge(jobs_at, on=["mepid", "heir"])
    rows = people.copy()
    at = pd.MultiIndex.from_frame(rows[["org_code", "mepid"]])
    in_role_at = at.isin(pd.MultiIndex.from_frame(found.loc[found["role"] == role, ["org_code", "mepid"]]))
    works_at = at.isin(pd.MultiIndex.from_frame(found[["org_code", "mepid"]]))
    whose = pd.MultiIndex.from_frame(rows[WHO])
    on_leave_here = whose.isin(pd.MultiIndex.from_frame(away))
    in_role_here = whose.isin(pd.MultiIndex.from_frame(in_role[WHO]))
    busy = pd.concat([now[WHO], away]).drop_duplicates()
    works_here = whose.isin(pd.MultiIndex.from_frame(busy))
    places_of = busy.groupby("mepid")["district"].nunique()
    works_elsewhere = (rows["mepid"].map(places_of).fillna(0) - works_here > 0).to_numpy()
    in_role_any = rows["mepid"].isin(in_role["mepid"]).to_numpy()
    on_leave = rows["mepid"].isin(away["mepid"]).to_numpy()
    died = rows["mepid"].isin(left.loc[left["exit_reason"] == "DECEASED", "mepid"]).to_numpy()
    said = whose.isin(pd.MultiIndex.from_frame(left.loc[left["exit_reason"] == "OTHER_MA_DISTRICT", WHO]))
    is_somewhere = said & ~works_here & ~works_elsewhere & ~died
    is_school, is_state = (rows["level"] == "school").to_numpy(), (rows["level"] == "state").to_numpy()
    rows["has_left"] = np.where(
        is_school,
        ~(in_role_at | on_leave_here),
        np.where(is_state, ~(in_role_any | on_leave), ~(in_role_here | on_leave_here)),
    )
    rows["is_known"] = ~(is_state & is_somewhere)
    gone = np.select([died, said], ["died", "other_district"], "exit")
    from_district = np.select([works_here, works_elsewhere], ["other_role", "other_district"], gone)
    from_school = np.select([works_at, works_here], ["other_role", "other_school"], from_district)
    from_state = np.where(works_here | works_elsewhere, "other_role", gone)
    rows["destination"] = np.where(is_school, from_school, np.where(is_state, from_state, from_district))
    closed = always["organizations"]
    closed = closed[(closed["close_year"] < year) & closed["successor_org_code"].isna()]
    rows["is_closed"] = rows["org_code"].isin(closed["org_code"])
    return rows


def heirs(year: int, organizations: pd.DataFrame) -> pd.DataFrame:
    """Of organizations that had closed those that took their place, and theirs. Grain: org_code, heir."""
    gone = organizations[(organizations["close_year"] < year) & organizations["successor_org_code"].notna()]
    next_one = gone[["org_code", "successor_org_code"]].set_axis(["org_code", "heir"], axis=1)
    further = next_one.merge(next_one.set_axis(["heir", "next"], axis=1), on="heir")
    return pd.concat([next_one, further[["org_code", "next"]].set_axis(["org_code", "heir"], axis=1)])


def survey(year: int, rows: pd.DataFrame) -> pd.DataFrame:
    names = ["favourable", "respondents", "eligible"]
    schools = rows.groupby(["org_code", "district"], as_index=False)[names].sum()
    whole = rows.groupby("district", as_index=False)[names].sum()
    levels = [
        schools.assign(level="school"),
        whole.assign(level="district", org_code=whole["district"]),
        whole.assign(level="state", org_code="00000000"),
    ]
    sums = pd.concat(levels, ignore_index=True)
    of = {
        "T_SATIS": ("favourable", "respondents"),
        "T_SATIS_ASKED": ("favourable", "eligible"),
        "T_SATIS_RESPONSE": ("respondents", "eligible"),
    }
    parts = [
        sums[["level", "org_code", "district"]].assign(
            measure=name, unit="ANSWERS", numerator=sums[part] * SCALE, denominator=sums[of_all] * SCALE, known=0
        )
        for name, (part, of_all) in of.items()
    ]
    return pd.concat(parts, ignore_index=True).assign(school_year=year, missing=0, exempt=0)
